"""What the ontology's concepts, metrics, sectors and classes are called, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kg.canned import TextPair
from kg.reference.metrics import metrics
from kg.reference.sectors import sectors
from kg.reference.turtle import ID, KG, RDFS_LABEL, SKOS, Statements, texts
from kg.resources import ontology_dir
from kg.web.language import Language


@lru_cache(maxsize=1)
def concepts() -> Mapping[str, TextPair]:
    """Labels by IRI without what all begin with: `scope/zones`, `metric/leasedArea`, `kg:Zone`."""
    found: dict[str, TextPair] = {}
    for subject, said in Statements(ontology_dir() / "kg.ttl").by_subject.items():
        iri = str(subject.value)
        name = iri.removeprefix(ID) if iri.startswith(ID) else f"kg:{iri.removeprefix(KG)}"
        labels = {
            language: texts(said, SKOS + "prefLabel", language) or texts(said, RDFS_LABEL, language)
            for language in ("vi", "en")
        }
        if labels["vi"]:
            found[name] = TextPair(labels["vi"][0], (labels["en"] or labels["vi"])[0])
    for metric in metrics().values():
        found[f"metric/{metric.id}"] = TextPair(metric.label, metric.english)
    for sector in sectors().all():
        found[sector.slug] = TextPair(sector.label, sector.english or sector.label)
    return found


def called(name: str, language: Language) -> str:
    """What a concept is called; a concept that is not known by the last part of its name."""
    pair = concepts().get(name)
    if pair is None:
        return name.rpartition("/")[2]
    return pair.en if language == "en" else pair.vi


def kind_name(kind: str, language: Language) -> str:
    """What things of a kind in our IRIs are called: `economic-zone` is "Khu kinh tế"."""
    name = "kg:" + "".join(part[:1].upper() + part[1:] for part in kind.split("-"))
    if kind == "event":
        return "Change" if language == "en" else "Thay đổi"
    return called(name, language) if name in concepts() else kind


@lru_cache(maxsize=1)
def definitions() -> Mapping[str, TextPair]:
    """What each metric means, by its id."""
    statements = Statements(ontology_dir() / "metrics.ttl")
    found = {}
    for subject in statements.of_class(KG + "Metric"):
        said = statements.said(subject)
        vietnamese, english = (texts(said, SKOS + "definition", language) for language in ("vi", "en"))
        if vietnamese:
            found[subject.value.rpartition("/")[2]] = TextPair(vietnamese[0], (english or vietnamese)[0])
    return found
