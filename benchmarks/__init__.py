"""What convlib costs beside its peers; run each module with ``python -m``."""
