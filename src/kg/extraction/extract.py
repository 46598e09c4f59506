"""From an article to its facts: every number is read as a figure with whom, when and how, or told why it is none."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.articles.model import Article
from kg.extraction.how import How
from kg.extraction.merge import merged
from kg.extraction.policies import read_policies
from kg.extraction.reading import Reading, read
from kg.extraction.table_rows import TableRows
from kg.extraction.relevance import Relevance
from kg.extraction.what import Figure, Ignored, What
from kg.extraction.when import When
from kg.extraction.whom import Subject, Whom
from kg.extraction.zone_list import ZoneList
from kg.facts import ArticleFacts, Observation
from kg.reference.metrics import metrics
from kg.reference.places import places


@dataclass(frozen=True, slots=True)
class Extraction:
    """The facts of an article, and the numbers that gave none, each with its reason."""

    facts: ArticleFacts
    ignored: tuple[Ignored, ...]


def extract(article: Article) -> ArticleFacts:
    """Read an article's three tables. Never raises for any text; cost is linear in its length."""
    return explain(article).facts


def explain(article: Article) -> Extraction:
    """Read an article's facts, and say of each number that gave none why."""
    if not any(character.isdigit() for character in article.text) and not article.text.strip():
        return Extraction(ArticleFacts(article.id, published=article.published), ())
    reading = read(article)
    zones = ZoneList(reading)
    home = next(iter(places().named(reading.home, "Province")), None) if reading.home else None
    policies = read_policies(
        reading.doc.text, article.id, home=reading.home, home_kind=home.prefix if home else "", reference=article.published
    )
    observations, ignored = _observations(reading, zones)
    located = tuple(
        replace(p, start=start, end=end) for p in policies.policies for start, end in [reading.doc.span(p.start, p.end)]
    )
    facts = ArticleFacts(article.id, tuple(observations), zones.rows(article.id), located, article.published)
    return Extraction(facts, tuple(ignored))


def _observations(reading: Reading, zones: ZoneList) -> tuple[list[Observation], list[Ignored]]:
    tables = TableRows(reading, zones)
    reading = tables.prose()
    what, whom, when, how = What(reading), Whom(reading, zones), When(reading), How(reading)
    relevance, accepted = Relevance(reading), list[Figure]()
    rows: list[Observation] = []
    ignored: list[Ignored] = []
    for quantity in reading.quantities:
        if tables.holds(quantity):
            unread = tables.ignored(quantity)
            ignored.extend([unread] if unread else [])
            continue
        figure = what.read(quantity, [])
        if isinstance(figure, Ignored):
            ignored.append(figure)
            continue
        if quantity.spelled and not _has_digit(reading, figure):
            what.figures.remove(figure)
            ignored.append(Ignored(quantity, "a number in words, without any in digits beside it"))
            continue
        if not _plausible(figure):
            what.figures.remove(figure)
            ignored.append(Ignored(quantity, "outside the plausible range of its metric"))
            continue
        subjects = whom.read(figure)
        if subjects is None:
            what.figures.remove(figure)
            ignored.append(Ignored(quantity, "about nothing that is named", known=False))
            continue
        against = relevance.reason_against(figure, subjects[0], accepted)
        if against is not None:
            what.figures.remove(figure)
            ignored.append(Ignored(quantity, against))
            continue
        accepted.append(figure)
        rows.extend(_rows(reading, figure, subjects, whom, when, how))
    lines = reading.doc.lines
    head_end = lines[min(1, len(lines) - 1)].end if lines else 0
    if tables.observations:
        rows = sorted([*rows, *tables.observations], key=lambda row: row.start)
    return merged(rows, head_end), ignored


def _plausible(figure: Figure) -> bool:
    bounds = metrics()[figure.metric].ranges.get(figure.unit)
    return bounds is None or bounds[0] <= figure.quantity.value <= bounds[1]


def _has_digit(reading: Reading, figure: Figure) -> bool:
    start, end = _quote(reading, figure)
    return any(character.isdigit() for character in reading.doc.text[start:end])


def _quote(reading: Reading, figure: Figure) -> tuple[int, int]:
    """The figure's span; a number in words is quoted up to the nearest digit of its sentence, since a quote holds one."""
    start, end = figure.quantity.start, figure.quantity.end
    text, sentence = reading.doc.text, figure.sentence
    if any(character.isdigit() for character in text[start:end]):
        return start, end
    left = next((i for i in range(start - 1, sentence.start - 1, -1) if text[i].isdigit()), None)
    right = next((i for i in range(end, sentence.end) if text[i].isdigit()), None)
    if left is None and right is None:
        return start, end
    if right is None or (left is not None and start - left <= right - end):
        near = next(q for q in reading.quantities if q.start <= (left or 0) < q.end)
        return near.start, end
    near = next(q for q in reading.quantities if q.start <= right < q.end)
    return start, near.end


def _rows(
    reading: Reading, figure: Figure, subjects: tuple[Subject, ...], whom: Whom, when: When, how: How
) -> list[Observation]:
    quantity = figure.quantity
    start, end = reading.doc.span(*_quote(reading, figure))
    from_, to, time_level, time = when.read(figure)
    status = how.status(figure, time, from_, to)
    origin = how.origin(figure, subjects[0])
    value = -quantity.value if figure.negative and quantity.value > 0 else quantity.value
    rows = []
    for subject in subjects:
        row = Observation(
            article=reading.article.id, about=subject.about, about_type=subject.type, metric=figure.metric, value=value,
            unit=figure.unit, start=start, end=end, quote=reading.doc.raw[start:end], scope=subject.scope,
            stage=how.stage(figure, subject, status), sector=how.sector(figure), origin=origin, from_=from_, to=to,
            status=status, bound=quantity.bound, province=subject.province, subject_level=whom.level,
            metric_level=figure.level, time_level=time_level,
        )  # fmt: skip
        rows.append(row)
        if quantity.high is not None:
            high = -quantity.high if figure.negative else quantity.high
            rows[-1] = replace(row, bound="atLeast")
            rows.append(replace(row, value=high, bound="below"))
    return rows
