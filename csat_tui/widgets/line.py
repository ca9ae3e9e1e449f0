"""A line of text with tones, and how a widget paints it. Text is never parsed as markup.

A tone is one of the component classes in ``TONES``, coloured in ``app.tcss``; it repeats what the text
already says, so nothing is lost without colour.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from csat_tui.widgets.cells import fit, flat

TONES = {"tone--dim", "tone--strong", "tone--warn", "tone--good", "tone--bad", "tone--cursor", "tone--bar"}


@dataclass(frozen=True)
class Span:
    """A piece of text in one tone: the part of a name in ``TONES`` after the dashes, or ``""``."""

    text: str
    tone: str = ""


Line = tuple[Span, ...]


def line(*parts: str | Span) -> Line:
    """A line from texts and spans."""
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts)


def lines(texts: Iterable[str], tone: str = "") -> list[Line]:
    """Each text a line of its own, all in one tone."""
    return [line(Span(text, tone)) for text in texts]


def plain(painted: Line) -> str:
    """The text of a line without its tones."""
    return "".join(span.text for span in painted)


def strip_of(widget: Widget, painted: Line, width: int, base: str = "") -> Strip:
    """The line as the widget paints it, cut or padded to exactly this many cells."""
    segments, room = [], width
    for span in painted:
        text = _harmless(span.text, room)
        segments.append(Segment(text, _style(widget, span.tone or base)))
        room -= cell_len(text)
    segments.append(Segment(" " * max(0, room), _style(widget, base)))
    return Strip(segments, width)


def _harmless(text: str, room: int) -> str:
    text = flat(text)
    return text if cell_len(text) <= room else fit(text, max(0, room))


def _style(widget: Widget, tone: str) -> Style:
    return widget.get_component_rich_style(f"tone--{tone}") if tone else widget.rich_style
