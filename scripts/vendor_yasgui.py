"""Bring YASGUI's own prebuilt bundle from npm into `src/kg/web/static/yasgui/`.

    python scripts/vendor_yasgui.py VERSION

It is committed, not built when a wheel is: so installing needs neither Node nor the network, takes no longer, and gives
everybody the same bytes. `--check` tells whether what is there is what npm has.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import sys
import tarfile
import urllib.request
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "src/kg/web/static/yasgui"
FILES = ("yasgui.min.js", "yasgui.min.css")
REGISTRY = "https://registry.npmjs.org/@zazuko/yasgui"


def bundle(version: str) -> dict[str, bytes]:
    """The bundle's files of that version. Exits where npm's checksum does not fit."""
    with urllib.request.urlopen(f"{REGISTRY}/{version}", timeout=60) as answer:
        told = json.load(answer)["dist"]
    with urllib.request.urlopen(told["tarball"], timeout=60) as answer:
        packed = answer.read()
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(packed).digest()).decode()
    if integrity != told["integrity"]:
        sys.exit(f"{told['tarball']} is not what npm says it is: {integrity}")
    files = {}
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for name in FILES:
            member = archive.extractfile(f"package/build/{name}")
            assert member is not None
            # The source map is not brought along, and a browser's tools would look for it.
            files[name] = member.read().replace(f"\n//# sourceMappingURL={name}.map".encode(), b"\n")
    files["VERSION"] = f"@zazuko/yasgui {version}\n{integrity}\n".encode()
    return files


def main() -> None:
    """Bring it, or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version", nargs="?", default="4.6.2")
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    for name, content in bundle(given.version).items():
        path = FOLDER / name
        if not given.check:
            path.write_bytes(content)
        elif not path.exists() or path.read_bytes() != content:
            sys.exit(f"{path} is not the one of {given.version}")


if __name__ == "__main__":
    main()
