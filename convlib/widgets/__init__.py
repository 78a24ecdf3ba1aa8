"""The widgets: what a reader moves. They load anywidget and ipywidgets."""
