"""Writing one file in a process of its own: `python -m kg.export.job STORE BASE_IRI NAME TARGET NUMBER STAMP`.

So does the server: its own process neither waits for it nor shares its memory. The file grows as TARGET.part and is
TARGET when it is complete, with its checksum in TARGET.sha256 from then on. It comes from the snapshot that is named,
or not at all.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from kg.errors import KgError
from kg.export.files import file_named, write_file
from kg.settings import load_settings
from kg.store import store_of
from kg.store.generations import Generation

FAILED, OUTDATED = 1, 3
"""Exit codes: it cannot be written, with the reason on standard error; there is a newer snapshot."""


def main(store: str, base_iri: str, name: str, target: str, number: str, stamp: str) -> int:  # noqa: PLR0917
    """Write the file; the exit code."""
    os.nice(10)  # queries go first
    file = file_named(name)
    assert file is not None
    path = Path(target)
    part = path.with_name(f"{path.name}.part")
    try:
        # What a server needs beside is in the environment, where who started this put it.
        settings = load_settings(store=store, base_iri=base_iri)
        with store_of(settings, read_only=True) as opened:
            wanted = Generation(int(number), int(stamp))
            if opened.generation != wanted:
                return OUTDATED
            with part.open("wb", buffering=0) as stream:
                written = write_file(opened, base_iri, file, stream)
            if settings.on_server and opened.current() != wanted:
                return OUTDATED  # a server has no snapshots: it may be part of each
        path.with_name(f"{path.name}.sha256").write_text(f"{written.sha256}  {path.name}\n", encoding="ascii")
        part.replace(path)
    except (KgError, OSError) as error:
        with suppress(OSError):
            part.unlink()
        print(error, file=sys.stderr)
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
