"""Text measured in terminal cells: Chinese characters take two. Everything shown passes through here.

Text is made harmless again before it is drawn (``schemas.text.clean``), whatever its source.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from rich.cells import cell_len, set_cell_size

from schemas.text import clean

Align = Literal["left", "right"]
CUT = ".."
"""Ends a text that did not fit. ASCII, because terminals disagree on the width of the ellipsis."""

# 避头尾: punctuation that must not begin a line, and brackets that must not end one.
_NOT_FIRST = "，。、；：？！）》」』】”’％,.;:?!)]}%"
PAUSES = ",.;:，。；：、"
_NOT_LAST = "（《「『【“‘([{"


def flat(text: str) -> str:
    """The text made harmless and on one line, its blanks as they are."""
    return clean(text).replace("\n", " ").replace("\t", " ")


def fit(text: str, width: int, align: Align = "left") -> str:
    """The text on one line, cut or padded to exactly this many cells."""
    text = flat(text)
    size = cell_len(text)
    if size > width:
        return set_cell_size(_whole_words(text, max(0, width - len(CUT))).rstrip() + CUT, width)
    padding = " " * (width - size)
    return padding + text if align == "right" else text + padding


def phrase(text: str, width: int) -> str:
    """The text when it fits, else its beginning up to a comma or full stop; empty when not even that fits."""
    if cell_len(text) <= width:
        return text
    ends = [n for n, character in enumerate(text) if character in PAUSES and cell_len(text[:n]) <= width]
    closing = ")" if text.startswith("(") else ""
    return text[: ends[-1]] + closing if ends else ""


def _whole_words(text: str, width: int) -> str:
    """The beginning of a text that fits, without the Latin word it would be cut in, unless little were left."""
    head = set_cell_size(text, width)
    inside = head[-1:].isalpha() and text.startswith(head) and _letter(text[len(head) : len(head) + 1])
    if not inside or not _letter(head[-1]):
        return head
    whole, _blank, _rest = head.rpartition(" ")
    return whole if 2 * cell_len(whole) >= width else head


def _letter(character: str) -> bool:
    return character.isalpha() and not _breakable(character)


def spread(left: str, right: str, width: int) -> str:
    """One text at each end of a line of exactly this width; the left one gives way."""
    right = flat(right)
    room = width - cell_len(right)
    return fit(left, room) + right if room >= 0 else fit(right, width)


def packed(items: Iterable[str], width: int, gap: str = "  ") -> list[str]:
    """The items on as few lines as they need, in order, none broken."""
    lines: list[str] = []
    for item in items:
        longer = f"{lines[-1]}{gap}{item}" if lines else item
        if lines and cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(item)
    return lines


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most this many cells, broken between Chinese characters and between words."""
    return [line for paragraph in clean(text).split("\n") for line in _wrap_paragraph(paragraph, width)]


def _wrap_paragraph(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for token in _tokens(text):
        if line and cell_len(line + token.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
            token = token.lstrip()
        while cell_len(token) > width:
            head = _head(token, width)
            lines.append(head)
            token = token[len(head) :]
        line += token
    return [*lines, line.rstrip()]


def _head(text: str, width: int) -> str:
    end, used = 0, 0
    while end < len(text) and (end == 0 or used + cell_len(text[end]) <= width):
        used += cell_len(text[end])
        end += 1
    return text[:end]


def _tokens(text: str) -> Sequence[str]:
    """What must stay on one line: a Latin word with the blank after it, or a character with the punctuation
    that clings to it."""
    tokens: list[str] = []
    for character in text:
        if tokens and _clings(tokens[-1][-1], character):
            tokens[-1] += character
        else:
            tokens.append(character)
    return tokens


def _clings(before: str, character: str) -> bool:
    if character in _NOT_FIRST or before in _NOT_LAST:
        return True
    if character == " ":
        return before != " "
    return before != " " and not _breakable(before) and not _breakable(character)


def _breakable(character: str) -> bool:
    return cell_len(character) == 2
