"""From a file's bytes to its text, or to the reason why there is none."""

from __future__ import annotations

import codecs
import re

from kg.articles.legacy import decode_legacy

MAX_BYTES = 64 * 2**20
"""The largest article read (bytes); what is larger is a dump of many, or no article at all."""

_MAGIC = (
    (b"%PDF-", "a PDF document", "convert it to text first (pdftotext)"),
    (b"{\\rtf", "an RTF document", "save it as plain text in UTF-8"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document", "save it as plain text in UTF-8"),
    (b"PK\x03\x04", "a ZIP archive or a Word document", "unpack it, or save it as plain text in UTF-8"),
    (b"\x1f\x8b", "gzip-compressed", "unpack it (gunzip); only .jsonl.gz is read compressed"),
    (b"\x89PNG", "a PNG image", "articles are text; take it out of the folder"),
    (b"\xff\xd8\xff", "a JPEG image", "articles are text; take it out of the folder"),
    (b"GIF8", "a GIF image", "articles are text; take it out of the folder"),
)
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),  # before UTF-16: its BOM begins the same
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF16_HIGH_BYTES = frozenset((0x00, 0x01, 0x03, 0x1E, 0x20))  # Latin, Vietnamese and punctuation: nothing else
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TO_UTF8 = "save it in UTF-8"


class Undecodable(Exception):  # noqa: N818 - caught inside this package, never shown as an error
    """The bytes are no text. `line` (from 1) where the fault has a place; the message holds reason and remedy."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def decode_text(data: bytes) -> str:
    """Decode a text file. Valid UTF-8 gives exactly what `Path.read_text(encoding="utf-8")` gives (a BOM stays).

    UTF-16 and UTF-32 (with or, for UTF-16, evidently without BOM), Windows-1258, TCVN3 and VNI are decoded too.
    Raises Undecodable for anything else, for empty and for binary files.
    """
    text = decode_any(data)
    if not text.strip("\ufeff \t\r\n\f\v\u00a0\u200b"):
        raise Undecodable("the file is empty" if not text else "the file holds nothing but white space")
    _refuse_binary(text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def decode_any(data: bytes) -> str:
    """Decode bytes of unknown encoding, line ends as they are. Raises Undecodable."""
    for magic, name, remedy in _MAGIC:
        if data.startswith(magic):
            raise Undecodable(f"it is {name}, whatever its name says: {remedy}")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_as(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if encoding := _evident_utf16(data):
            return _decode_as(data, encoding)
        if legacy := decode_legacy(data):
            return legacy[0]
        line = data.count(b"\n", 0, error.start) + 1
        raise Undecodable(
            f"byte {error.start} (0x{data[error.start]:02x}) is not valid UTF-8, and the text is in no Vietnamese "
            f"encoding that is known for certain (UTF-16, Windows-1258, TCVN3, VNI): {_TO_UTF8}",
            line,
        ) from None
    if "\0" in text and (encoding := _evident_utf16(data)):
        return _decode_as(data, encoding)
    return text


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Undecodable(
            f"it looks like {encoding.upper()}, but byte {error.start} breaks it ({error.reason}): {_TO_UTF8}"
        ) from None


def _evident_utf16(data: bytes) -> str:
    """Name the UTF-16 that bytes without BOM evidently are: many zero bytes, all of them on the same side."""
    sample = data[:20_000]
    if len(data) % 2 or len(sample) < 8:
        return ""
    for encoding, high, low in (("utf-16-le", sample[1::2], sample[0::2]), ("utf-16-be", sample[0::2], sample[1::2])):
        usual = sum(byte in _UTF16_HIGH_BYTES for byte in high)
        if high.count(0) > len(high) // 2 and usual >= 0.98 * len(high) and low.count(0) == 0:
            return encoding
    return ""


def _refuse_binary(text: str) -> None:
    if (at := text.find("\0")) >= 0:
        raise Undecodable(
            f"it is binary: a zero byte stands at character {at}; articles are text", text.count("\n", 0, at) + 1
        )
    sample = text[:20_000]
    if len(_CONTROLS.findall(sample)) > 0.02 * len(sample) + 2:
        raise Undecodable("it is binary: it is full of control characters; articles are text")


def unusable(text: str) -> str:
    """Tell why a string from JSON or HTML can be no article's text ("" when it can): its offsets must be writable."""
    if found := _SURROGATE.search(text):
        return f"holds half a surrogate pair (U+{ord(found.group()):04X} at character {found.start()})"
    if (at := text.find("\0")) >= 0:
        return f"holds a zero character (at character {at})"
    return "" if text.strip("\ufeff \t\r\n\f\v\u00a0\u200b") else "is empty"
