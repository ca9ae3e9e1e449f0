"""A screen of the app as an SVG file of its own: no address in it, and each character in its cells.

Chinese characters take two cells whatever font the reader has, because every run of characters of one width
says how long it is.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Any

from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from textual.app import App
from textual.strip import Strip

CELL, ROW, FONT, MARGIN = 8.0, 20.0, 16.0, 12.0
"""Pixels: width of a cell, height of a row, size of the type, space around the screen. In a
font with Chinese characters these are twice as wide as the others, and as wide as the type is high."""

BLANK = (0, True)
BACKGROUND, FOREGROUND = "#121212", "#e0e0e0"
FONTS = (
    "'Noto Sans Mono CJK SC', 'Sarasa Mono SC', 'Source Han Mono SC', 'WenQuanYi Zen Hei Mono', "
    "'Microsoft YaHei', 'PingFang SC', monospace"
)


def picture(app: App[Any]) -> str:
    """What the app shows now. Reads Textual's compositor, which has no public way to its strips."""
    return svg(app.screen._compositor.render_strips())


def svg(strips: Sequence[Strip]) -> str:
    """The rows of a screen."""
    width = max(strip.cell_length for strip in strips) * CELL + 2 * MARGIN
    height = len(strips) * ROW + 2 * MARGIN
    rows = [part for n, strip in enumerate(strips) for part in _row(strip, MARGIN + n * ROW)]
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}">',
        f'<rect width="{width:g}" height="{height:g}" rx="8" fill="{BACKGROUND}"/>',
        f'<g font-family="{FONTS}" font-size="{FONT:g}" xml:space="preserve">',
    ]
    return "\n".join([*head, *rows, "</g>", "</svg>"]) + "\n"


def _row(strip: Strip, top: float) -> Iterator[str]:
    """Backgrounds first, then the text over them."""
    texts: list[str] = []
    left = MARGIN
    for segment in strip:
        style, length = segment.style or Style(), cell_len(segment.text) * CELL
        ink, paper = _colours(style)
        if paper != BACKGROUND:
            yield f'<rect x="{left:g}" y="{top:g}" width="{length:g}" height="{ROW:g}" fill="{paper}"/>'
        texts += _texts(segment.text, left, top, ink, bold=bool(style.bold))
        left += length
    yield from texts


def _texts(text: str, left: float, top: float, ink: str, *, bold: bool) -> Iterator[str]:
    weight = ' font-weight="bold"' if bold else ""
    for kind, run in groupby(text, key=_kind):
        part = "".join(run)
        length = cell_len(part) * CELL
        if kind != BLANK:
            yield (
                f'<text x="{left:g}" y="{top + 15:g}" textLength="{length:g}" lengthAdjust="spacingAndGlyphs" '
                f'fill="{ink}"{weight}>{escape(part)}</text>'
            )
        left += length


def _kind(char: str) -> tuple[int, bool]:
    """Characters of one kind stand in one run: fonts disagree how wide a narrow sign such as · is."""
    return BLANK if char == " " else (cell_len(char), char.isascii())


def _colours(style: Style) -> tuple[str, str]:
    """Of the characters and behind them."""
    ink = _hex(style.color, FOREGROUND)
    paper = _hex(style.bgcolor, BACKGROUND)
    return (paper, ink) if style.reverse else (ink, paper)


def _hex(colour: Color | None, otherwise: str) -> str:
    return otherwise if colour is None or colour.is_default else colour.get_truecolor().hex
