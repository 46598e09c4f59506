from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from kg.errors import SettingsError
from kg.settings import Settings, env_name, load_settings, unknown_variables


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(env_name(name), raising=False)


def test_defaults() -> None:
    settings = load_settings()
    assert settings.store == "var/store"
    assert settings.base_iri == "https://w3id.org/vnkg/"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_flag_wins_over_environment_wins_over_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_PORT", "9001")
    monkeypatch.setenv("KG_STORE", "/tmp/elsewhere")
    settings = load_settings(port=9002, store=None)
    assert settings.port == 9002
    assert settings.store == "/tmp/elsewhere"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("KG_PORT", "eighty"),
        ("KG_PORT", "70000"),
        ("KG_PORT", "-1"),
        ("KG_STORE", ""),
        ("KG_HOST", ""),
        ("KG_QUERY_TIMEOUT", "0"),
        ("KG_QUERY_TIMEOUT", "nan"),
        ("KG_QUERY_TIMEOUT", "inf"),
        ("KG_BASE_IRI", ""),
        ("KG_BASE_IRI", "no-scheme/"),
        ("KG_BASE_IRI", "https://example.org/graph"),
        ("KG_BASE_IRI", "https://example.org/graph#"),
        ("KG_BASE_IRI", "https://example.org/?x=/"),
        ("KG_QUERY_WORKERS", "0"),
        ("KG_QUERY_MEMORY_MB", "-1"),
        ("KG_QUERY_QUEUE", "-1"),
        ("KG_BASE_IRI", "https://example.org/a b/"),
        ("KG_BASE_IRI", "https://example.org/<x>/"),
    ],
)
def test_bad_value_names_the_variable(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert caught.value.where == variable
    assert repr(value) in str(caught.value)


@pytest.mark.parametrize("value", ["https://example.org/", "http://localhost:8000/kg/", "urn:vnkg:x/"])
def test_bases_that_can_be_used(value: str) -> None:
    assert load_settings(base_iri=value).base_iri == value


def test_unknown_flag_is_an_error() -> None:
    with pytest.raises(SettingsError, match="KG_COLOUR"):
        load_settings(colour="red")


def test_settings_are_frozen() -> None:
    settings = load_settings()
    with pytest.raises(ValidationError):
        settings.port = 1


def test_every_setting_is_described() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name


def test_a_misspelled_variable_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_PROT", "9000")
    monkeypatch.setenv("KG_PORT", "9000")
    assert "KG_PROT" in unknown_variables()
    assert "KG_PORT" not in unknown_variables()


@pytest.mark.parametrize(
    ("store", "corrections", "journal"),
    [
        ("var/store", None, "var/store.corrections.jsonl"),
        ("var/store/", None, "var/store.corrections.jsonl"),
        ("var/store", "git/c.jsonl", "git/c.jsonl"),
        ("var/store", "", None),
        (":memory:", None, None),
        ("https://example.org/sparql", None, None),
        (":memory:", "git/c.jsonl", "git/c.jsonl"),
    ],
)
def test_where_corrections_are_kept(store: str, corrections: str | None, journal: str | None) -> None:
    kept = load_settings(store=store, corrections=corrections).journal
    assert kept == (None if journal is None else Path(journal))


def test_pages_that_were_fetched_are_kept_beside_the_store_wherever_it_is() -> None:
    assert load_settings(store="var/a/").fetched_folder == Path("var/a.fetched")
    assert load_settings(store="http://127.0.0.1:1/sparql").fetched_folder == Path(
        "var/servers/127.0.0.1-1-sparql.fetched"
    )
    assert load_settings(store=":memory:").fetched_folder is None
    assert load_settings(fetched="").fetched_folder is None
