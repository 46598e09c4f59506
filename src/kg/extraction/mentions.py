"""What a text names: a place or a zone where it stands, with the part that it plays there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kg.extraction.zone_names import Name
from kg.facts import Scope
from kg.reference.places import Place


@dataclass(slots=True)
class PlaceMention:
    """A place named in the text. `typed` says that a type ("tỉnh", "huyện") stands before it; [start, end) holds it.

    `candidates` are the gazetteer's places of that name and kind, provinces before districts. `embedded`: only
    part of another name ("Becamex Bình Dương", "cao tốc Hà Nội - Hải Phòng"). `former`: a place of former times ("Hà
    Nam cũ", "hợp nhất với Quảng Nam"). `beside`: a neighbour of the one spoken of ("giáp Bắc Ninh", "gần TP.HCM").
    """

    start: int
    end: int
    name_start: int
    candidates: tuple[Place, ...]
    typed: str
    embedded: bool
    former: bool = False
    beside: bool = False

    @property
    def kind(self) -> str:
        """Country, Region, Province or District."""
        return self.candidates[0].kind


@dataclass(slots=True)
class ZoneMention:
    """A zone noun with the names that follow it, if any. `scope` is that of the noun (or of joined nouns).

    `role`: "plain", "board" (in a management board's name), "company" (part of a company's name).
    """

    start: int
    end: int
    noun: str
    scope: Scope
    names: list[Name] = field(default_factory=list)
    plural: bool = False
    role: Literal["plain", "board", "company"] = "plain"
