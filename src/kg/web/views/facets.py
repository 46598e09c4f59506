"""One metric's figures of provinces, by what they are of: which may be compared, and which to begin with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.web.language import Language
from kg.web.state import State
from kg.web.views.concepts import called
from kg.web.views.figures import Figure, figures

_PROVINCES = """VALUES ?metric { UNDEF }
  ?observation kg:metric ?metric ; kg:status status:actual ; sdmx-dimension:refArea ?place .
  ?place a kg:Province .
  FILTER NOT EXISTS { ?observation kg:sectorLabel ?any }"""
MOST = 8000
"""So many figures of a metric are looked at."""
_MOST_KINDS = 12


@dataclass(frozen=True, slots=True)
class Facets:
    """The kinds of comparable figures that a metric has, their names, and the one chosen with its figures."""

    names: dict[str, str]
    chosen: str
    figures: tuple[Figure, ...]
    cut: bool


async def facets_of(state: State, metric: ox.NamedNode, wanted: str, language: Language) -> Facets:
    """The actual figures of provinces, sectors aside; `wanted` is a key of `names`, else the fullest is chosen."""
    found = await figures(state, _PROVINCES, {"metric": metric}, MOST, quoted=False)
    kinds = {_key(kind): kind for kind, _ in Counter(figure.kind for figure in found).most_common(_MOST_KINDS)}
    chosen = wanted if wanted in kinds else next(iter(kinds), "")
    of_kind = tuple(figure for figure in found if kinds and figure.kind == kinds[chosen])
    names = {key: _name(kind, language) for key, kind in kinds.items()}
    return Facets(names, chosen, of_kind, len(found) == MOST)


def _key(kind: Sequence[str]) -> str:
    _, scope, stage, origin, _, unit = kind
    return "-".join((scope, stage, origin, unit))


def _name(kind: Sequence[str], language: Language) -> str:
    _, scope, stage, origin, _, unit = kind
    named = (("scope", scope), ("stage", stage), ("origin", origin))
    words = [called(f"{of}/{name}", language) for of, name in named if name]
    whole = "the whole place" if language == "en" else "toàn địa phương"
    return " · ".join([*(words or [whole]), *([unit] if unit != "1" else [])])
