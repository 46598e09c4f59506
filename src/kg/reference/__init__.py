"""Reference data that the extractor and the graph share, read from ontology/*.ttl: places and metrics."""

from __future__ import annotations

__all__ = ["BASE_IRI"]

BASE_IRI = "https://w3id.org/vnkg/"
"""The base under which the files of ontology/ are written, whatever base the graph is published under."""
