"""The terms that the graph is written in: our own under the base IRI, and the reused ones.

All are pyoxigraph nodes, made once for each base. The ontology (`ontology/kg.ttl`) says what the terms mean.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import pyoxigraph as ox

from kg.errors import SettingsError
from kg.reference.sectors import RELATIONS
from kg.resources import DEFAULT_BASE_IRI

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
PROV: Final = "http://www.w3.org/ns/prov#"
OA: Final = "http://www.w3.org/ns/oa#"
QB: Final = "http://purl.org/linked-data/cube#"
SDMX_DIMENSION: Final = "http://purl.org/linked-data/sdmx/2009/dimension#"
SDMX_MEASURE: Final = "http://purl.org/linked-data/sdmx/2009/measure#"
QUDT: Final = "http://qudt.org/schema/qudt/"
QUDT_UNIT: Final = "http://qudt.org/vocab/unit/"
SCHEMA: Final = "https://schema.org/"
DCAT: Final = "http://www.w3.org/ns/dcat#"
VOID: Final = "http://rdfs.org/ns/void#"
SH: Final = "http://www.w3.org/ns/shacl#"

A: Final = ox.NamedNode(RDF + "type")
LABEL: Final = ox.NamedNode(RDFS + "label")
ALT_LABEL: Final = ox.NamedNode(SKOS + "altLabel")
TITLE: Final = ox.NamedNode(DCTERMS + "title")
IS_REPLACED_BY: Final = ox.NamedNode(DCTERMS + "isReplacedBy")
SAME_AS: Final = ox.NamedNode(OWL + "sameAs")
IS_PART_OF: Final = ox.NamedNode(DCTERMS + "isPartOf")
IDENTIFIER: Final = ox.NamedNode(DCTERMS + "identifier")
SOURCE: Final = ox.NamedNode(DCTERMS + "source")
PUBLISHER: Final = ox.NamedNode(DCTERMS + "publisher")
CREATOR: Final = ox.NamedNode(DCTERMS + "creator")
ISSUED: Final = ox.NamedNode(DCTERMS + "issued")
DESCRIPTION: Final = ox.NamedNode(DCTERMS + "description")
PAGE: Final = ox.NamedNode(FOAF + "page")
ENTITY: Final = ox.NamedNode(PROV + "Entity")
ACTIVITY: Final = ox.NamedNode(PROV + "Activity")
SOFTWARE_AGENT: Final = ox.NamedNode(PROV + "SoftwareAgent")
USED: Final = ox.NamedNode(PROV + "used")
STARTED: Final = ox.NamedNode(PROV + "startedAtTime")
ASSOCIATED_WITH: Final = ox.NamedNode(PROV + "wasAssociatedWith")
DERIVED_FROM: Final = ox.NamedNode(PROV + "wasDerivedFrom")
GENERATED_BY: Final = ox.NamedNode(PROV + "wasGeneratedBy")
PERSON: Final = ox.NamedNode(PROV + "Person")
ATTRIBUTED_TO: Final = ox.NamedNode(PROV + "wasAttributedTo")
GENERATED_AT: Final = ox.NamedNode(PROV + "generatedAtTime")
ENDED: Final = ox.NamedNode(PROV + "endedAtTime")
INVALIDATED_AT: Final = ox.NamedNode(PROV + "invalidatedAtTime")
INVALIDATED_BY: Final = ox.NamedNode(PROV + "wasInvalidatedBy")
REVISION_OF: Final = ox.NamedNode(PROV + "wasRevisionOf")
INFORMED_BY: Final = ox.NamedNode(PROV + "wasInformedBy")
SOFTWARE_VERSION: Final = ox.NamedNode(SCHEMA + "softwareVersion")
SPECIFIC_RESOURCE: Final = ox.NamedNode(OA + "SpecificResource")
HAS_SOURCE: Final = ox.NamedNode(OA + "hasSource")
HAS_SELECTOR: Final = ox.NamedNode(OA + "hasSelector")
POSITION_SELECTOR: Final = ox.NamedNode(OA + "TextPositionSelector")
QUOTE_SELECTOR: Final = ox.NamedNode(OA + "TextQuoteSelector")
START: Final = ox.NamedNode(OA + "start")
END: Final = ox.NamedNode(OA + "end")
EXACT: Final = ox.NamedNode(OA + "exact")
PREFIX: Final = ox.NamedNode(OA + "prefix")
SUFFIX: Final = ox.NamedNode(OA + "suffix")
QB_OBSERVATION: Final = ox.NamedNode(QB + "Observation")
DATA_SET: Final = ox.NamedNode(QB + "dataSet")
REF_AREA: Final = ox.NamedNode(SDMX_DIMENSION + "refArea")
REF_PERIOD: Final = ox.NamedNode(SDMX_DIMENSION + "refPeriod")
VALUE: Final = ox.NamedNode(SDMX_MEASURE + "obsValue")
UNIT: Final = ox.NamedNode(QUDT + "unit")

DECIMAL: Final = ox.NamedNode(XSD + "decimal")
INTEGER: Final = ox.NamedNode(XSD + "integer")
DATE: Final = ox.NamedNode(XSD + "date")
DATE_TIME: Final = ox.NamedNode(XSD + "dateTime")
YEAR: Final = ox.NamedNode(XSD + "gYear")
YEAR_MONTH: Final = ox.NamedNode(XSD + "gYearMonth")

# The units of the facts table. Those that QUDT does not have are ours, under {base}id/unit/.
_QUDT_UNITS: Final = {"1": "NUM", "ha": "HA", "%": "PERCENT", "VND": "CCY_VND", "USD": "CCY_USD"}
_OWN_UNITS: Final = {"VND/month": "VND-per-month"}

SQUARE_METRE: Final = ox.NamedNode(QUDT_UNIT + "M2")
SQUARE_KILOMETRE: Final = ox.NamedNode(QUDT_UNIT + "KM2")


class Vocabulary:
    """Our own terms under one base IRI. Get one with `vocabulary(base_iri)`.

    `ontology` and `things` are the namespaces of the terms and of the things (`{base}id/`), `graphs` that of the
    named graphs. Each attribute in capitals is the class or property of that name.
    """

    def __init__(self, base_iri: str) -> None:
        self.base = base_iri
        self.ontology = base_iri + "ontology#"
        self.things = base_iri + "id/"
        self.graphs = base_iri + "graph/"

        self.ARTICLE = self.term("Article")
        self.OBSERVATION = self.term("Observation")
        self.TEXT_SPAN = self.term("TextSpan")
        self.MENTION = self.term("Mention")
        self.SECTOR_STATEMENT = self.term("SectorStatement")
        self.POLICY = self.term("Policy")
        self.CORRECTION = self.term("Correction")
        self.SET_ASIDE_ROW = self.term("SetAsideRow")
        self.EXPORT_PROCESSING_ZONE = self.term("ExportProcessingZone")
        self.HIGH_TECH_ZONE = self.term("HighTechZone")

        self.DIGEST = self.term("digest")
        self.ABOUT_LABEL = self.term("aboutLabel")
        self.PROVINCE_LABEL = self.term("provinceLabel")
        self.DISTRICT_LABEL = self.term("districtLabel")
        self.SECTOR_LABEL = self.term("sectorLabel")
        self.SECTOR = self.term("sector")
        self.SECTOR_MATCHES = {relation: self.term(f"sector{relation.capitalize()}Match") for relation in RELATIONS}
        self.SECTOR_RELATION = self.term("sectorRelation")
        self.STATED_SECTORS = {"has": self.term("hasSector"), "wants": self.term("wantsSector")}
        self.METRIC = self.term("metric")
        self.FROM = self.term("from")
        self.TO = self.term("to")
        self.PERIOD_START = self.term("periodStart")
        self.PERIOD_END = self.term("periodEnd")
        self.SCOPE = self.term("scope")
        self.STAGE = self.term("stage")
        self.ORIGIN = self.term("origin")
        self.STATED_UNIT = self.term("statedUnit")
        self.STATUS = self.term("status")
        self.BOUND = self.term("bound")
        self.CONFIDENCE = self.term("confidence")
        self.SUBJECT_CONFIDENCE = self.term("subjectConfidence")
        self.METRIC_CONFIDENCE = self.term("metricConfidence")
        self.TIME_CONFIDENCE = self.term("timeConfidence")
        self.TARGET_OF = self.term("targetOf")
        self.TARGET_OF_LABEL = self.term("targetOfLabel")
        self.ROW_NUMBER = self.term("rowNumber")
        self.NUMBERS_USED = self.term("numbersUsed")
        self.NUMBERS_SET_ASIDE = self.term("numbersSetAside")
        self.NUMBERS_NOT_UNDERSTOOD = self.term("numbersNotUnderstood")
        self.FACTS_REFUSED = self.term("factsRefused")
        self.REFUSED_BY = self.term("refusedBy")
        self.WARNED_BY = self.term("warnedBy")
        self.LOCATED_IN = self.term("locatedIn")
        self.IN_DISTRICT = self.term("inDistrict")
        self.MENTIONED_IN = self.term("mentionedIn")
        self.MENTION_OF = self.term("mentionOf")
        self.NAME_KEY = self.term("nameKey")
        self.CELL_KEY = self.term("cellKey")
        self.KNOWN_KEY = self.term("knownKey")
        self.RESOLVED_BY = self.term("resolvedBy")
        self.MOVED_FROM = self.term("movedFrom")
        self.ZONE_CANDIDATE = self.term("ZoneCandidate")
        self.MAY_BE_ONE = self.term("mayBeOne")
        self.DOUBT = self.term("doubt")
        self.ZONE_DECISION = self.term("ZoneDecision")
        self.DECISION_KIND = self.term("decisionKind")
        self.DECISION_RECORD = self.term("decisionRecord")
        self.IN_FORCE = self.term("inForce")
        self.KEEPS = self.term("keeps")
        self.DECIDES = self.term("decides")
        self.UNDOES = self.term("undoes")
        self.POLICY_KIND = self.term("policyKind")
        self.ISSUER = self.term("issuer")

        self.CORRECTION_KIND = self.term("correctionKind")
        self.CORRECTION_STATE = self.term("correctionState")
        self.STATE_REASON = self.term("stateReason")
        self.WITHHOLDS = self.term("withholds")
        self.NEW_READING = self.term("newReading")
        self.ROW_AS_JSON = self.term("rowAsJson")
        self.RECORD = self.term("record")
        self.REVIEW_DIGEST = self.term("reviewDigest")

        self.OBSERVATIONS = self.thing("dataset", "observations")
        self.units = {code: ox.NamedNode(QUDT_UNIT + name) for code, name in _QUDT_UNITS.items()}
        self.units |= {code: self.thing("unit", name) for code, name in _OWN_UNITS.items()}
        self.unit_codes = {node.value: code for code, node in self.units.items()}

    def term(self, name: str) -> ox.NamedNode:
        """The class or property `name` of our ontology."""
        return ox.NamedNode(self.ontology + name)

    def thing(self, kind: str, slug: str) -> ox.NamedNode:
        """The thing `{base}id/KIND/SLUG`."""
        return ox.NamedNode(f"{self.things}{kind}/{slug}")

    def graph(self, name: str) -> ox.NamedNode:
        """The named graph `{base}graph/NAME`."""
        return ox.NamedNode(self.graphs + name)


@lru_cache(maxsize=16)
def vocabulary(base_iri: str = DEFAULT_BASE_IRI) -> Vocabulary:
    """The terms under `base_iri`.

    Raises SettingsError where no IRIs can be made under it: it must be an absolute IRI that ends in `/` (a `#` base
    cannot be, since the ontology's own IRIs have their `#` already).
    """
    if not base_iri.endswith("/"):
        raise SettingsError(f"must end in / (it is {base_iri!r})", where="KG_BASE_IRI")
    try:
        return Vocabulary(base_iri)
    except ValueError as error:
        raise SettingsError(f"is no IRI that others can be made under: {error}", where="KG_BASE_IRI") from error


def rebase(iri: str, base_iri: str) -> str:
    """Move an IRI from under the default base, in which ontology/ and shapes/ are written, to under `base_iri`."""
    if iri.startswith(DEFAULT_BASE_IRI):
        return base_iri + iri[len(DEFAULT_BASE_IRI) :]
    return iri
