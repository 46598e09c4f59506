"""From an article to its facts: every number is read as a figure with whom, when and how, or told why it is none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from kg.articles.model import Article
from kg.extraction.figures import Figure, Ignored, Reason
from kg.extraction.how import How
from kg.extraction.merge import merged
from kg.extraction.policies import PolicyReading, read_policies
from kg.extraction.policy_targets import policy_in_force
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading, read
from kg.extraction.relevance import Relevance
from kg.extraction.sector_statements import SectorStatements
from kg.extraction.subject import Subject
from kg.extraction.table_rows import TableRows
from kg.extraction.what import What
from kg.extraction.when import When
from kg.extraction.whom import Whom
from kg.extraction.zone_list import ZoneList
from kg.facts import ArticleFacts, Observation
from kg.reference.metrics import metrics
from kg.reference.places import places

# A quantity's number, its bound and its unit are no longer.
_LONGEST_NUMBER = 100


@dataclass(frozen=True, slots=True)
class Extraction:
    """The facts of an article, and the numbers that gave none, each with its reason.

    `reading`, if it is kept, is what the lower layers found.
    """

    facts: ArticleFacts
    ignored: tuple[Ignored, ...]
    reading: Reading | None = field(default=None, compare=False, repr=False)


def extract(article: Article) -> ArticleFacts:
    """Read an article's tables. Never raises for any text; cost is linear in its length."""
    return explain(article).facts


def explain(article: Article) -> Extraction:
    """Read an article's facts, and say of each number that gave none why."""
    if not article.text.strip():
        return Extraction(ArticleFacts(article.id, published=article.published), ())
    reading = read(article)
    zones = ZoneList(reading)
    home = next(iter(places().named(reading.home, "Province")), None) if reading.home else None
    home_kind = home.prefix if home else ""
    policies = read_policies(
        reading.doc.text, article.id, home=reading.home, home_kind=home_kind, reference=article.published,
        hits=reading.hits,
    )  # fmt: skip
    figures = _Figures(reading, zones, policies)
    observations = figures.read()
    spans = [reading.doc.span(policy.start, policy.end) for policy in policies.policies]
    located = tuple(
        replace(policy, start=start, end=end) for policy, (start, end) in zip(policies.policies, spans, strict=True)
    )
    sectors = SectorStatements(reading, zones).read()
    facts = ArticleFacts(article.id, tuple(observations), zones.rows(article.id), located, article.published, sectors)
    return Extraction(facts, tuple(figures.ignored), reading)


class _Figures:
    """Reads an article's quantities into observations, and keeps those that give none with the reason."""

    def __init__(self, reading: Reading, zones: ZoneList, policies: PolicyReading) -> None:
        self._tables = TableRows(reading, zones)
        self._reading = self._tables.prose()
        self._zones = zones
        self._policies = policies
        self._what = What(self._reading)
        self.ignored: list[Ignored] = []
        self._told: set[tuple[object, ...]] = set()

    # Most articles hold no figure of ours: what only figures need is made when the first one is met.

    @cached_property
    def _whom(self) -> Whom:
        return Whom(self._reading, self._zones)

    @cached_property
    def _when(self) -> When:
        return When(self._reading)

    @cached_property
    def _how(self) -> How:
        return How(self._reading)

    @cached_property
    def _relevance(self) -> Relevance:
        return Relevance(self._reading)

    def read(self) -> list[Observation]:
        """The observations, in the order of the text, repeats folded."""
        rows: list[Observation] = []
        for quantity in self._reading.quantities:
            if self._tables.holds(quantity):
                unread = self._tables.ignored(quantity)
                self.ignored.extend([unread] if unread else [])
            else:
                rows.extend(self._read(quantity))
        if self._tables.observations:
            rows = sorted([*rows, *self._tables.observations], key=lambda row: row.start)
        lines = self._reading.doc.lines
        return merged(rows, lines[min(1, len(lines) - 1)].end if lines else 0)

    def _read(self, quantity: Quantity) -> list[Observation]:
        figure = self._what.read(quantity)
        if isinstance(figure, Ignored):
            self.ignored.append(figure)
            return []
        reason: str | None = None
        known = True
        subjects: tuple[Subject, ...] | None = None
        if quantity.spelled and not self._has_digit(figure):
            reason = Reason.IN_WORDS
        elif not _plausible(figure):
            reason = Reason.IMPLAUSIBLE
        else:
            subjects = self._whom.read(figure)
            if subjects is None:
                reason, known = self._whom.reason, False
            else:
                reason = self._relevance.reason_against(figure, subjects[0])
        if subjects is None or reason is not None:
            if reason != Reason.UNSURE_SUBJECT:
                self._what.withdraw(figure)
            self.ignored.append(Ignored(quantity, reason or Reason.NO_SUBJECT, known=known))
            return []
        rows = self._rows(figure, subjects)
        if self._is_whole_of_a_part(quantity) and all(self._stated(row) in self._told for row in rows):
            self.ignored.append(Ignored(quantity, Reason.TOLD_BEFORE))
            return []
        self._told.update(self._stated(row) for row in rows)
        return rows

    def _is_whole_of_a_part(self, quantity: Quantity) -> bool:
        """Whether a number is only that of which another is a part: 34 in "nghiệm thu 32/34 đề án"."""
        return self._reading.doc.text[max(0, quantity.start - 2) : quantity.start].rstrip(" ").endswith("/")

    @staticmethod
    def _stated(row: Observation) -> tuple[object, ...]:
        return row.about, row.about_type, row.scope, row.metric, row.unit, row.value

    def _rows(self, figure: Figure, subjects: tuple[Subject, ...]) -> list[Observation]:
        quantity, reading = figure.quantity, self._reading
        start, end = reading.doc.span(*self._quote(figure))
        from_, to, time_level, time = self._when.read(figure)
        status = self._how.status(figure, time, from_, to)
        origin = self._how.origin(figure, subjects[0])
        policy = policy_in_force(self._policies, quantity.start, reading.doc.text) if status == "planned" else None
        if policy and not (from_ or to):
            from_, to, time_level = policy.from_, policy.to, "inherited"
        value = -quantity.value if figure.negative and quantity.value > 0 else quantity.value
        rows = []
        for subject in subjects:
            row = Observation(
                article=reading.article.id, about=subject.about, about_type=subject.type, metric=figure.metric,
                value=value, unit=figure.unit, start=start, end=end, quote=reading.doc.raw[start:end],
                scope=subject.scope, stage=self._how.stage(figure, subject, status), sector=self._how.sector(figure),
                origin=origin, from_=from_, to=to, status=status, bound=quantity.bound, province=subject.province,
                policy=policy.key if policy else "", subject_level=self._whom.level, metric_level=figure.level,
                time_level=time_level,
            )  # fmt: skip
            if quantity.high is None:
                rows.append(row)
                continue
            # Both ends of a range are stated, each as exactly as the words before them say.
            high = -quantity.high if figure.negative else quantity.high
            rows += [row, replace(row, value=high)]
        return rows

    def _has_digit(self, figure: Figure) -> bool:
        start, end = self._quote(figure)
        return any(character.isdigit() for character in self._reading.doc.text[start:end])

    def _quote(self, figure: Figure) -> tuple[int, int]:
        """The figure's span; words are quoted up to their sentence's nearest digit, as a quote holds one."""
        start, end = figure.quantity.start, figure.quantity.end
        text, sentence = self._reading.doc.text, figure.sentence
        if any(character.isdigit() for character in text[start:end]):
            return start, end
        left = next((i for i in range(start - 1, sentence.start - 1, -1) if text[i].isdigit()), None)
        right = next((i for i in range(end, sentence.end) if text[i].isdigit()), None)
        if left is not None and (right is None or start - left <= right - end):
            return self._number_at(left)[0], end
        if right is not None:
            return start, self._number_at(right)[1]
        return start, end

    def _number_at(self, offset: int) -> tuple[int, int]:
        """The span of the number that holds a digit; the digit's own where a cut sentence parts it from its number."""
        for quantity in reversed(self._reading.quantities_before(offset + 1, offset - _LONGEST_NUMBER)):
            if offset < quantity.end:
                return quantity.start, quantity.end
        return offset, offset + 1


def _plausible(figure: Figure) -> bool:
    bounds = metrics()[figure.metric].ranges.get(figure.unit)
    return bounds is None or bounds[0] <= figure.quantity.value <= bounds[1]
