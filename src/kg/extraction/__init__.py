"""Reading an article's facts out of its Vietnamese text; `docs/extraction.md` tells how the grammar is layered."""

from kg.extraction.extract import Extraction, explain, extract

__all__ = ["Extraction", "explain", "extract"]
