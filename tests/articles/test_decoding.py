"""Encodings from before UTF-8, written by tables of this test's own and read back."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles import Article, ReadProblem, read_articles
from kg.articles.decoding import Undecodable, decode_text
from kg.articles.legacy import decode_legacy, is_syllable

TEXT = (
    "Khu công nghiệp Đại An (Hải Dương) rộng 470,8 ha, đã lấp đầy 92%.\n"
    "Đến hết quý III/2021, các doanh nghiệp ở đây sử dụng trên 25.000 lao động; phần lớn là người trong tỉnh, "
    "số còn lại đến từ Hưng Yên, Bắc Ninh, Thái Bình và những địa phương lân cận.\n"
)

# A letter and its byte in the fonts, written down from printed charts, the other way round than the code has them.
TCVN3_BYTES = {
    "Ă": 0xA1,
    "Â": 0xA2,
    "Ê": 0xA3,
    "Ô": 0xA4,
    "Ơ": 0xA5,
    "Ư": 0xA6,
    "Đ": 0xA7,
    "ă": 0xA8,
    "â": 0xA9,
    "ê": 0xAA,
    "ô": 0xAB,
    "ơ": 0xAC,
    "ư": 0xAD,
    "đ": 0xAE,
    "à": 0xB5,
    "ả": 0xB6,
    "ã": 0xB7,
    "á": 0xB8,
    "ạ": 0xB9,
    "ằ": 0xBB,
    "ẳ": 0xBC,
    "ẵ": 0xBD,
    "ắ": 0xBE,
    "ặ": 0xC6,
    "ầ": 0xC7,
    "ẩ": 0xC8,
    "ẫ": 0xC9,
    "ấ": 0xCA,
    "ậ": 0xCB,
    "è": 0xCC,
    "ẻ": 0xCE,
    "ẽ": 0xCF,
    "é": 0xD0,
    "ẹ": 0xD1,
    "ề": 0xD2,
    "ể": 0xD3,
    "ễ": 0xD4,
    "ế": 0xD5,
    "ệ": 0xD6,
    "ì": 0xD7,
    "ỉ": 0xD8,
    "ĩ": 0xDC,
    "í": 0xDD,
    "ị": 0xDE,
    "ò": 0xDF,
    "ỏ": 0xE1,
    "õ": 0xE2,
    "ó": 0xE3,
    "ọ": 0xE4,
    "ồ": 0xE5,
    "ổ": 0xE6,
    "ỗ": 0xE7,
    "ố": 0xE8,
    "ộ": 0xE9,
    "ờ": 0xEA,
    "ở": 0xEB,
    "ỡ": 0xEC,
    "ớ": 0xED,
    "ợ": 0xEE,
    "ù": 0xEF,
    "ủ": 0xF1,
    "ũ": 0xF2,
    "ú": 0xF3,
    "ụ": 0xF4,
    "ừ": 0xF5,
    "ử": 0xF6,
    "ữ": 0xF7,
    "ứ": 0xF8,
    "ự": 0xF9,
    "ỳ": 0xFA,
    "ỷ": 0xFB,
    "ỹ": 0xFC,
    "ý": 0xFD,
    "ỵ": 0xFE,
}
VNI_TONES = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
VNI_CIRCUMFLEX = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
VNI_BREVE = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
VNI_SINGLE = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ"}


def to_tcvn3(text: str) -> bytes:
    return bytes(TCVN3_BYTES[letter] if letter in TCVN3_BYTES else ord(letter) for letter in text)


def to_vni(text: str) -> bytes:
    written = []
    for letter in text:
        low = letter.lower()
        if low in VNI_SINGLE:
            out = VNI_SINGLE[low]
        else:
            decomposed = unicodedata.normalize("NFD", low)
            base, marks = decomposed[0], decomposed[1:]
            tone = next((mark for mark in marks if mark in VNI_TONES), "")
            if "\u0302" in marks:
                out = base + VNI_CIRCUMFLEX[tone]
            elif "\u0306" in marks:
                out = base + VNI_BREVE[tone]
            else:
                out = {"o": "ô", "u": "ö"}[base] if "\u031b" in marks else base
                out += VNI_TONES.get(tone, "")
        written.append(out.upper() if letter.isupper() else out)
    return "".join(written).encode("latin-1")


def to_cp1258(text: str) -> bytes:
    """The code page has ă â đ ê ô ơ ư whole, and tones as letters of their own behind."""
    out = b""
    for letter in text:
        decomposed = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in decomposed[1:] if mark in VNI_TONES)
        whole = unicodedata.normalize("NFC", "".join(part for part in decomposed if part not in tone))
        out += (whole + tone).encode("cp1258")
    return out


ENCODERS = {"TCVN3": to_tcvn3, "VNI": to_vni, "Windows-1258": to_cp1258}
encoders = pytest.mark.parametrize("encode", ENCODERS.values(), ids=ENCODERS.keys())

WORDS = (
    "công nghiệp khu cụm tỉnh huyện đầu tư vốn đăng ký tỷ đồng lấp đầy diện tích lao động xuất khẩu giá trị sản tăng "
    "trưởng năm quý kỳ của những được Đà Nẵng Hưng Yên Đắk Thủy Huế Quảng Ngãi Ấp Ở ước ngoài nước rưỡi thuế"
)


@encoders
def test_legacy_text_is_recognised_and_read(encode: object, tmp_path: Path) -> None:
    assert callable(encode)
    data = encode(TEXT if encode is not to_tcvn3 else TEXT.replace("Ấ", "ấ"))
    (tmp_path / "a.txt").write_bytes(data)
    [entry] = read_articles([tmp_path / "a.txt"])
    assert isinstance(entry, Article)
    assert entry.text == TEXT


@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=40))
@encoders
def test_legacy_words_come_back_or_are_refused(encode: object, words: list[str]) -> None:
    """Never wrong letters: a few words may be too little evidence, but what is read is what was written."""
    assert callable(encode)
    # The small fonts of TCVN3 have no capitals with tones.
    text = " ".join(word.lower() if encode is to_tcvn3 and word[0] in "ẤỞ" else word for word in words)
    special = {word for word in text.split() if not word.isascii()}
    data = encode(text)
    try:
        assert decode_text(data) == text
    except Undecodable:
        assert len(special) < 12


def test_capitals_of_the_capital_fonts() -> None:
    data = to_tcvn3("khu công nghiệp Đại An của tỉnh, HộI NGHị GIAO BAN các cụm công nghiệp. Đà Nẵng")
    assert decode_text(data) == "khu công nghiệp Đại An của tỉnh, HỘI NGHỊ GIAO BAN các cụm công nghiệp. Đà Nẵng"


def test_line_ends_of_legacy_text() -> None:
    assert decode_text(to_vni(TEXT.replace("\n", "\r\n"))) == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_bom_is_evident(encoding: str) -> None:
    assert decode_text(TEXT.encode(encoding)) == TEXT
    ascii_only = "Industrial parks of 2021: 14 parks, 2567 ha."
    assert decode_text(ascii_only.encode(encoding)) == ascii_only


@pytest.mark.parametrize(
    "data",
    [
        "Les régions à l'étranger où l'été a été très sec, dès août, même près des forêts".encode("latin-1"),
        "Größere Mengen für Südamerika müssen überprüft werden, auch ältere".encode("latin-1"),
        "工業団地の開発が進んでいる".encode("shift-jis"),
        "Промышленные парки провинции".encode("koi8-r"),
        TEXT.encode()[:50] + b"\xe1" + TEXT.encode()[50:],
        bytes(range(128, 256)) * 20,
    ],
)
def test_what_is_no_known_vietnamese_is_refused(data: bytes) -> None:
    assert decode_legacy(data) is None
    with pytest.raises(Undecodable, match="not valid UTF-8"):
        decode_text(data)


def test_a_broken_byte_in_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    lines = TEXT.encode().split(b"\n")
    (tmp_path / "a.txt").write_bytes(lines[0] + b"\n" + lines[1][:20] + b"\xff" + lines[1][20:])
    [entry] = read_articles([tmp_path / "a.txt"])
    assert isinstance(entry, ReadProblem)
    assert entry.line == 2


@pytest.mark.parametrize("word", ["nghiệp", "Quảng", "thuở", "khuỷu", "rượu", "ngoằn", "giếng", "quyết", "Ý", "ƯỚC"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["nghieäp", "ngh", "été", "áà", "strốt", "Größe", "công2"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)
