"""Canned queries: questions asked again and again, each a `.rq` file in `queries/` with its own documentation.

A file dropped into the folder appears on the pages, in the API and on the command line; `docs/queries.md` tells how
one is written. `canned_queries()` is the door.
"""

from kg.canned.examples import examples_graph
from kg.canned.model import CannedQuery, Parameter, TextPair, canned_queries, read_canned_query
from kg.canned.names import Names, names_from, names_of, names_query
from kg.canned.tables import guarded, json_value, to_csv
from kg.canned.values import TYPES, ParameterType

__all__ = [
    "TYPES",
    "CannedQuery",
    "Names",
    "Parameter",
    "ParameterType",
    "TextPair",
    "canned_queries",
    "examples_graph",
    "guarded",
    "json_value",
    "names_from",
    "names_of",
    "names_query",
    "read_canned_query",
    "to_csv",
]
