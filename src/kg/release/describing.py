"""What goes with a release's data: where it comes from (PROV-O), how to cite it, and a page to read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

import pyoxigraph as ox

from kg import __version__
from kg.graph import vocabulary as v
from kg.graph.dataset import ATTRIBUTION, CREATOR, DESCRIPTIONS, KEYWORDS, LICENCE, LICENCE_NAME, TITLES
from kg.graph.identifiers import identifiers

_PRIMARY_SOURCE: Final = ox.NamedNode(v.PROV + "hadPrimarySource")


def provenance(
    base_iri: str, release: str, issued: datetime, *, files: Iterable[str], software: Iterable[str], previous: str
) -> Iterator[ox.Triple]:
    """How a release came to be (PROV-O, section 3): an activity of this software made it out of what extractors read.

    `software` are the extractors that the store's articles were read with; each observation's own provenance is in the
    data. `files` are the files' IRIs.
    """
    node = ox.NamedNode(release)
    activity = ox.NamedNode(f"{release}#making")
    agent = identifiers(base_iri).software()
    moment = ox.Literal(issued.isoformat(timespec="seconds"), datatype=v.DATE_TIME)
    yield ox.Triple(node, v.A, v.ENTITY)
    yield ox.Triple(node, v.GENERATED_AT, moment)
    yield ox.Triple(node, v.GENERATED_BY, activity)
    yield ox.Triple(node, _PRIMARY_SOURCE, ox.NamedNode(f"{base_iri}id/dataset/observations"))
    if previous:
        yield ox.Triple(node, v.REVISION_OF, ox.NamedNode(previous))
    yield ox.Triple(activity, v.A, v.ACTIVITY)
    yield ox.Triple(activity, v.ENDED, moment)
    yield ox.Triple(activity, v.ASSOCIATED_WITH, agent)
    yield ox.Triple(activity, v.USED, ox.NamedNode(f"{base_iri}id/dataset/observations"))
    yield ox.Triple(agent, v.A, v.SOFTWARE_AGENT)
    yield ox.Triple(agent, v.LABEL, ox.Literal(f"vnkg {__version__}"))
    for iri in software:
        yield ox.Triple(node, ox.NamedNode(v.PROV + "wasAttributedTo"), ox.NamedNode(iri))
    for iri in files:
        yield ox.Triple(ox.NamedNode(iri), v.A, v.ENTITY)
        yield ox.Triple(ox.NamedNode(iri), v.IS_PART_OF, node)
        yield ox.Triple(ox.NamedNode(iri), v.GENERATED_BY, activity)


def citation(version: str, issued: datetime, url: str) -> str:
    """CITATION.cff (Citation File Format 1.2.0). Strings are written as JSON has them, which is YAML, too."""
    told = {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": "If you use these data, please cite them as below.",
        "title": TITLES[1],
        "abstract": DESCRIPTIONS[1],
        "authors": [{"name": CREATOR}],
        "version": version,
        "date-released": issued.date().isoformat(),
        "license": LICENCE_NAME,
        "url": url,
        "keywords": [english for _, english in KEYWORDS],
    }
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in told.items())


def readme(version: str, issued: datetime, files: Mapping[str, str], notes: str) -> str:
    """README.md of a release: what it is, under which licence, and a line for each file."""
    lines = "\n".join(f"| [{name}]({name}) | {told} |" for name, told in files.items())
    changed = f"\n{notes}\n" if notes else ""
    return f"""\
# {TITLES[0]} · {TITLES[1]}

Version {version}, {issued.date().isoformat()}.

{DESCRIPTIONS[0]}

{DESCRIPTIONS[1]}
{changed}
| file | holds |
| --- | --- |
{lines}

`sha256sum --check SHA256SUMS` checks the files.

## Licence

[CC BY 4.0]({LICENCE}). Attribution: {ATTRIBUTION}
"""
