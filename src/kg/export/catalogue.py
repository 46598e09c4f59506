"""The catalogue that portals harvest: DCAT 3, as DCAT-AP 3.0 wants it (https://semiceu.github.io/DCAT-AP/releases/3.0.0/).

Values come from the Publications Office's lists where DCAT-AP asks for one: languages, file types, themes. DCAT-AP's
SHACL shapes check the class of what a value refers to, so these are typed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyoxigraph as ox

from kg.export.columns import TABLE_TITLES
from kg.export.files import ExportFile
from kg.export.packing import Written
from kg.graph import vocabulary as v
from kg.graph.dataset import ATTRIBUTION, CREATOR, DESCRIPTIONS, KEYWORDS, LICENCE, TITLES
from kg.graph.prefixes import prefixes
from kg.graph.vocabulary import DCAT, DCTERMS, FOAF, vocabulary
from kg.store.statistics import VOID_EXT

ADMS: Final = "http://www.w3.org/ns/adms#"
SPDX: Final = "http://spdx.org/rdf/terms#"
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
_LANGUAGES: Final = {"vi": "VIE", "en": "ENG"}
_FILE_TYPES: Final = {
    "nq": "RDF_N_QUADS",
    "trig": "RDF_TRIG",
    "jsonld": "JSON_LD",
    "ttl": "RDF_TURTLE",
    "nt": "RDF_N_TRIPLES",
    "csv": "CSV",
    "parquet": "PARQUET",
}
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_GRAPH_TITLES: Final = {
    "nq": "The graph as N-Quads, with its named graphs",
    "trig": "The graph as TriG, with its named graphs",
    "jsonld": "The graph as JSON-LD, with its named graphs",
    "ttl": "The graph as Turtle",
    "nt": "The graph as N-Triples",
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A file, where it can be fetched, and how large it is if that is known."""

    file: ExportFile
    url: str
    written: Written | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """Which state of the data set a catalogue describes.

    `iri` is that state's own; of a release it is another one than the data set's, `dataset`. `previous` is the release
    before, `notes` what changed since.
    """

    dataset: str
    iri: str
    version: str
    modified: datetime
    previous: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A service that answers from the data: what is told of it at its address, and the standard that it follows.

    `name` is its part of the catalogue's IRI.
    """

    name: str
    title: str
    address: str
    protocol: str


def services(address: str) -> tuple[Service, ...]:
    """The services of a server at that address."""
    return (
        Service("sparql", "SPARQL 1.1 endpoint", f"{address}/sparql", "https://www.w3.org/TR/sparql11-protocol/"),
        Service(
            "reconcile",
            "Reconciliation Service API 0.2",
            f"{address}/reconcile",
            "https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/",
        ),
    )


def catalogue(
    base_iri: str, edition: Edition, files: Sequence[Offered], *, page: str, services: Sequence[Service] = ()
) -> Iterator[ox.Triple]:
    """The catalogue, its data set, a distribution for each file, and each data service.

    `page` is where people read about it.
    """
    node = ox.NamedNode(f"{base_iri}catalog")
    dataset = ox.NamedNode(edition.iri)
    agent = ox.NamedNode(f"{base_iri}catalog#publisher")
    yield from _typed(node, DCAT + "Catalog")
    yield from _titled(node, ("Danh mục dữ liệu VNKG", "Catalogue of VNKG's data"), DESCRIPTIONS)
    yield from _common(node, agent, edition)
    yield ox.Triple(node, _term(FOAF, "homepage"), ox.NamedNode(page))
    yield from _typed(ox.NamedNode(page), FOAF + "Document")
    yield ox.Triple(node, _term(DCAT, "dataset"), dataset)
    yield from _typed(agent, FOAF + "Agent")
    yield ox.Triple(agent, _term(FOAF, "name"), ox.Literal(CREATOR, language="en"))
    yield from _dataset(base_iri, dataset, agent, edition, page)
    for offered in files:
        yield from _distribution(dataset, edition, offered)
    for service in services:
        about = ox.NamedNode(f"{base_iri}catalog#{service.name}")
        yield ox.Triple(node, _term(DCAT, "service"), about)
        yield from _service(about, dataset, agent, service)
    yield from _references()


def _dataset(
    base_iri: str, dataset: ox.NamedNode, agent: ox.NamedNode, edition: Edition, page: str
) -> Iterator[ox.Triple]:
    terms = vocabulary(base_iri)
    yield from _typed(dataset, DCAT + "Dataset")
    yield from _titled(dataset, TITLES, DESCRIPTIONS)
    yield from _common(dataset, agent, edition)
    for vietnamese, english in KEYWORDS:
        yield ox.Triple(dataset, _term(DCAT, "keyword"), ox.Literal(vietnamese, language="vi"))
        yield ox.Triple(dataset, _term(DCAT, "keyword"), ox.Literal(english, language="en"))
    yield ox.Triple(dataset, v.IDENTIFIER, ox.Literal(edition.iri))
    yield ox.Triple(dataset, _term(DCAT, "version"), ox.Literal(edition.version))
    yield ox.Triple(dataset, _term(DCAT, "theme"), ox.NamedNode(_AUTHORITY + "data-theme/ECON"))
    yield ox.Triple(dataset, _term(DCTERMS, "spatial"), terms.thing("country", "viet-nam"))
    yield from _typed(terms.thing("country", "viet-nam"), DCTERMS + "Location")
    access = ox.NamedNode(_AUTHORITY + "access-right/PUBLIC")
    yield ox.Triple(dataset, _term(DCTERMS, "accessRights"), access)
    yield from _typed(access, DCTERMS + "RightsStatement")
    yield ox.Triple(dataset, _term(DCAT, "landingPage"), ox.NamedNode(page))
    if edition.iri != edition.dataset:
        yield ox.Triple(dataset, _term(DCAT, "isVersionOf"), ox.NamedNode(edition.dataset))
    if edition.previous:
        yield ox.Triple(dataset, _term(DCAT, "previousVersion"), ox.NamedNode(edition.previous))
    if edition.notes:
        yield ox.Triple(dataset, _term(ADMS, "versionNotes"), ox.Literal(edition.notes, language="en"))


def _distribution(dataset: ox.NamedNode, edition: Edition, offered: Offered) -> Iterator[ox.Triple]:
    file = offered.file
    base = edition.iri.partition("#")[0]
    node = ox.NamedNode(f"{base}#{file.name}")
    url = ox.NamedNode(offered.url)
    yield ox.Triple(dataset, _term(DCAT, "distribution"), node)
    yield from _typed(node, DCAT + "Distribution")
    yield ox.Triple(node, v.TITLE, ox.Literal(file_title(file), language="en"))
    yield ox.Triple(node, _term(DCAT, "accessURL"), url)
    yield ox.Triple(node, _term(DCAT, "downloadURL"), url)
    yield ox.Triple(node, _term(DCTERMS, "license"), ox.NamedNode(LICENCE))
    yield from _rights(node)
    yield from _dated(node, edition)
    file_type = ox.NamedNode(f"{_AUTHORITY}file-type/{_FILE_TYPES[file.format]}")
    yield ox.Triple(node, _term(DCTERMS, "format"), file_type)
    yield from _typed(file_type, DCTERMS + "MediaTypeOrExtent")
    media = [("mediaType", file.media_type)]
    if file.compressed:
        media.append(("compressFormat", "application/gzip"))
    for name, media_type in media:
        yield ox.Triple(node, _term(DCAT, name), ox.NamedNode(_MEDIA + media_type))
        yield from _typed(ox.NamedNode(_MEDIA + media_type), DCTERMS + "MediaType")
    if offered.written:
        size = ox.Literal(str(offered.written.size), datatype=_term(v.XSD, "nonNegativeInteger"))
        yield ox.Triple(node, _term(DCAT, "byteSize"), size)
        checksum = ox.NamedNode(f"{node.value}.sha256")
        algorithm = _term(SPDX, "checksumAlgorithm_sha256")
        yield ox.Triple(node, _term(SPDX, "checksum"), checksum)
        yield from _typed(checksum, SPDX + "Checksum")
        yield ox.Triple(checksum, _term(SPDX, "algorithm"), algorithm)
        yield from _typed(algorithm, SPDX + "ChecksumAlgorithm")
        digits = ox.Literal(offered.written.sha256, datatype=_term(v.XSD, "hexBinary"))
        yield ox.Triple(checksum, _term(SPDX, "checksumValue"), digits)


def file_title(file: ExportFile) -> str:
    """What a file is called in lists, in English."""
    return f"{TABLE_TITLES[file.table]} ({file.format.upper()})" if file.table else _GRAPH_TITLES[file.format]


def _service(service: ox.NamedNode, dataset: ox.NamedNode, agent: ox.NamedNode, told: Service) -> Iterator[ox.Triple]:
    protocol = ox.NamedNode(told.protocol)
    yield from _typed(service, DCAT + "DataService")
    yield ox.Triple(service, v.TITLE, ox.Literal(told.title, language="en"))
    yield ox.Triple(service, v.PUBLISHER, agent)
    yield ox.Triple(service, _term(DCAT, "endpointURL"), ox.NamedNode(told.address))
    yield ox.Triple(service, _term(DCAT, "endpointDescription"), ox.NamedNode(told.address))
    yield ox.Triple(service, _term(DCAT, "servesDataset"), dataset)
    yield ox.Triple(service, _term(DCTERMS, "license"), ox.NamedNode(LICENCE))
    yield ox.Triple(service, _term(DCTERMS, "conformsTo"), protocol)
    yield from _typed(protocol, DCTERMS + "Standard")


def _common(node: ox.NamedNode, agent: ox.NamedNode, edition: Edition) -> Iterator[ox.Triple]:
    """What catalogue and data set both say: who publishes it, in which languages, since when."""
    yield ox.Triple(node, v.PUBLISHER, agent)
    yield from _dated(node, edition)
    for code in _LANGUAGES.values():
        yield ox.Triple(node, _term(DCTERMS, "language"), ox.NamedNode(f"{_AUTHORITY}language/{code}"))
    yield ox.Triple(node, _term(DCTERMS, "license"), ox.NamedNode(LICENCE))


def _dated(node: ox.NamedNode, edition: Edition) -> Iterator[ox.Triple]:
    moment = ox.Literal(edition.modified.isoformat(timespec="seconds"), datatype=v.DATE_TIME)
    yield ox.Triple(node, _term(DCTERMS, "modified"), moment)


def _rights(node: ox.NamedNode) -> Iterator[ox.Triple]:
    rights = ox.NamedNode(node.value.partition("#")[0] + "#rights")
    yield ox.Triple(node, _term(DCTERMS, "rights"), rights)
    yield from _typed(rights, DCTERMS + "RightsStatement")
    yield ox.Triple(rights, v.LABEL, ox.Literal(ATTRIBUTION, language="en"))


def _references() -> Iterator[ox.Triple]:
    """What the values refer to: DCAT-AP's shapes look for their classes."""
    yield from _typed(ox.NamedNode(LICENCE), DCTERMS + "LicenseDocument")
    for code in _LANGUAGES.values():
        yield from _typed(ox.NamedNode(f"{_AUTHORITY}language/{code}"), DCTERMS + "LinguisticSystem")
    theme = ox.NamedNode(_AUTHORITY + "data-theme/ECON")
    yield from _typed(theme, v.SKOS + "Concept")
    yield ox.Triple(theme, _term(v.SKOS, "prefLabel"), ox.Literal("Economy and finance", language="en"))


def _typed(node: ox.NamedNode, *classes: str) -> Iterator[ox.Triple]:
    for class_ in classes:
        yield ox.Triple(node, v.A, ox.NamedNode(class_))


def _titled(node: ox.NamedNode, titles: tuple[str, str], descriptions: tuple[str, str]) -> Iterator[ox.Triple]:
    for predicate, texts in ((v.TITLE, titles), (v.DESCRIPTION, descriptions)):
        for language, words in zip(_LANGUAGES, texts, strict=True):
            yield ox.Triple(node, predicate, ox.Literal(words, language=language))


def _term(namespace: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(namespace + name)


def unique(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """The triples in their order, each once."""
    return list(dict.fromkeys(triples))


def turtle(triples: Iterable[ox.Triple], base_iri: str) -> bytes:
    """A short description as Turtle, with the prefixes that it uses."""
    told = list(triples)
    used = {term.value for triple in told for term in triple if isinstance(term, ox.NamedNode)}
    known = {
        prefix: namespace
        for prefix, namespace in {**prefixes(base_iri), "adms": ADMS, "spdx": SPDX, "void-ext": VOID_EXT}.items()
        if any(iri.startswith(namespace) for iri in used) or namespace == v.XSD
    }
    written = ox.serialize(told, format=ox.RdfFormat.TURTLE, prefixes=known)
    assert written is not None
    return written
