"""What the test of a terminal found, as it is kept in the settings: one word for each part.

``yes``: it is in order; ``no``: it is not; ``skipped``: there is no way to tell here.
"""

import unicodedata
from dataclasses import dataclass, fields

from schemas.language import texts
from schemas.text import clean

_ = texts("csat_tui")

SETTING = "self_test"
CHINESE, FULL_WIDTH, SIGN = "chinese", "full_width", "sign"
TYPED = (CHINESE, FULL_WIDTH, SIGN)
"""What is typed, in its order."""


@dataclass(frozen=True)
class Found:
    """``day``: ISO date of the test; ``aligned``: Chinese characters take two cells; ``ambiguous``: one of the two
    widths fits those of doubtful width."""

    day: str
    aligned: str = "skipped"
    ambiguous: str = "skipped"
    chinese: str = "skipped"
    full_width: str = "skipped"
    sign: str = "skipped"

    @property
    def kept(self) -> str:
        """As text for the settings."""
        return " ".join(f"{one.name}={getattr(self, one.name)}" for one in fields(self))

    @property
    def wrong(self) -> tuple[str, ...]:
        """The parts that are not in order."""
        return tuple(one.name for one in fields(self) if getattr(self, one.name) == "no")


def found_in(text: str | None) -> Found | None:
    """What an earlier test found; None when there was none that can be read."""
    named = dict(part.partition("=")[::2] for part in (text or "").split())
    known = {one.name for one in fields(Found)}
    return Found(**{name: word for name, word in named.items() if name in known}) if "day" in named else None


def judged(part: str, text: str) -> str:
    """Whether what was typed is what the part asks for; nothing typed means that it cannot be typed here."""
    typed = clean(text).strip()
    if not typed:
        return "skipped"
    return "yes" if _RIGHT[part](typed) else "no"


def advice(part: str) -> str:
    """What to do about a part that is not in order."""
    return {
        "aligned": _("Choose a font with Chinese characters of double width in your terminal."),
        "ambiguous": _(
            "Keep one cell; texts with “ ” or · may shift a row by a little. Another font mends it."
        ),
        "chinese": _("No Chinese character arrived. Switch the input method on and test again."),
        "full_width": _("No digit arrived. Answer with the input method in half-width mode."),
        "sign": _("Neither / nor its Chinese form arrived. Choose n/a from the list of choices instead."),
    }[part]


def _is_chinese(text: str) -> bool:
    return any(unicodedata.name(character, "").startswith("CJK UNIFIED") for character in text)


def _is_digit(text: str) -> bool:
    return unicodedata.normalize("NFKC", text).isdecimal()


def _is_slash(text: str) -> bool:
    from csat_tui.keyboard import sign_of

    return len(text) == 1 and sign_of(text) == "/"


_RIGHT = {CHINESE: _is_chinese, FULL_WIDTH: _is_digit, SIGN: _is_slash}
