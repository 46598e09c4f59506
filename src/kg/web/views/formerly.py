"""What was told of the provinces that a province was merged from: their newest figures side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kg.reference.places import Place
from kg.web.views.figures import Figure, figures, latest
from kg.web.views.found import Asked

_PLACES = "VALUES ?place { UNDEF }"
_MOST_FIGURES = 3000
_MOST_ROWS = 40
_ROWS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Formerly:
    """The former places, how many figures there are of each, and by kind of figure the newest of each of them."""

    places: tuple[Place, ...]
    counts: tuple[int, ...]
    rows: tuple[tuple[Figure, tuple[Figure | None, ...]], ...]

    @property
    def shown(self) -> int:
        """So many rows are shown at once: those of several places, and some of one."""
        return max(_ROWS_AT_ONCE, sum(sum(one is not None for one in row[1]) > 1 for row in self.rows))


async def formerly(asked: Asked, before: Sequence[Place]) -> Formerly | None:
    """Of these places, in the order of their names; None where no figure is known of any."""
    if not before:
        return None
    nodes = {asked.node_of(one.slug).value: one for one in before}
    found = await figures(
        asked.state, _PLACES, {"place": tuple(asked.node_of(one.slug) for one in before)}, _MOST_FIGURES, quoted=False
    )
    if not found:
        return None
    counts = Counter(figure.place for figure in found)
    shown = sorted(before, key=lambda one: -counts[asked.node_of(one.slug).value])
    kinds: dict[tuple[str, ...], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in found:
        if not figure.sector and not figure.planned and figure.place in nodes:
            kinds[figure.kind][figure.place].append(figure)
    rows = []
    for by_place in kinds.values():
        newest = tuple(latest(by_place.get(asked.node_of(one.slug).value, ())) for one in shown)
        first = next(one for one in newest if one is not None)
        rows.append((first, newest))
    rows.sort(key=lambda row: (-sum(one is not None for one in row[1]), row[0].kind))
    numbers = tuple(counts[asked.node_of(one.slug).value] for one in shown)
    return Formerly(tuple(shown), numbers, tuple(rows[:_MOST_ROWS]))
