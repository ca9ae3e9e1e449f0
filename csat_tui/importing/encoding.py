"""Which encoding a text file is in: a mark at its start decides, else what can be read without fault."""

import codecs

from csat_tui.importing.refusals import not_a_table
from schemas.language import texts

_ = texts("csat_tui")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_NO_TEXT = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"SQLite format 3",
    b"{\\rtf",
)
"""How documents, pictures, archives and databases begin."""
_SAMPLE = 4096
_MOST_CONTROLS = 0.1


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file, and the name of its encoding. Raises Trouble ``not_a_table``."""
    if data.startswith(_NO_TEXT):
        raise _no_text()
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _checked(_strict(data[len(mark) :], codec, name)), name
    wide = _unmarked_wide(data)
    if wide:
        return _checked(_strict(data, wide, "UTF-16")), "UTF-16"
    try:
        return _checked(data.decode("utf-8")), "UTF-8"
    except UnicodeDecodeError as error:
        return _checked(_chinese(data, error)), "GB18030"


def _strict(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error.start, name) from error


def _chinese(data: bytes, first: UnicodeDecodeError) -> str:
    """GB18030 contains GBK and GB 2312. A file that is nearly all UTF-8 is a damaged UTF-8 file, which
    GB18030 would turn into other characters without complaint."""
    if _mostly_utf8(data):
        raise _undecodable(data, first.start, "UTF-8") from first
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _undecodable(data, error.start, "GB18030") from error


def _mostly_utf8(data: bytes) -> bool:
    sample = data[: 64 * _SAMPLE]
    text = sample.decode("utf-8", errors="replace")
    wide = sum(char > "\u07ff" and char != "\ufffd" for char in text)
    return wide > 20 * text.count("\ufffd")


def _unmarked_wide(data: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of its delimiters and line ends is zero."""
    sample = data[:_SAMPLE]
    if len(sample) < 4 or sample.count(0) < 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if b"\n\x00" in sample and odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if b"\x00\n" in sample and even > 4 * odd else None


def _checked(text: str) -> str:
    sample = text[:_SAMPLE]
    controls = sum(char < " " and char not in "\t\r\n" for char in sample)
    if controls > _MOST_CONTROLS * len(sample) + 2:
        raise _no_text()
    return text


def _no_text() -> Exception:
    return not_a_table(_("The file is neither a text file nor a workbook."))


def _undecodable(data: bytes, at: int, name: str) -> Exception:
    line = data.count(b"\n", 0, at) + 1
    return not_a_table(
        _(
            "Line {line} holds bytes that are no text in {encoding}: the file is damaged.",
            line=line,
            encoding=name,
        )
    )
