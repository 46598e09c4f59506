"""Rows out of the tables of a text: each number with what its header, its row, its section and the caption say.

A cell takes its metric from its column's header, else from its row's label (tables printed with the measures
downwards), else from the caption; likewise unit, time, status, origin. The row's first column tells the subject, or the
table's place where rows are years, sectors or measures. What is said nowhere is not guessed: the number is passed over,
with the reason.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from copy import copy

from kg.extraction.figures import Ignored
from kg.extraction.numbers import NUMERAL, decimal_convention
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading
from kg.extraction.table_context import read_context
from kg.extraction.table_reader import TableReader
from kg.extraction.tables import find_tables
from kg.extraction.zone_list import ZoneList
from kg.facts import Observation


class TableRows:
    """The rows of a text's tables, and why the other numbers in them gave none."""

    def __init__(self, reading: Reading, zones: ZoneList) -> None:
        self.observations: list[Observation] = []
        self._reading = reading
        self._taken: list[tuple[int, int]] = []
        self._reasons: list[tuple[int, int, str, bool]] = []
        self._spans: list[tuple[int, int]] = []
        tables = find_tables(reading.doc.text)
        convention = decimal_convention(re.findall(NUMERAL, reading.doc.text)) if tables else "unknown"
        above = 0
        for table in tables:
            reader = TableReader(reading, zones, table, read_context(reading, zones, table, above), convention)
            self.observations.extend(reader.read())
            self._taken.extend(reader.taken)
            self._reasons.extend((*span, *told) for span, told in reader.reasons.items())
            above = table.end
            self._spans.append((table.start, table.end))
        self._taken.sort()
        self._reasons.sort()

    def holds(self, quantity: Quantity) -> bool:
        """Whether a quantity stands in a table, so that it is none of the prose's."""
        return self._inside(quantity.start)

    def ignored(self, quantity: Quantity) -> Ignored | None:
        """Why a quantity in a table gave no row; None if it gave one."""
        index = bisect_left(self._taken, (quantity.end,)) - 1
        if index >= 0 and quantity.start < self._taken[index][1]:
            return None
        index = bisect_right(self._reasons, quantity.start, key=lambda reason: reason[0]) - 1
        if index >= 0 and quantity.start < self._reasons[index][1]:
            return Ignored(quantity, *self._reasons[index][2:])
        return Ignored(quantity, quantity.kind_hint or "in a table")

    def prose(self) -> Reading:
        """The reading without what its tables name, for the rules that read sentences."""
        if not self._spans:
            return self._reading
        rest = copy(self._reading)
        rest.places = [place for place in rest.places if not self._inside(place.start)]
        rest.zones = [zone for zone in rest.zones if not self._inside(zone.start)]
        rest.times = [time for time in rest.times if not self._inside(time.start)]
        return rest

    def _inside(self, offset: int) -> bool:
        index = bisect_right(self._spans, offset, key=lambda span: span[0]) - 1
        return index >= 0 and offset < self._spans[index][1]
