"""How the program looks on this terminal: theme, colours, and the width of doubtful characters.

Kept in the home's settings as the words below; an unknown word counts as the first of its list.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.theme import Theme

THEMES = {
    "dark": "textual-dark",
    "light": "textual-light",
    "contrast": "csat-contrast",
    "terminal": "ansi-dark",
    "terminal-light": "ansi-light",
}
"""The word in the settings -> the name of the theme in Textual."""
COLOURS = ("on", "off")
WIDTHS = ("1", "2")

CONTRAST = Theme(
    name="csat-contrast",
    primary="#ffffff",
    secondary="#ffffff",
    warning="#ffff00",
    error="#ff8080",
    success="#80ff80",
    accent="#00ffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    boost="#000000",
    dark=True,
    variables={"text-muted": "#ffffff"},
)
"""Every text at 7:1 or more against its background (WCAG 2.2, 1.4.6)."""


@dataclass(frozen=True)
class Look:
    """``ambiguous``: cells of a character of doubtful width, 1 or 2."""

    theme: str = "dark"
    colours: str = "on"
    ambiguous: str = "1"

    @property
    def cells(self) -> int:
        """The width as a number."""
        return int(self.ambiguous)


CHOICES = {"theme": tuple(THEMES), "colours": COLOURS, "ambiguous": WIDTHS}
"""Name of a setting -> the words it may be."""


def look_of(settings: Mapping[str, str]) -> Look:
    """The look that the settings of a home ask for."""
    return Look(**{name: _known(settings.get(name), words) for name, words in CHOICES.items()})


def _known(word: str | None, words: tuple[str, ...]) -> str:
    return word if word in words else words[0]
