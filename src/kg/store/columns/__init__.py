"""Queries over columns: the quads of a snapshot as sorted arrays of numbers, next to the engine.

The engine goes from triple to triple; to count, or to group all figures by metric and year, that is slow. Here the
same quads lie in arrays sorted by property and subject and by property and object, and joins, groups and sums go
through them as a whole, 3 to 100 times faster. What is understood is small on purpose: SELECT over triple patterns,
with or without aggregates, one subselect, comparisons, years, EXISTS and simple regular expressions. Whatever else a
query holds, it is the engine's (`Unsupported`), as are look-ups and long answers, which the engine makes faster; and
what is answered here is answered as the engine does, which the tests hold against each other.

The arrays live in a file without a name that all workers map: nothing in them is ever written, so that, unlike the
engine's copy, they stay shared.
"""

from kg.store.columns.answering import answer
from kg.store.columns.data import Columns, Unsupported
from kg.store.columns.results import written

__all__ = ["Columns", "Unsupported", "answer", "written"]
