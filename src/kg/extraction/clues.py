"""What speaks for a candidate to be whom a figure is about: where it is named, what stands between, what came before.

A clue is a short word such as "before 0 3" (the candidate named last before the number, some fifty characters away).
`likely_subjects` weighs each alone and in the company of the kind of candidate, the kind of figure, and whether the
sentence names anybody. Numbers in clues are steps (`_step`), so that few kinds of each are told apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extraction.candidates import Candidates, Naming
from kg.extraction.figures import Figure
from kg.extraction.reading import Reading
from kg.extraction.subject import ZONES, Subject
from kg.facts import Scope

# Metrics that are told of the same kinds of subjects.
_FAMILY = {
    "totalArea": "area", "industrialLandArea": "land", "leasedArea": "land", "projectCount": "projects",
    "countryCount": "projects", "registeredCapital": "capital", "implementedCapital": "capital",
    "workerCount": "people", "jobsCreated": "people", "exportValue": "trade", "importValue": "trade",
    "exportGrowth": "trade growth", "importGrowth": "trade growth", "revenue": "business",
    "budgetContribution": "business",
}  # fmt: skip
_PREPOSITIONS = (
    "trên địa bàn", "so với", "tại", "ở", "của", "trong", "như", "vào", "cho", "từ", "với", "thuộc", "do", "và", "về",
    "đến", "riêng", "theo", "là",
)  # fmt: skip
_BETWEEN = (" các", " huyện", " tỉnh", " thành phố", " tp", " hai", " cả")
_PREPOSITION_WITHIN = 24
_OPENING_WITHIN = 40
# What heads its line or opens its sentence begins within so many characters.
_AT_THE_HEAD = 14
_NONE = "none"


@dataclass(slots=True)
class Before:
    """Whom a figure before was about: the candidate, and the sentence and line of the figure by their numbers."""

    candidate: int
    sentence: int
    line: int


@dataclass(slots=True)
class Clues:
    """The candidates of a figure with what speaks for each: its clues, and the companies that those are weighed in."""

    candidates: list[int]
    words: list[list[str]]
    companies: list[tuple[str, ...]]


@dataclass(slots=True)
class _Scopes:
    """The zones without a name nearest to a figure, by scope: before it, behind it, before its sentence."""

    before: Scope = ""
    behind: Scope = ""
    earlier: Scope = ""
    before_steps: int = 9
    behind_steps: int = 9
    earlier_steps: int = 9


class ClueReader:
    """Reads the clues of figures, in the order of an article's text."""

    def __init__(self, reading: Reading, candidates: Candidates) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._candidates = candidates
        self._total = max(1, len(candidates.namings))
        named = {(subject.about, subject.type) for subject in candidates.subjects if not subject.scope}
        provinces = sum(1 for _, kind in named if kind == "Province")
        zones = sum(1 for _, kind in named if kind in ZONES)
        self._article = f"article {min(3, provinces)} {_step(zones, 0, 1, 3, 8)}"
        groups = candidates.groups
        self._group_starts = [start for start, _, _ in groups]
        headline = reading.doc.lines[0].end if reading.doc.lines else 0
        self._in_headline = {scope for start, _, scope in groups if start < headline}
        self._shares: dict[Scope, int] = {}
        for scope in {scope for _, _, scope in groups}:
            share = sum(1 for _, _, other in groups if other == scope) / len(groups)
            self._shares[scope] = _step(share, 0, 0.2, 0.5, 0.8, 0.99)

    def read(self, figure: Figure, before: Sequence[Before], said: int) -> Clues:
        """The clues of a figure's candidates. `before`: the figures before it, latest first; `said`: by grammar."""
        sentence, position = figure.sentence, figure.quantity.start
        left: dict[int, tuple[int, Naming]] = {}
        for naming in reversed(self._candidates.before(sentence.start, position)):
            left.setdefault(naming.candidate, (len(left), naming))
        right: dict[int, tuple[int, Naming]] = {}
        for naming in self._candidates.behind(figure.quantity.end, sentence.end):
            right.setdefault(naming.candidate, (len(right), naming))
        recent = self._candidates.recent(sentence.start)
        earlier = {naming.candidate: (rank, naming) for rank, naming in enumerate(recent)}
        came = [earlier_figure.candidate for earlier_figure in before]
        numbers = [*dict.fromkeys([*left, *right, *earlier, *self._candidates.always, *came, said])]
        names = {self._candidates.subjects[number].about for number in left}
        place = ("named before" if left else "") + (" behind" if right else "")
        family = _FAMILY.get(figure.metric, figure.metric)
        scopes = self._scopes(figure)
        opening = self._opening(sentence.start, position)
        at_head = self._at_head(figure)
        words: list[list[str]] = []
        companies: list[tuple[str, ...]] = []
        for number in numbers:
            subject = self._candidates.subjects[number]
            kind = f"{subject.type} {subject.scope}"
            in_sentence = self._in_sentence(figure, left.get(number), right.get(number))
            past = self._past(figure, earlier.get(number))
            own = self._own(number, subject)
            named = f"name {int(subject.about in names)}"
            heads = f"heads {int(number in at_head)}{int(sentence.line.bullet)}"
            scope = self._of_scope(scopes, subject.scope)
            left_clue, right_clue = in_sentence[0], in_sentence[1]
            words.append([
                *in_sentence, *past, *self._came(figure, number, subject, before), *own, named, heads, *scope,
                f"{left_clue}, {past[0]}, {kind}", f"{left_clue}, {in_sentence[-1]}", f"{right_clue}, {left_clue}",
                f"{right_clue}, {kind}", f"{own[1]}, {past[1]}", f"{opening}, {kind}",
                f"{scope[0]}, {left_clue}, {kind}",
                f"{heads}, {kind}", f"{named}, {kind}, {place}", f"{past[2]}, {kind}", f"{past[0]}, {past[2]}",
            ])  # fmt: skip
            companies.append(("", kind, family, place, subject.type))
        return Clues(numbers, words, companies)

    # --- where it is named ------------------------------------------------------------------------------------------

    def _in_sentence(
        self, figure: Figure, left: tuple[int, Naming] | None, right: tuple[int, Naming] | None
    ) -> list[str]:
        """How a candidate is named in the figure's sentence: before its number, then behind it."""
        position, end = figure.quantity.start, figure.quantity.end
        before, behind, details = f"before {_NONE}", f"behind {_NONE}", []
        if left is not None:
            rank, naming = min(left[0], 3), left[1]
            gap = self._folded[naming.end : position]
            numbers = min(3, len(self._reading.quantities_before(position, naming.end)))
            brackets = max(-1, min(1, gap.count("(") - gap.count(")")))
            opens = naming.start - figure.sentence.start < _AT_THE_HEAD
            before = f"before {rank} {_step(position - naming.end, 8, 25, 50, 90, 160, 300)}"
            details = [
                f"as {rank} {self._preposition(naming)} {naming.kind}",
                f"marks {rank} {min(2, gap.count(';'))}{min(3, gap.count(','))}",
                f"numbers {rank} {numbers} {int(naming.start >= figure.start)}",
                f"aside {rank} {int(naming.aside)} {naming.kind} {brackets}",
                f"opens {rank} {int(opens)} {min(1, numbers)}",
            ]
        if right is not None:
            rank, naming = min(right[0], 2), right[1]
            gap = self._folded[end : naming.start]
            number = int(any(character.isdigit() for character in gap))
            behind = f"behind {rank} {_step(naming.start - end, 6, 15, 30, 60, 120)} {self._preposition(naming)}"
            details.append(f"gap {min(rank, 1)} {number} {min(2, gap.count(',') + 2 * gap.count(';'))} {naming.kind}")
        return [before, behind, *details]

    def _past(self, figure: Figure, earlier: tuple[int, Naming] | None) -> list[str]:
        """How a candidate was named last before the figure's sentence."""
        if earlier is None:
            return [f"earlier {_NONE}", f"line {_NONE}", f"was {_NONE}"]
        rank, naming = earlier
        there = self._reading.sentence(naming.start)
        sentences = figure.sentence.index - there.index
        lines = figure.sentence.line.index - there.line.index
        heads = naming.start - there.line.start <= _AT_THE_HEAD
        return [
            f"earlier {_step(sentences, 1, 2, 4, 8, 15)} {min(rank, 4)}",
            f"line {_step(lines, 0, 1, 2, 4, 8)} {int(heads)}",
            f"was {naming.kind} {int(naming.aside)} {_step(sentences, 1, 2, 4)}",
            f"in {int(there.line.heading)}{int(there.line.bullet)} {_step(lines, 0, 1, 3)}",
        ]

    def _at_head(self, figure: Figure) -> set[int]:
        """The candidates that head the figure's line: "- KCN A: 300 ha"."""
        start = figure.sentence.line.start
        first = self._candidates.before(start, min(start + _AT_THE_HEAD, figure.quantity.start))
        return {naming.candidate for naming in first}

    def _preposition(self, naming: Naming) -> str:
        before = self._folded[max(0, naming.start - _PREPOSITION_WITHIN) : naming.start].rstrip()
        for word in _BETWEEN:
            before = before.removesuffix(word)
        return next((word for word in _PREPOSITIONS if before.endswith(" " + word)), "-")

    # --- what came before, and what it is ---------------------------------------------------------------------------

    def _came(self, figure: Figure, number: int, subject: Subject, before: Sequence[Before]) -> list[str]:
        """How like a candidate is to whom the figures before were about, and how far away those are."""
        clues = []
        for rank, earlier_figure in enumerate(before):
            other = self._candidates.subjects[earlier_figure.candidate]
            like = int(other.scope == subject.scope)
            if other.about == subject.about:
                like = 3 if earlier_figure.candidate == number else 2
            sentences = _step(figure.sentence.index - earlier_figure.sentence, 0, 1, 2, 4, 8)
            clues.append(f"came {rank} {like} {sentences}")
            if not rank:
                lines = _step(figure.sentence.line.index - earlier_figure.line, 0, 1, 2, 5)
                clues.append(f"came {like} {lines} {int(figure.sentence.first)}{int(figure.sentence.line.bullet)}")
        return clues or [f"came {_NONE}"]

    def _own(self, number: int, subject: Subject) -> list[str]:
        """What a candidate is to the whole article."""
        home = int(subject.about == self._reading.home)
        share = _step(self._candidates.counts[number] / self._total, 0, 0.03, 0.08, 0.15, 0.3, 0.5, 0.8)
        headline = int(number in self._candidates.in_headline)
        return [f"home {home}", f"headline {headline}{home}", f"share {share}", self._article, f"home {home}, {share}"]

    def _opening(self, start: int, position: int) -> str:
        """The first words of the sentence: "trong đó", "lũy kế đến"."""
        words = self._folded[start : min(position, start + _OPENING_WITHIN)].split(" ", 2)[:2]
        plain = (word.strip("-+•.,:;()") for word in words if not any(character.isdigit() for character in word))
        return "opens with " + " ".join(plain)

    # --- scopes -----------------------------------------------------------------------------------------------------

    def _scopes(self, figure: Figure) -> _Scopes:
        groups, starts, found = self._candidates.groups, self._group_starts, _Scopes()
        sentence, position = figure.sentence, figure.quantity.start
        at = bisect_left(starts, position)
        if at and starts[at - 1] >= sentence.start:
            _, end, found.before = groups[at - 1]
            found.before_steps = _step(position - end, 10, 40, 100)
        if at < len(groups) and starts[at] < sentence.end:
            start, _, found.behind = groups[at]
            found.behind_steps = _step(start - figure.end, 5, 20, 60)
        first = bisect_left(starts, sentence.start)
        if first:
            _, end, found.earlier = groups[first - 1]
            found.earlier_steps = _step(sentence.start - end, 100, 400, 1500)
        return found

    def _of_scope(self, near: _Scopes, scope: Scope) -> list[str]:
        """Whether a candidate's scope is that of the zones spoken of."""
        headline = f"{int(scope in self._in_headline)}{int(bool(self._in_headline))}"
        return [
            f"zones before {int(near.before == scope)} {near.before} {near.before_steps}",
            f"zones behind {int(near.behind == scope)} {near.behind} {near.behind_steps}",
            f"zones earlier {int(near.earlier == scope)} {near.earlier} {near.earlier_steps}",
            f"zones {self._shares.get(scope, 0)} {headline}",
            f"kinds {min(3, len(self._shares))} {int(bool(scope))}",
        ]


def _step(value: float, *steps: float) -> int:
    """The number of the step that a value falls in."""
    return bisect_left(steps, value)
