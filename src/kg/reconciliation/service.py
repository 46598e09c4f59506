"""The service: candidates for batches of queries, suggestions, and values of properties."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.reconciliation.comparing import Written, dice, places_called, plain
from kg.reconciliation.entities import Entities, Entity, Rows, of_place, of_sector
from kg.reconciliation.extending import Extended, Extender
from kg.reconciliation.matching import Candidate, candidates, identified
from kg.reconciliation.reading import MOST_CANDIDATES, ExtensionQuery, ReconciliationQuery, said
from kg.reconciliation.schema import KINDS, types
from kg.reference.places import places
from kg.reference.sectors import sectors
from kg.search import Asked, Hit, read_any, read_words

_LETTER_AT_END = re.compile(r"(?<=\S\s)\S$")  # as the beginning of a word it narrows nothing down
_LOOKED_AT = 60
"""So many things the index is asked for, for each way to read a name."""
_COMPARED = 12
"""So many of them are read from the graph and compared with it."""


class FindEach(Protocol):
    """Searches the index: for each question the best things of these kinds."""

    def __call__(self, questions: Sequence[Asked], *, kinds: Sequence[str], limit: int) -> Awaitable[list[list[Hit]]]:
        """Search."""
        ...


@dataclass(frozen=True, slots=True)
class _Query:
    """A query, read: the id that it names, or the name as written, or neither; and the kinds that are wanted."""

    name: str
    query: ReconciliationQuery
    id: str
    written: Written | None
    kinds: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """What the index is asked for."""
        return self.written.words if self.written else ()


class Reconciler:
    """Reconciles over the graph under `base_iri`, which `rows` asks, and its index, which `find` does.

    All methods raise what these two raise.
    """

    def __init__(self, base_iri: str, find: FindEach, rows: Rows) -> None:
        self.entities = Entities(base_iri, rows)
        self._extender = Extender(base_iri, self.entities, rows)
        self._find = find

    async def match(self, batch: Mapping[str, ReconciliationQuery]) -> dict[str, list[Candidate]]:
        """The candidates for each query, the best first, as many as it wants."""
        asked = await asyncio.to_thread(self._read, batch)
        found = await self._search(asked)
        for one in asked:
            if one.id:
                found[one.name] = [one.id]
            elif one.written is None:
                found[one.name] = await self._having(one)
        entities = await self.entities.read(id_ for several in found.values() for id_ in several)
        # In a thread, as reading them: a large batch must not keep other requests waiting.
        return await asyncio.to_thread(lambda: {one.name: _ranked(one, found[one.name], entities) for one in asked})

    async def suggest(self, prefix: str, *, skip: int = 0, most: int = 10) -> list[Entity]:
        """The entities whose names begin so, or that have that id; `skip` of the best are left out."""
        ids = [one] if (one := self.entities.id_of(prefix)) else []
        words = read_words(_LETTER_AT_END.sub("", prefix))
        ids += _ids(await self._find([words], kinds=KINDS, limit=skip + 2 * most), self.entities.things)[0]
        found = await self.entities.read(ids)
        each = {found[one].id: found[one] for one in ids if one in found}
        return list(each.values())[skip : skip + most]

    async def entity(self, id_: str) -> Entity | None:
        """The entity of an id, or of an IRI."""
        one = self.entities.id_of(id_)
        return (await self.entities.read([one])).get(one) if one else None

    async def extend(self, asked: ExtensionQuery) -> Extended:
        """The values of the properties."""
        return await self._extender.extend(asked)

    def _read(self, batch: Mapping[str, ReconciliationQuery]) -> list[_Query]:
        """The queries, each name read."""
        asked = []
        for name, query in batch.items():
            id_ = self.entities.id_of(query.query)
            written = Written(query.query, kind_given=bool(query.type)) if query.query.strip() and not id_ else None
            kinds = _kinds(query.type, every=query.type_strict == "all")
            asked.append(_Query(name, query, id_, written, kinds))
        return asked

    async def _search(self, asked: Sequence[_Query]) -> dict[str, list[str]]:
        """For each name the ids of what may be meant."""
        found = {one.name: list(one.written.sectors) if one.written and "sector" in one.kinds else [] for one in asked}
        groups: dict[tuple[str, ...], list[_Query]] = defaultdict(list)
        for one in asked:
            if one.written and one.kinds:
                groups[one.kinds].append(one)
        for kinds, some in groups.items():
            await self._add(found, [(one.name, read_words(f"{form} ")) for one in some for form in one.forms], kinds)
            # A typing error, or a word too many.
            unknown = [one for one in some if not found[one.name]]
            await self._add(found, [(one.name, read_any(form)) for one in unknown for form in one.forms], kinds)
        return found

    async def _add(self, found: dict[str, list[str]], questions: list[tuple[str, Asked]], kinds: Sequence[str]) -> None:
        """Add what the index finds."""
        if not questions:
            return
        hits = await self._find([asked for _, asked in questions], kinds=kinds, limit=_LOOKED_AT)
        pairs = list(zip(questions, hits, strict=True))
        nearest = await asyncio.to_thread(lambda: [_nearest(asked, some) for (_, asked), some in pairs])
        for (name, _), ids in zip(questions, _ids(nearest, self.entities.things), strict=True):
            found[name] += ids

    async def _having(self, asked: _Query) -> list[str]:
        """The ids of what may have the properties of a query without a name."""
        query, kinds = asked.query, asked.kinds
        lies = [
            place.slug
            for one in query.properties
            if one.pid == "province"
            for value in one.v
            for place in places_called(said(value), "Province")
        ]
        ids: list[str] = []
        if "sector" in kinds and {one.pid for one in query.properties} & {"code", "version"}:
            ids += [of_sector(one).id for one in sectors().all()]
        if lies:
            ids += [
                place.slug
                for place in places().all()
                if place.kind.lower() in kinds and set(of_place(place).provinces) & set(lies)
            ]
            ids += await self.entities.zones_in(lies)
        return ids


def _ranked(asked: _Query, found: Sequence[str], entities: Mapping[str, Entity]) -> list[Candidate]:
    """The candidates for a query among what was found for it."""
    known = {entities[one].id: entities[one] for one in found if one in entities}
    fitting = [entity for entity in known.values() if entity.kind in asked.kinds]
    if asked.id:
        return [identified(entity) for entity in fitting]
    ranked = candidates(asked.written, asked.query.properties, fitting)
    return ranked[: min(asked.query.limit, MOST_CANDIDATES)]


def _nearest(asked: Asked, hits: Sequence[Hit]) -> list[Hit]:
    """Those whose names look most like the one asked for, and all that have just that one."""
    alike = {hit: dice(asked.plain, plain(hit.text)) for hit in hits}
    ranked = sorted(hits, key=lambda hit: -alike[hit])
    return [hit for place, hit in enumerate(ranked) if place < _COMPARED or alike[hit] == alike[ranked[0]]]


def _kinds(wanted: Sequence[str], *, every: bool) -> tuple[str, ...]:
    """The kinds that have one of these types, or every one of them; all where none is asked for."""
    asked = [set(types()[one].kinds) for one in wanted]
    return tuple(kind for kind in KINDS if not asked or (all if every else any)(kind in one for one in asked))


def _ids(found: Iterable[Iterable[Hit]], things: str) -> list[list[str]]:
    """The ids of what was found by its names: a quote that has the words may tell of others, too."""
    return [[hit.iri.removeprefix(things) for hit in hits if hit.field in ("label", "alias")] for hits in found]
