"""Learn src/kg/extraction/subject_weights.json: how much each clue says of whom a figure is about.

Run `python scripts/train_subjects.py` (a minute); it reads the annotated articles in tests/extraction/articles/dev, or
in the folders that are given. Each figure whose gold row is found is one choice among its candidates; the weights
maximise the likelihood of the right ones (conditional logit), by stochastic steps whose sizes follow AdaGrad (Duchi et
al. 2011). Order and rounding are fixed, so that the same articles and clues give the same file.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from pathlib import Path
from typing import ClassVar
from unittest import mock

from kg.articles import Article, read_articles
from kg.extraction import extract, whom
from kg.extraction.anchors import Anchors
from kg.extraction.clues import Clues
from kg.extraction.figures import Figure
from kg.extraction.likely_subjects import WEIGHTS_FILE, LikelySubjects
from kg.extraction.reading import Reading
from kg.extraction.subject import FIRM_TYPES, Subject
from kg.facts import Level
from kg.scoring import Row, gold_observations, same_fact, same_figure

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parent / "src" / "kg" / "extraction" / WEIGHTS_FILE
ARTICLES = HERE.parent / "tests" / "extraction" / "articles" / "dev"
PASSES = 3
STEP = 0.015
DECAY = 0.01
# Clues of fewer figures say nothing that holds elsewhere.
FEWEST = 5
# Weights nearer to nothing than that are left out.
LEAST = 0.02


@dataclass
class Choice:
    """One figure: its candidates' clues, and the places of the right candidates among them."""

    clues: Clues
    right: list[int]


class Teacher(LikelySubjects):
    """Reads the clues as the extractor does, and tells whom the figures before were about by the gold rows."""

    gold: ClassVar[Mapping[str, Sequence[Row]]] = {}
    choices: ClassVar[list[Choice]] = []

    def __init__(self, reading: Reading, anchors: Anchors) -> None:
        super().__init__(reading, anchors)
        self._doc = reading.doc
        self._rows = self.gold.get(reading.article.id, ())

    def judge(self, figure: Figure, subject: Subject, level: Level) -> Subject:
        """Take down a figure's choice; the subject is left as it is."""
        if subject.type in FIRM_TYPES:
            return subject
        said = self.candidates.number(subject)
        clues = self.clues(figure, said)
        right = self._right(figure, clues)
        if right:
            self.choices.append(Choice(clues, right))
        self.note(figure, clues.candidates[right[0]] if right else said)
        return subject

    def _right(self, figure: Figure, clues: Clues) -> list[int]:
        """The places of the right candidates; none where gold rows of one value are about different subjects."""
        value = -figure.quantity.value if figure.negative and figure.quantity.value > 0 else figure.quantity.value
        told = {"metric": figure.metric, "value": str(value), "unit": figure.unit}
        rows = [row for row in self._rows if same_figure(row, told)]
        if len({(row["about"], row["scope"]) for row in rows}) != 1:
            return []
        subjects = (self.candidates.subjects[number] for number in clues.candidates)
        told_of = [{**told, "about": subject.about, "scope": subject.scope} for subject in subjects]
        return [place for place, one in enumerate(told_of) if same_fact(rows[0], one)]


def choices(folders: Iterable[Path]) -> list[Choice]:
    """The choices of all annotated figures in some folders of articles."""
    Teacher.choices = []
    for folder in folders:
        rows = defaultdict(list)
        for row in gold_observations(folder):
            rows[row["article"]].append(row)
        Teacher.gold = rows
        with mock.patch.object(whom, "LikelySubjects", Teacher):
            for article in read_articles([folder]):
                if isinstance(article, Article):
                    extract(article)
    return Teacher.choices


def pairs(choice: Choice) -> Iterator[list[tuple[str, str]]]:
    """Of each candidate, its clues with each company that they are weighed in."""
    for words, companies in zip(choice.clues.words, choice.clues.companies, strict=True):
        yield [(word, company) for word in words for company in companies]


def learn(told: Sequence[Choice]) -> dict[str, dict[str, float]]:
    """The weights, by clue and company."""
    figures = Counter(pair for choice in told for pair in {pair for found in pairs(choice) for pair in found})
    number = {pair: place for place, pair in enumerate(sorted(p for p, count in figures.items() if count >= FEWEST))}
    data = [([[number[p] for p in found if p in number] for found in pairs(one)], one.right) for one in told]
    weights, squares = [0.0] * len(number), [0.01] * len(number)
    order, shuffler = [*range(len(data))], random.Random(0)
    for turn in range(PASSES):
        shuffler.shuffle(order)
        likelihood = 0.0
        for place in order:
            found, right = data[place]
            scores = [sum([weights[i] for i in clues]) for clues in found]
            highest = max(scores)
            raised = [exp(score - highest) for score in scores]
            whole, good = sum(raised), sum(raised[i] for i in right)
            likelihood += log(max(good / whole, 1e-12))
            for candidate, clues in enumerate(found):
                wanted = raised[candidate] / good if candidate in right and good else 0.0
                missing = wanted - raised[candidate] / whole
                if abs(missing) < 0.001:
                    continue
                for i in clues:
                    slope = missing - DECAY * weights[i]
                    squares[i] += slope * slope
                    weights[i] += STEP * slope / sqrt(squares[i])
        print(f"pass {turn + 1} of {PASSES}: {exp(likelihood / len(data)):.3f} a figure", file=sys.stderr)
    learnt: dict[str, dict[str, float]] = {}
    for (word, company), place in number.items():
        if abs(weights[place]) >= LEAST:
            learnt.setdefault(word, {})[company] = round(weights[place], 2)
    return learnt


def main() -> None:
    """Learn from the folders of the command line, and write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[ARTICLES], help="articles with gold tables")
    parser.add_argument("--out", type=Path, default=OUTPUT)
    said = parser.parse_args()
    told = choices(said.folders)
    print(f"{len(told)} figures with their gold rows", file=sys.stderr)
    lines = (f"{json.dumps(word, ensure_ascii=False)}: {json.dumps(weights, ensure_ascii=False)}"
             for word, weights in sorted(learn(told).items()))  # fmt: skip
    said.out.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
