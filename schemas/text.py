"""Text that people typed, pasted or sent: made harmless once, where it enters a store.

A terminal obeys escape sequences and directional marks found in data (titles, clipboard writes, mirrored
lines), so they are taken out; everything a person can read stays exactly as typed, in NFC.
"""

import re
import unicodedata

_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and newline, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # directional marks and overrides
    "\u2028\u2029\ufeff\ufff9-\ufffb"  # separators and invisible anchors
    "\ud800-\udfff]"  # lone surrogates
)
_LINE_ENDS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_BLANKS = re.compile(r"\s+")


def clean(text: str) -> str:
    """The text without control characters, lines ended by ``\\n``, in Unicode form NFC."""
    if text.isprintable():  # nothing of it is harmful: most text, and much faster
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", _HARMFUL.sub("", _LINE_ENDS.sub("\n", text)))


def is_clean(text: str) -> bool:
    """Whether nothing of the text needs cleaning; as a whole, so of every part of it."""
    return text.isprintable() and (text.isascii() or unicodedata.is_normalized("NFC", text))


def one_line(text: str) -> str:
    """The cleaned text on one line, without blanks at its ends: names, places, plates."""
    if text.isprintable():  # the only blank in it is the plain one
        plain = text if text.isascii() else unicodedata.normalize("NFC", text)
        return plain if " " not in plain else " ".join(plain.split())
    return _BLANKS.sub(" ", clean(text)).strip()


def narrow(text: str) -> str:
    """Codes, numbers and phones in their ASCII form (``８５．５`` becomes ``85.5``), on one line."""
    if text.isalnum() and (text.isascii() or unicodedata.is_normalized("NFKC", text)):
        return text
    plain = unicodedata.normalize("NFKC", one_line(text))
    return plain.replace("。", ".").replace("、", "/").strip()
