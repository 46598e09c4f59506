"""Full-text search over labels, aliases, titles and quotes, with or without diacritics.

The index is a file beside the store's; it follows the snapshots, graph by graph, and is never asked for another one
than that which it has.
"""

from kg.search.index import Hit, Index
from kg.search.service import SearchService
from kg.search.words import Asked, read_any, read_words

__all__ = ["Asked", "Hit", "Index", "SearchService", "read_any", "read_words"]
