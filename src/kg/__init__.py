"""An open knowledge graph of Viet Nam's industrial development, read out of articles."""

__version__ = "0.2.0"
