"""Figures: quantities with their metric, the quantities that are none with the reason, and the record of both.

The readers of counts, areas, percentages and money write into one `Told` in the order of the text and look back in it:
an amount may repeat the measure of the one before it, a share the count before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.extraction.document import Sentence
from kg.extraction.quantities import Quantity
from kg.facts import Level, Scope

MONEY = ("VND", "USD", "VND/month")
OF_TRADE = frozenset({"exportValue", "importValue", "exportGrowth", "importGrowth"})
"""The metrics of trade with other countries."""
OF_A_YEAR = frozenset({"outputValue", "exportValue", "importValue", "revenue", "budgetContribution"})
"""What is told of one year after the other: how much of it there was in each."""
GROWTH_OF = {
    "outputValue": "outputGrowth", "outputGrowth": "outputGrowth",
    "exportValue": "exportGrowth", "exportGrowth": "exportGrowth",
    "importValue": "importGrowth", "importGrowth": "importGrowth",
}  # fmt: skip
"""The metric that the growth of an amount has, by the amount's; that of a growth is its own."""


class Reason(StrEnum):
    """Why a quantity is no figure of ours. Two more name words of the text: `another_measure` and `measured_in`."""

    DENIED = "denied"
    DIFFERENCE = "a difference, not a level"
    CONDITION = "a condition that a rule sets"
    SUPPOSED = "supposed, not told"
    RATIO = "one in so many"
    # Counts.
    MAP_SCALE = "a map's scale"
    ZONES_OF_A_PROPERTY = "zones of some property"
    ZONES_NAMED = "counts zones that it names"
    TOLD_BEFORE = "points back to what was told before"
    OTHER_PROJECTS = "projects of another kind"
    REFUSED_PROJECTS = "projects refused or withdrawn"
    NOT_EMPLOYED = "people, but not those employed"
    NOT_AT_WORK_HERE = "enterprises, but not those at work here"
    SINGLE_ENTERPRISES = "single enterprises"
    SURVEYED = "enterprises of a survey"
    INSPECTED = "enterprises inspected"
    OTHER_COUNTRIES = "countries, but not of investors"
    OTHER_SCHEMES = "schemes of another kind"
    COUNTS_NOTHING = "counts nothing of ours"
    # Areas.
    UNNAMED_AREA = "an area of nothing named"
    OTHER_LAND = "land taken, cleared or turned over"
    # Percentages.
    SHARE = "a share"
    SHARE_OF_PLAN = "a share of a plan or a whole"
    SHORT_CHANGE = "a change over the month or quarter before"
    OTHER_GROWTH = "growth of another measure"
    UNNAMED_GROWTH = "growth of an unnamed measure"
    # Money.
    AVERAGE = "an average of single things"
    ONE_PERSON = "a single person's"
    SOURCE_OF_FUNDS = "a part by where the money comes from"
    NEEDED = "money, land or people that are needed"
    COMPENSATION = "compensation"
    THRESHOLD = "a mark that what was told before has passed"
    UNNAMED_MONEY = "money of nothing named"
    # Whatever they measure.
    IN_WORDS = "a number in words, without any in digits beside it"
    IMPLAUSIBLE = "outside the plausible range of its metric"
    NO_SUBJECT = "about nothing that is named"
    UNSURE_SUBJECT = "about one of several, by two readings that disagree"


def another_measure(words: str) -> str:
    """The reason of a quantity whose words name a measure outside the ontology: "doanh thu bán lẻ"."""
    return f"another measure: {words}"


def measured_in(unit: str) -> str:
    """The reason of a quantity in a unit that no metric has: "km", "tấn", "VND/m2"."""
    return f"measured in {unit}"


@dataclass(slots=True)
class Figure:
    """A quantity with its metric. `start`/`end`: the words that tell the metric, quantity included.

    `scope` is set where the figure counts zones, `noun` is then the zones' noun.
    `like` is the figure whose measure this one repeats; `negative` says that a growth is a fall.
    """

    quantity: Quantity
    sentence: Sentence
    metric: str
    level: Level
    start: int
    end: int
    unit: str
    scope: Scope = ""
    like: Figure | None = None
    negative: bool = False
    noun: str = ""


@dataclass(slots=True)
class Ignored:
    """A quantity that is no figure of ours. `known`: a rule accounts for it; else it is a signal to look at."""

    quantity: Quantity
    reason: str
    known: bool = True


@dataclass(slots=True)
class Told:
    """What has been read of a text so far: both lists in the order of the text."""

    figures: list[Figure]
    ignored: list[Ignored]

    def add(self, result: Figure | Ignored) -> None:
        """Put down what the next quantity is."""
        if isinstance(result, Figure):
            self.figures.append(result)
        else:
            self.ignored.append(result)

    def last(self, sentence: Sentence, units: tuple[str, ...]) -> Figure | None:
        """The latest figure of a sentence in one of the units: the 95 ha that "(76,3%)" is a share of."""
        for figure in reversed(self.figures):
            if figure.sentence.index != sentence.index:
                return None
            if figure.quantity.unit in units:
                return figure
        return None

    def of(self, quantity: Quantity) -> Figure | Ignored | None:
        """What an earlier quantity was read as; None where it was taken back since."""
        for figure in reversed(self.figures):
            if figure.quantity.start <= quantity.start:
                if figure.quantity is quantity:
                    return figure
                break
        for ignored in reversed(self.ignored):
            if ignored.quantity.start <= quantity.start:
                return ignored if ignored.quantity is quantity else None
        return None
