"""Figures: what stays still, drawn by matplotlib, and GIFs made of it."""
