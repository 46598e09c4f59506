"""How commands speak: results to standard output, everything else to standard error, and an exit code for scripts."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer.core import TyperGroup

from kg.errors import KgError, ParameterError, UnknownQuery

if TYPE_CHECKING:
    from kg.articles import ReadProblem
    from kg.graph.gate import Rejection

DONE, FAILED, USAGE, PARTIAL, INTERRUPTED = 0, 1, 2, 3, 130

LISTED = 30
"""So many problems of a kind are printed; a report file has them all."""
_PIPE_WIDTH = 200


def stdout() -> Console:
    """Where results go. A table that is piped somewhere is not squeezed into 80 columns."""
    return Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)


def stderr() -> Console:
    """Where progress and problems go."""
    return Console(stderr=True, highlight=False, markup=False)


def complain(message: str) -> None:
    """One red line on standard error."""
    line = " ".join(message.split())
    stderr().print(Text.assemble(("error: ", "bold red"), (line, "red")), soft_wrap=True)


def remark(message: str) -> None:
    """One line on standard error."""
    stderr().print(message, soft_wrap=True)


@contextmanager
def errors_in_words() -> Iterator[None]:
    """Turn this package's errors into one line and an exit code. What nobody foresaw keeps its traceback."""
    try:
        yield
    except (ParameterError, UnknownQuery) as error:
        complain(str(error))
        raise typer.Exit(USAGE) from error
    except KgError as error:
        if isinstance(error.__cause__, BrokenPipeError):
            raise error.__cause__ from None  # who read the answer has left, as `head` does: no error to speak of
        complain(str(error))
        raise typer.Exit(FAILED) from error


class Commands(TyperGroup):
    """The commands in the order of the data's way; errors raised on purpose become one line."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        with errors_in_words():
            return super().invoke(ctx)


def flowed(command: Callable[..., None]) -> str:
    """A command's docstring for `--help`: paragraphs become one line each, lines that are set in stay as they are."""
    text = inspect.cleandoc(command.__doc__ or "")
    return re.sub(r"(?<=\S)\n(?=\S)", " ", text)


def table(
    columns: Iterable[str], rows: Iterable[Sequence[str]], *, title: str = "", numbers: Iterable[str] = ()
) -> Table:
    """A table to print; the columns named in `numbers` are aligned to the right. Nothing is cut off: cells fold."""
    made = Table(title=title or None, title_justify="left")
    right = set(numbers)
    for column in columns:
        made.add_column(column, justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    return made


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print an answer as a table, or row by row where the table would not fit. Columns without any value are left out.

    On a pipe, a table fits when it is at most `_PIPE_WIDTH` wide.
    """
    used = [number for number in range(len(columns)) if not rows or any(row[number] for row in rows)]
    names = [columns[number] for number in used]
    cells = [[row[number] for number in used] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(names, *cells, strict=True)]
    console = stdout()
    if sum(widths) + 3 * len(widths) + 1 <= console.width:
        console.print(table(names, cells))
        return
    indent = max(map(cell_len, names))
    for number, row in enumerate(cells, 1):
        console.print(Text(f"── {number} ".ljust(indent + 2, "─"), style="dim"))
        for name, cell in zip(names, row, strict=True):
            if cell:
                line = Text.assemble((name.rjust(indent), "bold"), "  ", cell)
                console.print(line, soft_wrap=True)


class Counter(Protocol):
    """What `progress` hands out: call it with how much is done, and a word on it."""

    def __call__(self, done: int, note: str = "") -> None:
        """Show them."""


@contextmanager
def progress(doing: str) -> Iterator[Counter]:
    """A line that counts while work goes on, on a terminal only; it disappears at the end."""
    console = stderr()
    if not console.is_terminal:
        yield lambda done, note="": None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed}"), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.fields[note]}"), console=console, transient=True) as bar:
        task = bar.add_task(doing, total=None, note="")
        yield lambda done, note="": bar.update(task, completed=done, note=note)


def list_problems(problems: Sequence[ReadProblem], what: str) -> None:
    """Print what could not be read, one line each."""
    if not problems:
        return
    console = stderr()
    console.print(Text(f"{what}: {len(problems)}", style="bold yellow"))
    for problem in problems[:LISTED]:
        console.print(f"  {problem}", soft_wrap=True)
    _and_more(len(problems))


def list_rejections(rejections: Sequence[Rejection], what: str) -> None:
    """Print what the gate had against facts, one line each: article, quote, reason, shape."""
    if not rejections:
        return
    console = stderr()
    console.print(Text(f"{what}: {len(rejections)}", style="bold yellow"))
    for rejection in rejections[:LISTED]:
        quote = f" «{rejection.quote}»" if rejection.quote else ""
        value = f" (it is {rejection.value!r})" if rejection.value and rejection.value != rejection.focus else ""
        line = f"  {rejection.article}{quote}: {rejection.message}{value} [{rejection.shape}]"
        console.print(" ".join(line.split("\n")), soft_wrap=True)
    _and_more(len(rejections))


def _and_more(count: int) -> None:
    if count > LISTED:
        remark(f"  ... and {count - LISTED} more")


def rejection_record(rejection: Rejection, kind: str) -> Mapping[str, Any]:
    """A rejection for a report file."""
    return {
        "kind": kind,
        "article": rejection.article,
        "quote": rejection.quote,
        "shape": rejection.shape,
        "message": rejection.message,
        "severity": rejection.severity,
        "focus": rejection.focus,
        "value": rejection.value,
        "fact": rejection.fact,
    }
