"""What the reconciliation service says of itself: its manifest, and the types in it.

Source: Reconciliation Service API 0.2, section 3.1.
"""

from __future__ import annotations

from typing import Any

from kg import __version__
from kg.canned import TextPair
from kg.reconciliation.extending import SETTINGS, Setting
from kg.reconciliation.schema import EntityType, types
from kg.web.language import Language

BATCH = 100
"""Queries in one batch."""


def manifest(address: str, base_iri: str, language: Language) -> dict[str, Any]:
    """The service manifest (section 3.1), for a server at that address."""
    here = f"/reconcile/{language}"

    def suggesting(what: str) -> dict[str, str]:
        return {
            "service_url": address,
            "service_path": f"{here}/suggest/{what}",
            "flyout_service_url": address,
            "flyout_service_path": f"{here}/flyout/{what}?id=${{id}}",
        }

    names = TextPair("VNKG: địa danh, khu công nghiệp, ngành", "VNKG: places, industrial zones and sectors of Viet Nam")
    return {
        "versions": ["0.2"],
        "name": told_in(language, names),
        "identifierSpace": f"{base_iri}id/",
        "schemaSpace": f"{base_iri}ontology#",
        "defaultTypes": [type_told(one, language) for one in types().values()],
        "documentation": f"{address}/reconcile",
        "logo": f"{address}/static/icon.svg",
        "serviceVersion": __version__,
        "view": {"url": f"{address}/id/{{{{id}}}}" + ("?lang=en" if language == "en" else "")},
        "preview": {"url": f"{address}{here}/preview?id={{{{id}}}}", "width": 420, "height": 200},
        "suggest": {what: suggesting(what) for what in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {"service_url": address, "service_path": f"{here}/properties"},
            "property_settings": [_setting(one, language) for one in SETTINGS],
        },
        "batchSize": BATCH,
    }


def _setting(one: Setting, language: Language) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": one.name,
        "label": told_in(language, one.label),
        "type": "select" if one.choices else "text",
        "default": one.default,
        "help_text": told_in(language, one.help),
    }
    choices = [{"value": value, "name": told_in(language, name)} for value, name in one.choices]
    return told | ({"choices": choices} if choices else {})


def type_told(one: EntityType, language: Language) -> dict[str, Any]:
    """A type as JSON."""
    told: dict[str, Any] = {"id": one.id, "name": told_in(language, one.name)}
    return told | ({"broader": [type_told(types()[one.broader], language)]} if one.broader else {})


def told_in(language: Language, pair: TextPair) -> str:
    """The text in a language."""
    return pair.en if language == "en" else pair.vi
