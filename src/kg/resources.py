"""Where ontology/, shapes/ and queries/ lie: inside the installed wheel, or at the top of a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.errors import OntologyError

DEFAULT_BASE_IRI = "https://w3id.org/vnkg/"
"""What the IRIs in these files begin with; where another one is set, they are moved when read."""

_PACKAGE = Path(__file__).resolve().parent


@cache
def _folder(name: str) -> Path:
    in_wheel = _PACKAGE / "_data" / name
    in_checkout = _PACKAGE.parents[1] / name
    for folder in (in_wheel, in_checkout):
        if folder.is_dir():
            return folder
    raise OntologyError(
        f"not found, neither as {in_wheel} nor as {in_checkout}; install the package again", where=f"{name}/"
    )


def ontology_dir() -> Path:
    """The folder of kg.ttl, metrics.ttl and places.ttl. Raises OntologyError where it is missing."""
    return _folder("ontology")


def shapes_dir() -> Path:
    """The folder of the SHACL shapes, one file a class. Raises OntologyError where it is missing."""
    return _folder("shapes")


def queries_dir() -> Path:
    """The folder of the canned queries, one .rq a query. Raises OntologyError where it is missing."""
    return _folder("queries")
