"""The log: one JSON object a line."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import UTC, datetime
from typing import IO, Any

_BATCH = 500
_MOMENT = 0.1
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)


class JsonFormatter(logging.Formatter):
    """A record as a JSON object: `time` (UTC), `level`, `event`, what the record tells in `told`, and its traceback."""

    def __init__(self) -> None:
        super().__init__()
        self._second = (0, "")

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line: dict[str, Any] = {
            "time": self._time(record.created),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        line |= getattr(record, "told", {})
        if record.name != "kg.requests":
            line["logger"] = record.name
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return _ENCODER.encode(line)

    def _time(self, created: float) -> str:
        second = int(created)
        if second != self._second[0]:
            self._second = (second, datetime.fromtimestamp(second, UTC).isoformat()[:19])
        return f"{self._second[1]}.{int((created - second) * 1000):03d}+00:00"


class Batched(logging.StreamHandler[IO[str]]):
    """Writes the lines of a moment together: a line for each request is a call of the system for each else.

    A warning, and the end of the process, write at once; so does everything where no event loop runs.
    """

    def __init__(self, stream: IO[str]) -> None:
        super().__init__(stream)
        self._lines: list[str] = []
        self._due = False

    def emit(self, record: logging.LogRecord) -> None:
        """Take a record."""
        try:
            self._lines.append(self.format(record) + self.terminator)
            if record.levelno >= logging.WARNING or len(self._lines) >= _BATCH:
                self.flush()
            elif not self._due:
                asyncio.get_running_loop().call_later(_MOMENT, self.flush)
                self._due = True
        except RuntimeError:  # no event loop
            self.flush()
        except Exception:
            self.handleError(record)

    def flush(self) -> None:
        """Write what there is."""
        self._due = False
        if self._lines:
            self.stream.write("".join(self._lines))
            self._lines.clear()
        super().flush()


def log_to(stream: IO[str], *, requests: bool = True) -> None:
    """Write the log of this process there; with or without a line for each request."""
    # No line tells of these, and finding them out takes half the time of a record ("Optimization" in logging's HOWTO).
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = Batched(stream)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("kg.requests").setLevel(logging.INFO if requests else logging.WARNING)
