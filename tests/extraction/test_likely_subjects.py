"""The second reading of subjects: candidates and their clues, weights learnt from annotated articles, what both say."""

from __future__ import annotations

import sys
from collections.abc import Callable
from math import isclose
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.articles.model import Article
from kg.extraction import explain, likely_subjects
from kg.extraction.anchors import Anchors
from kg.extraction.candidates import Candidates
from kg.extraction.clues import ClueReader, Clues
from kg.extraction.figures import Figure, Reason
from kg.extraction.likely_subjects import probabilities, subject_weights
from kg.extraction.reading import read
from kg.extraction.what import What
from kg.extraction.zone_list import ZoneList

pytestmark = pytest.mark.both_readings

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"

TEXT = (
    "Ninh Bình: Các khu công nghiệp thu hút vốn\n\n"
    "Ban Quản lý các KCN tỉnh Ninh Bình cho biết, các KCN của tỉnh có 128 dự án. Riêng KCN Khánh Phú có 43 dự án.\n"
    "Huyện Yên Khánh có 2 cụm công nghiệp; huyện này thu hút 15 dự án."
)


def candidates_of(text: str) -> Candidates:
    reading = read(Article("a", text, "a"))
    return Candidates(reading, Anchors(reading, ZoneList(reading)))


def test_candidates_are_what_the_article_names() -> None:
    candidates = candidates_of(TEXT)
    named = {(subject.about, subject.scope) for subject in candidates.subjects}
    assert {
        ("Ninh Bình", ""), ("Ninh Bình", "zones"), ("KCN Khánh Phú", ""), ("Yên Khánh", ""), ("Yên Khánh", "clusters"),
        ("Việt Nam", ""),
    } <= named  # fmt: skip


def test_pointing_words_name_what_was_named_last() -> None:
    candidates = candidates_of(TEXT)
    offset = TEXT.index("huyện này")
    (naming,) = [one for one in candidates.namings if one.start == offset]
    assert candidates.subjects[naming.candidate].about == "Yên Khánh"
    assert naming.kind == "back"


def test_the_latest_named_comes_first() -> None:
    candidates = candidates_of(TEXT)
    recent = candidates.recent(TEXT.index("Huyện Yên Khánh"))
    assert candidates.subjects[recent[0].candidate].about == "KCN Khánh Phú"
    starts = [naming.start for naming in recent]
    assert starts == sorted(starts, reverse=True)
    assert len({naming.candidate for naming in recent}) == len(recent)


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from("abcdef"), max_size=6), st.lists(st.sampled_from(["", "x", "y"]), max_size=3)
        ),
        min_size=1,
        max_size=6,
    ),
    st.dictionaries(
        st.sampled_from("abcdef"), st.dictionaries(st.sampled_from(["", "x", "y"]), st.floats(-50, 50)), max_size=6
    ),
)
def test_probabilities_sum_to_one(
    candidates: list[tuple[list[str], list[str]]], weights: dict[str, dict[str, float]]
) -> None:
    words = [clues for clues, _ in candidates]
    clues = Clues([*range(len(candidates))], words, [tuple(companies) for _, companies in candidates])
    found = probabilities(clues, weights)
    assert len(found) == len(candidates)
    assert isclose(sum(found), 1.0)
    assert all(0.0 <= one <= 1.0 for one in found)


def test_what_speaks_for_a_candidate_makes_it_likelier() -> None:
    clues = Clues([0, 1], [["near"], ["far"]], [("", "zone"), ("", "place")])
    even = probabilities(clues, {})
    told = probabilities(clues, {"near": {"": 1.0, "zone": 0.5}, "far": {"zone": 9.0}})
    assert even == [0.5, 0.5]
    assert told[0] > 0.8


@pytest.fixture
def weigh(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, dict[str, float]]], None]:
    """Puts other weights in the place of the learnt ones."""

    def put(weights: dict[str, dict[str, float]]) -> None:
        monkeypatch.setattr(likely_subjects, "subject_weights", lambda: weights)

    return put


def told_of(text: str) -> list[tuple[str, str, str]]:
    observations = explain(Article("a", text, "a")).facts.observations
    return [(one.about, one.scope, one.subject_level) for one in observations if one.metric == "projectCount"]


def test_what_is_likelier_by_far_is_taken_and_told_as_inferred(
    weigh: Callable[[dict[str, dict[str, float]]], None],
) -> None:
    weigh({"home 1": {"Province zones": 30.0}})
    assert told_of(TEXT)[1] == ("Ninh Bình", "zones", "inferred")


def test_what_stays_open_is_no_row_and_says_so(weigh: Callable[[dict[str, dict[str, float]]], None]) -> None:
    text = "Ninh Bình: Khu công nghiệp\n\nKCN Khánh Phú có 43 dự án đầu tư."
    weigh({})
    assert told_of(text) == [("KCN Khánh Phú", "", "stated")]
    weigh({"home 1": {"Province": 6.0}})
    extraction = explain(Article("a", text, "a"))
    assert not extraction.facts.observations
    assert [one.reason for one in extraction.ignored] == [Reason.UNSURE_SUBJECT]
    assert not extraction.ignored[0].known


def test_a_firms_figure_stays_the_firms(weigh: Callable[[dict[str, dict[str, float]]], None]) -> None:
    weigh({"home 1": {"Province": 60.0}})
    text = "Ninh Bình: Khu công nghiệp\n\nCông ty TNHH Hoàng Long tại KCN Khánh Phú có 1.200 lao động."
    (row,) = explain(Article("a", text, "a")).facts.observations
    assert row.about_type == "Company"


def test_the_committed_weights_are_read() -> None:
    weights = subject_weights()
    assert len(weights) > 1000
    assert all(isinstance(weight, float) for by_company in weights.values() for weight in by_company.values())


def test_candidates_of_a_figure_are_few_however_many_an_article_has() -> None:
    line = "KCN Phú {0} Thượng có {1} dự án, vốn 500 triệu USD. "
    letters = [f"{a}{b}" for a in "BCDGHKLMNPRSTVX" for b in ("ai", "inh", "ong", "an", "ung")]
    asked: list[int] = []
    for repeat in (10, 70):
        text = "Hà Nam: khu công nghiệp\n\n" + "\n".join(line.format(name, 12) for name in letters[:repeat])
        reading = read(Article("a", text, "a"))
        candidates = Candidates(reading, Anchors(reading, ZoneList(reading)))
        assert len(candidates.subjects) >= repeat
        asked.append(max(len(candidates.recent(sentence.start)) for sentence in reading.doc.sentences))
    assert asked[1] <= 12


@pytest.fixture(scope="module")
def script() -> ModuleType:
    sys.path.insert(0, str(SCRIPTS))
    import train_subjects

    return train_subjects


def test_weights_are_learnt_from_annotated_articles(script: ModuleType, tmp_path: Path) -> None:
    names = ("Phú Bai", "Phú Binh", "Phú Bong", "Phú Can", "Phú Cung", "Phú Dan", "Phú Dong", "Phú Gia")
    rows = ["article,about,about_type,scope,metric,value,unit,from,to"]
    for number, name in enumerate(names):
        text = (
            f"Hà Nam: khu công nghiệp\n\nCác KCN của tỉnh Hà Nam có {200 + number} dự án. "
            f"KCN {name} có {30 + number} dự án."
        )
        (tmp_path / f"a{number}.txt").write_text(text, encoding="utf-8")
        rows += [
            f"a{number},Hà Nam,Province,zones,projectCount,{200 + number},1,,",
            f"a{number},KCN {name},Zone,,projectCount,{30 + number},1,,",
        ]
    (tmp_path / "observations.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    told = script.choices([tmp_path])
    assert len(told) == 2 * len(names)
    weights = script.learn(told)
    for choice in told:
        likely = probabilities(choice.clues, weights)
        assert likely.index(max(likely)) in choice.right
    assert script.learn(told) == weights


def test_clues_say_where_a_candidate_is_named() -> None:
    reading = read(Article("a", TEXT, "a"))
    candidates = Candidates(reading, Anchors(reading, ZoneList(reading)))
    what = What(reading)
    figures = [one for one in map(what.read, reading.quantities) if isinstance(one, Figure)]
    figure = next(one for one in figures if one.quantity.value == 43)
    clues = ClueReader(reading, candidates).read(figure, (), candidates.always[0])
    by_name = {
        (candidates.subjects[number].about, candidates.subjects[number].scope): words
        for number, words in zip(clues.candidates, clues.words, strict=True)
    }
    assert by_name["KCN Khánh Phú", ""][0].startswith("before 0 ")
    assert by_name["Ninh Bình", "zones"][0] == "before none"
    assert by_name["Ninh Bình", "zones"][2].startswith("earlier 0")
    assert "name 1" in by_name["KCN Khánh Phú", ""]
    assert "home 1" in by_name["Ninh Bình", ""]
