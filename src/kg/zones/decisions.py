"""What people decided about names of zones: that some are one zone, that some are not, whom one article means.

Decisions are never changed: who thinks again undoes one by another. So two sets of them, kept in two places, are put
together by their ids alone, and what is in force does not hang on the order in which they are read.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from kg.errors import ZoneError
from kg.zones.naming import ZoneKey, read_zone_key

Kind: TypeAlias = Literal["merge", "split", "move", "undo"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LONGEST_AUTHOR = 200
LONGEST_REASON = 2000
_LONGEST_PATH = 200


class ZoneRef(NamedTuple):
    """A zone in a decision: `path` is its IRI behind `{base}id/` ("zone/hai-phong-kcn-nomura"), `key` its name's key.

    `label` is what it was called when the decision was made, for people.
    """

    path: str
    key: ZoneKey
    label: str


@dataclass(frozen=True, slots=True)
class ZoneDecision:
    """One decision. `recorded` is an ISO 8601 time in UTC, to the second; `id` is a hash of all the rest.

    ``merge``  all `zones` are one zone, the first of them
    ``split``  of `zones` no two are one zone
    ``move``   what `article` calls the first of two `zones` is the second
    ``undo``   the decision `revises` is in force no longer

    Raises ZoneError where these do not fit together.
    """

    kind: Kind
    author: str
    recorded: str
    reason: str
    zones: tuple[ZoneRef, ...] = ()
    article: str = ""
    revises: str = ""
    id: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self._check()
        told = json.dumps(self._told(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        object.__setattr__(self, "id", hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32])

    def _check(self) -> None:
        if self.kind not in KINDS:
            raise ZoneError(f"there are no decisions {self.kind!r}; there are: {', '.join(KINDS)}")
        if not self.author.strip() or len(self.author) > LONGEST_AUTHOR:
            raise ZoneError(f"a decision names its author, in at most {LONGEST_AUTHOR} characters")
        if not self.reason.strip() or len(self.reason) > LONGEST_REASON:
            raise ZoneError(f"a decision says why, in at most {LONGEST_REASON} characters")
        try:
            offset = datetime.fromisoformat(self.recorded).utcoffset()
        except ValueError:
            offset = None
        if offset is None:
            raise ZoneError(f"{self.recorded!r} is no time with its zone, such as 2026-01-02T03:04:05+00:00")
        paths = [zone.path for zone in self.zones]
        if self.kind == "undo":
            if paths or not self.revises:
                raise ZoneError("to undo names one decision, and no zones")
        elif len(paths) < 2 or len(set(paths)) < len(paths):
            raise ZoneError("it takes two zones, each named once")
        if bool(self.article) != (self.kind == "move") or (self.kind == "move" and len(paths) != 2):
            raise ZoneError("whom an article means takes the article and two zones; other decisions name no article")

    def _told(self) -> dict[str, Any]:
        told = {
            "kind": self.kind,
            "author": self.author,
            "recorded": self.recorded,
            "reason": self.reason,
            "zones": [{"path": zone.path, "key": str(zone.key), "label": zone.label} for zone in self.zones],
            "article": self.article,
            "revises": self.revises,
        }
        return {name: value for name, value in told.items() if value}

    def to_json(self) -> dict[str, Any]:
        """All of it, ready for `json.dumps`."""
        return {"id": self.id, **self._told()}


def read_decision(told: object) -> ZoneDecision:
    """Build a decision from what `to_json` gave. Raises ZoneError where it is none, or was altered since."""
    if not isinstance(told, Mapping):
        raise ZoneError("a decision is a JSON object")
    try:
        decision = ZoneDecision(
            kind=told["kind"],
            author=_text(told, "author"),
            recorded=_text(told, "recorded"),
            reason=_text(told, "reason"),
            zones=tuple(_zone(zone) for zone in told.get("zones", ())),
            article=_text(told, "article"),
            revises=_text(told, "revises"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ZoneError(f"no decision about zones: {error!r}") from error
    if told.get("id", decision.id) != decision.id:
        raise ZoneError(f"its id should be {decision.id}: it was altered; record another decision instead")
    return decision


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name, "")
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value


def _zone(told: object) -> ZoneRef:
    if not isinstance(told, Mapping):
        raise TypeError("a zone is an object")
    path = _text(told, "path")
    kind, _, slug = path.partition("/")
    if kind not in ("zone", "cluster", "economic-zone") or not slug.replace("-", "").isalnum() or not slug.isascii():
        raise ValueError(f"{path!r} is no zone, cluster or economic zone")
    if len(path) > _LONGEST_PATH:
        raise ValueError(f"{path[:40]!r}... is too long")
    return ZoneRef(path, read_zone_key(_text(told, "key")), _text(told, "label"))


def in_force(decisions: Iterable[ZoneDecision]) -> tuple[ZoneDecision, ...]:
    """The decisions that were not undone, `undo` itself left out, in the order in which they were made.

    What undoes may be undone as well: then the first is in force again.
    """
    found = sorted(decisions, key=lambda one: (one.recorded, one.id))
    undoing: dict[str, list[str]] = defaultdict(list)
    for one in found:
        if one.kind == "undo":
            undoing[one.revises].append(one.id)

    def holds(id_: str) -> bool:
        # An id is a hash of what it revises too, so this leads into no circle.
        return not any(holds(other) for other in undoing[id_])

    return tuple(one for one in found if one.kind != "undo" and holds(one.id))
