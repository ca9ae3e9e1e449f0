"""Yes and no, severities, codes and plain words."""

import re

from csat_tui.importing.values.faults import Fault, digits_lost, shortened
from schemas.language import texts
from schemas.text import narrow, one_line

_ = texts("csat_tui")

_YES = {
    "是",
    "有",
    "y",
    "yes",
    "true",
    "1",
    "√",
    "✓",
    "✔",
    "对",
    "勿扰",
    "勿打扰",
    "请勿打扰",
    "请勿联系",
    "t",
    "请勿回访",
    "免打扰",
    "不回访",
    "拒访",
    "勿回访",
}
_NO = {"否", "n", "no", "f", "false", "0", "×", "x", "✗", "不", "正常", "可回访", "可以回访"}
_HERE = {"在职", "在岗", "试用", "正式", "实习", "在用", "在展", "正常", "是", "active", "yes", "y", "1"}
_GONE = {
    "离职",
    "离岗",
    "退休",
    "停用",
    "已售",
    "撤展",
    "下架",
    "报废",
    "否",
    "inactive",
    "left",
    "sold",
    "no",
    "0",
}
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_SEVERITIES = {
    **{str(n): f"P{n}" for n in range(1, 5)},
    **dict(zip("一二三四", ("P1", "P2", "P3", "P4"), strict=True)),
    "紧急": "P1",
    "高": "P2",
    "中": "P3",
    "低": "P4",
    "critical": "P1",
    "high": "P2",
    "medium": "P3",
    "low": "P4",
}
_SEVERITY_SIGNS = re.compile(r"[\s级\-]|^优先|^level|^sev|^第", re.IGNORECASE)
_NUMBERED = re.compile(r"([1-4])\s*-\s*([^\W\d]+)")
_TRUTHS = ("TRUE", "FALSE")
_A_DAY = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?")
"""How a cell of a day is shown: a spreadsheet takes room 2-1 for the first of February."""
LONGEST_CODE = 64
LONGEST_TEXT = 2000


def read_yes_no(text: str) -> bool | Fault:
    """Whether the word means yes."""
    word = _IN_BRACKETS.sub("", narrow(text).lower())
    if word in _YES:
        return True
    if word in _NO:
        return False
    return Fault("not_yes_or_no", _("This means neither yes nor no: {text}.", text=word[:20]))


def read_standing(text: str) -> str | Fault:
    """Whether somebody still works here, or a car is still shown: ``active`` or ``closed``."""
    word = _IN_BRACKETS.sub("", narrow(text).lower())
    if word in _HERE:
        return "active"
    if word in _GONE:
        return "closed"
    return Fault(
        "not_a_standing", _("This says neither that it goes on nor that it ended: {text}.", text=word[:20])
    )


def read_severity(text: str) -> str | Fault:
    """P1 to P4 (S1-065)."""
    plain = narrow(text).upper()
    match = re.search(r"P\s*-?\s*([1-4])(?!\d)", plain)
    if match:
        return f"P{match[1]}"
    numbered = _NUMBERED.fullmatch(plain.lower())
    if numbered:  # 3 - Moderate; a word that is another level here is refused
        level = f"P{numbered[1]}"
        found = level if _SEVERITIES.get(numbered[2], level) == level else None
    else:
        found = _SEVERITIES.get(_SEVERITY_SIGNS.sub("", plain.lower()))
    return found or Fault("not_a_severity", _("This is none of P1 to P4: {text}.", text=plain[:20]))


def read_code(text: str) -> str | Fault:
    """A number by which something is called, in ASCII forms, without blanks: SO-2025 0314 is SO-20250314."""
    if (
        text.isascii()
        and text.isalnum()
        and (text.isdigit() or (text[0].isalpha() and text not in _TRUTHS))
        and len(text) <= LONGEST_CODE
    ):
        return text  # nearly all there are
    if text in _TRUTHS or _A_DAY.fullmatch(text):
        return Fault("not_a_code", _("A spreadsheet made {text} of this number.", text=text))
    plain = re.sub(r"\s+", "", narrow(text)).lstrip("'`")
    if shortened(plain):
        return digits_lost()
    if len(plain) > LONGEST_CODE:
        return Fault("too_long", _("The number is longer than {most} characters.", most=LONGEST_CODE))
    return re.sub(r"^(\d+)\.0$", r"\1", plain)


def read_text(text: str) -> str | Fault:
    """Words on one line, as they stand."""
    words = one_line(text)
    if len(words) > LONGEST_TEXT:
        return Fault("too_long", _("The text is longer than {most} characters.", most=LONGEST_TEXT))
    return words


def read_decimal(text: str) -> str | Fault:
    """A number as exact text: 12,345.60 km is 12345.60."""
    plain = re.sub(r"(?:km|公里|元|¥|￥|,)", "", narrow(text), flags=re.IGNORECASE).strip()
    if shortened(plain):
        return digits_lost()
    if not re.fullmatch(r"-?\d{1,30}(\.\d{1,10})?", plain):
        return Fault("not_a_number", _("This is no number: {text}.", text=plain[:20]))
    return plain
