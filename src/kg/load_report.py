"""What became of a load, counted while it goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.articles import ReadProblem
from kg.preparing import Prepared, Returned

if TYPE_CHECKING:
    from kg.graph.gate import Rejection


@dataclass(slots=True)
class LoadReport:
    """What a load did, counted while it goes on.

    `articles` were read and are in the store, `unchanged` of them were there before just so; `facts` were written for
    the others (observations, and mentions of zones and policies), `refused` facts the gate kept out, for the reasons
    in `rejected`. `problems` could not be read; `failures` were read, but could not be stored: what was stored of them
    before stays. `corrected` corrections by people are in force in what was written, those in `came_back` are not,
    since their text has changed.
    """

    articles: int = 0
    unchanged: int = 0
    facts: int = 0
    refused: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    warnings: list[Rejection] = field(default_factory=list)
    problems: list[ReadProblem] = field(default_factory=list)
    failures: list[ReadProblem] = field(default_factory=list)
    corrected: int = 0
    came_back: list[Returned] = field(default_factory=list)
    reference_graphs: list[str] = field(default_factory=list)
    interrupted: bool = False
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Articles a second, those unchanged included."""
        return self.articles / self.seconds if self.seconds else 0.0

    @property
    def written(self) -> int:
        """How many graphs were written: articles' and reference graphs."""
        return self.articles - self.unchanged + len(self.reference_graphs)

    @property
    def complete(self) -> bool:
        """Whether all input could be read and is in the store."""
        return not (self.problems or self.failures or self.interrupted)

    def add(self, result: Prepared) -> None:
        """Count what was prepared, or list it where it failed."""
        self.refused += result.refused
        self.rejected += result.rejected
        self.warnings += result.warnings
        self.corrected += result.corrected
        self.came_back += result.came_back
        if result.failure:
            self.failures.append(ReadProblem(result.source, None, f"not stored: {result.failure}"))
        else:
            self.articles += 1
            self.facts += result.facts
