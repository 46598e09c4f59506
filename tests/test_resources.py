from __future__ import annotations

from pathlib import Path

import pytest

from kg import resources
from kg.errors import OntologyError


def test_folders_of_a_checkout_are_found() -> None:
    assert resources.ontology_dir().name == "ontology"
    assert resources.shapes_dir().name == "shapes"
    assert resources.queries_dir().name == "queries"


def test_a_wheel_s_own_data_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "lib" / "python" / "kg"
    for folder in (package / "_data" / "ontology", tmp_path / "lib" / "ontology"):
        folder.mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources._folder.__wrapped__("ontology") == package / "_data" / "ontology"


def test_missing_folder_says_where_it_was_sought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "a" / "b" / "kg")
    with pytest.raises(OntologyError) as caught:
        resources._folder.__wrapped__("shapes")
    assert caught.value.where == "shapes/"
    assert str(tmp_path) in caught.value.message
