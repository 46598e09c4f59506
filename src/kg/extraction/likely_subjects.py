"""A second reading of whom a figure is about, by weights that were learnt instead of rules that were written.

`whom` reads a figure's subject by grammar. Here every candidate is weighed by its clues, as a log-linear model (a
conditional logit: McFadden 1974, "Conditional logit analysis of qualitative choice behavior"). The weights are learnt
from the annotated articles in `tests/extraction/articles/dev` by `scripts/train_subjects.py`, and are committed: the
same text always gives the same rows. The two readings fail at different figures, so that they correct each other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from math import exp

from kg.extraction.anchors import Anchors
from kg.extraction.candidates import Candidates
from kg.extraction.clues import Before, ClueReader, Clues
from kg.extraction.figures import Figure
from kg.extraction.reading import Reading
from kg.extraction.subject import FIRM_TYPES, ZONE_ONLY, ZONES, Subject
from kg.facts import Level

WEIGHTS_FILE = "subject_weights.json"
Weights = Mapping[str, Mapping[str, float]]
"""The weight of a clue, by what it stands together with; "" is the clue alone."""

# How much likelier a candidate must be than whom the grammar names, to be taken instead: where the clause states
# that one, the grammar is seldom wrong; where it is only carried over, the weights are the better guide.
_TRUST: Mapping[Level, float] = {"stated": 1000.0, "inherited": 10.0, "inferred": 10.0}
# What both readings together make less likely than that is left open.
_SURE = 0.9
_LOOKS_BACK = 2


class LikelySubjects:
    """Weighs the candidates of one figure after another, in the order of the text."""

    def __init__(self, reading: Reading, anchors: Anchors) -> None:
        self.candidates = Candidates(reading, anchors)
        self._clues = ClueReader(reading, self.candidates)
        self._before: list[Before] = []

    def judge(self, figure: Figure, subject: Subject, level: Level) -> Subject | None:
        """Whom a figure is about, which is `subject` by grammar; None where the two readings leave that open."""
        if subject.type in FIRM_TYPES:
            return subject
        said = self.candidates.number(subject)
        clues = self.clues(figure, said)
        subjects = [self.candidates.subjects[number] for number in clues.candidates]
        likely = [
            p if number == said or _can_have(figure, one) else 0.0
            for p, number, one in zip(probabilities(clues, subject_weights()), clues.candidates, subjects, strict=True)
        ]
        self.note(figure, clues.candidates[likely.index(max(likely))])
        trust = _TRUST[level]
        both = [p * trust if number == said else p for number, p in zip(clues.candidates, likely, strict=True)]
        most = max(both)
        if most < _SURE * sum(both):
            return None
        chosen = clues.candidates[both.index(most)]
        return subject if chosen == said else self.candidates.subjects[chosen]

    def clues(self, figure: Figure, said: int) -> Clues:
        """The clues of a figure's candidates, of which `said` is the grammar's."""
        return self._clues.read(figure, self._before, said)

    def note(self, figure: Figure, candidate: int) -> None:
        """Put down whom a figure is about, for the clues of those behind it."""
        here = Before(candidate, figure.sentence.index, figure.sentence.line.index)
        self._before = [here, *self._before][:_LOOKS_BACK]


def _can_have(figure: Figure, subject: Subject) -> bool:
    """Whether a subject is of a kind that can have a figure: no place is let, and only zones of a kind are counted."""
    if figure.metric == "count":
        return subject.scope == figure.scope
    return figure.metric not in ZONE_ONLY or bool(subject.scope) or subject.type in ZONES


def probabilities(clues: Clues, weights: Weights) -> list[float]:
    """How likely each candidate of a figure is, by its clues; they sum to 1."""
    scores = []
    for words, companies in zip(clues.words, clues.companies, strict=True):
        score = 0.0
        for word in words:
            by_company = weights.get(word)
            if by_company is not None:
                for company in companies:
                    score += by_company.get(company, 0.0)
        scores.append(score)
    highest = max(scores)
    raised = [exp(score - highest) for score in scores]
    whole = sum(raised)
    return [one / whole for one in raised]


@cache
def subject_weights() -> Weights:
    """The learnt weights: `subject_weights.json` beside this module."""
    text = resources.files(__package__).joinpath(WEIGHTS_FILE).read_text(encoding="utf-8")
    read: dict[str, dict[str, float]] = json.loads(text)
    return read
