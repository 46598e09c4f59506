"""How a figure is meant: planned or actual, of which stage, of whose capital, of which sector."""

from __future__ import annotations

from functools import cached_property

from kg.extraction.figures import Figure
from kg.extraction.origin import OriginReader
from kg.extraction.reading import Reading
from kg.extraction.sector import SectorReader
from kg.extraction.stage import StageReader
from kg.extraction.status import StatusReader
from kg.extraction.subject import Subject
from kg.extraction.times import TimeMention
from kg.facts import Origin, Stage, Status


class How:
    """Reads status, stage, origin and sector of one figure after another, in the order of the text.

    Each reader looks the whole text over when it is made, so it is made for the first figure: most texts have none.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @cached_property
    def _status(self) -> StatusReader:
        return StatusReader(self._reading)

    @cached_property
    def _stage(self) -> StageReader:
        return StageReader(self._reading)

    @cached_property
    def _origin(self) -> OriginReader:
        return OriginReader(self._reading)

    @cached_property
    def _sector(self) -> SectorReader:
        return SectorReader(self._reading)

    def status(self, figure: Figure, time: TimeMention | None, start: str, end: str) -> Status:
        """Planned where the words before the figure, its time, or the part of the text that it stands in say so."""
        return self._status.read(figure, time, start, end)

    def stage(self, figure: Figure, subject: Subject, status: Status) -> Stage:
        """The stage of the zones that the figure counts, or of the counted zones that it goes with."""
        return self._stage.read(figure, subject, status)

    def origin(self, figure: Figure, subject: Subject) -> Origin:
        """Whose capital: foreign, domestic, or "" for all."""
        return self._origin.read(figure, subject)

    def sector(self, figure: Figure) -> str:
        """The sector that the figure is about, in the article's words; "" where it is about all."""
        return self._sector.read(figure)
