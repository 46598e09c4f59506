"""What a text is speaking of at one point: its own place, the topic in force, the place and the kinds of zones."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kg.extraction.subject import Subject
from kg.facts import Scope

SHORT_PARAGRAPH = 2
"""Of a zone that has a paragraph of more sentences the next one speaks no longer."""


@dataclass(slots=True)
class Discourse:
    """The state of the discourse.

    `home`: the place that the article is about. `default`: what its headline makes the topic. `topic`: what was spoken
    of last, in the line `topic_line`; `head`: what rules the bullets of a list. `place`: the place that sentences have
    named, `scope`: the kinds of zones. `country_line`: the line that spoke of the country in a province's article.
    `sentences_in`: how many sentences each line has.
    """

    home: Subject | None
    default: Subject | None
    place: Subject | None
    topic: Subject | None
    head: Subject | None = None
    scope: Scope = ""
    topic_line: int = -1
    country_line: int = -1
    sentences_in: Counter[int] = field(default_factory=Counter)

    @property
    def is_provincial(self) -> bool:
        """Whether the article is about one province."""
        return self.home is not None and self.home.type == "Province"

    @property
    def somewhere(self) -> Subject | None:
        """The place spoken of, the article's own if none else is; None in an article of no place."""
        return self.place or self.home
