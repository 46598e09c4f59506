"""The service: candidates for batches of queries, suggestions, and values of properties."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Awaitable, Iterable, Mapping, Sequence
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
        ids = {name: self.entities.id_of(query.query) for name, query in batch.items()}
        written = {
            name: Written(query.query, kind_given=bool(query.type))
            for name, query in batch.items()
            if query.query.strip() and not ids[name]
        }
        kinds = {name: _kinds(query.type, every=query.type_strict == "all") for name, query in batch.items()}
        found = await self._search(written, kinds)
        for name, query in batch.items():
            if ids[name]:
                found[name] = [ids[name]]
            elif name not in written:
                found[name] = await self._having(query, kinds[name])
        entities = await self.entities.read(one for several in found.values() for one in several)
        answers = {}
        for name, query in batch.items():
            known = {entities[one].id: entities[one] for one in found[name] if one in entities}
            fitting = [entity for entity in known.values() if entity.kind in kinds[name]]
            ranked = (
                [identified(entity) for entity in fitting]
                if ids[name]
                else candidates(written.get(name), query.properties, fitting)
            )
            answers[name] = ranked[: min(query.limit, MOST_CANDIDATES)]
        return answers

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

    async def _search(
        self, written: Mapping[str, Written], kinds: Mapping[str, tuple[str, ...]]
    ) -> dict[str, list[str]]:
        """For each name the ids of what may be meant."""
        found: dict[str, list[str]] = {name: list(one.sectors) for name, one in written.items()}
        groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name in written:
            groups[kinds[name]].append(name)
        for group, names in groups.items():
            if not group:
                continue
            await self._add(
                found, [(name, read_words(form + " ")) for name in names for form in written[name].words], group
            )
            # A typing error, or a word too many.
            unknown = [name for name in names if not found[name]]
            await self._add(found, [(name, read_any(form)) for name in unknown for form in written[name].words], group)
        return found

    async def _add(self, found: dict[str, list[str]], questions: list[tuple[str, Asked]], kinds: Sequence[str]) -> None:
        if questions:
            hits = await self._find([asked for _, asked in questions], kinds=kinds, limit=_LOOKED_AT)
            for (name, asked), some in zip(questions, hits, strict=True):
                found[name] += _ids([_nearest(asked, some)], self.entities.things)[0]

    async def _having(self, query: ReconciliationQuery, kinds: Sequence[str]) -> list[str]:
        """The ids of what may have the properties of a query without a name."""
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
    return [[hit.iri.removeprefix(things) for hit in hits] for hits in found]
