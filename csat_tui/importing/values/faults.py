"""Why a value is not taken."""

import re
from dataclasses import dataclass

from csat_tui.importing.table import CELL_ERRORS, DIGITS_LOST, NOT_CALCULATED
from schemas.language import texts

_ = texts("csat_tui")

_NOTHING = {
    "",
    "-",
    "--",
    "—",
    "——",
    "/",
    "\\",
    "无",
    "暂无",
    "没有",
    "空",
    "未填",
    "null",
    "none",
    "n/a",
    "na",
    "nan",
}
_LONGEST = max(map(len, _NOTHING))
_SHORTENED = re.compile(r"\d(?:\.\d+)?e\+?\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """``code`` is stable; ``message`` for a person. Neither repeats more of the cell than is needed."""

    code: str
    message: str


def says_nothing(text: str) -> bool:
    """Whether the cell is blank or only says that there is nothing."""
    return not text or (len(text) <= _LONGEST and text.lower() in _NOTHING)


def spoilt(text: str) -> Fault | None:
    """What a spreadsheet did to the cell before it came here, if that makes it worthless."""
    if text[:1] == "#" and (text in CELL_ERRORS or not text.strip("#")):
        return _error(text)
    return None


def _error(text: str) -> Fault:
    if text == NOT_CALCULATED:
        message = _("The cell holds a formula that was never calculated: open and save the file once.")
        return Fault("not_calculated", message)
    if text == DIGITS_LOST:
        return digits_lost()
    return Fault("cell_error", _("The cell holds the spreadsheet error {error}.", error=text[:12]))


def digits_lost() -> Fault:
    """A number of which the last digits are gone."""
    message = _(
        "A spreadsheet shortened this number and its last digits are lost: export the column as text."
    )
    return Fault("digits_lost", message)


def shortened(text: str) -> bool:
    """Whether this is a number as a spreadsheet shortens it: 1.38E+10."""
    return bool(_SHORTENED.fullmatch(text))
