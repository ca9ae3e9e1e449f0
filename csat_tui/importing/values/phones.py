"""Telephone numbers as people and systems write them, in the form in which they are dialled."""

import re
from typing import NamedTuple

from csat_tui.importing.values.faults import Fault, digits_lost, shortened
from schemas.language import texts
from schemas.text import narrow

_ = texts("csat_tui")

_APART = re.compile(r"[/,;|\n]|或|和")
_WORDS = re.compile(
    r"(?:(?:联系|备用|本人|客户|车主|机主|业主|家庭|住宅|宅|办公|办|单位|公司|店长|老板)(?:的)?)?(?:手机号?码?|电话号?码?|座机|固话)"
    r"|tel(?:ephone)?|phone|mobile|[:：]"
    r"|\((?![^()]*(?:停|空|错|换|勿|不|非|无|旧|原|作废|注销|拒|传真|fax))[^\d()]*\)",
    re.IGNORECASE,
)
"""What is said beside a number and may be left out; not that it is dead (已停机), somebody else's, or a fax."""
_CALLED = re.compile(
    r"^[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
    r"陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]?"
    r"(?:先生|女士|小姐|太太|总|经理|主任|师傅|老师|工|老板|店长|本人)?\s*(?=[01+])"
)
"""Who is to be asked for, before a number: 张总, 李, 老板. Other words may say that the number is dead."""
_AREA_IN_BRACKETS = re.compile(r"^\((0\d{2,3})\)\s*")
_SIGNS = str.maketrans("", "", " -.()[]·_—–－‐‑‒")
_EXTENSION = re.compile(r"^(.*?)\s*(?:转接?|分机号?|内线|ext\.?|#|\*)\s*(\d{1,6})$", re.IGNORECASE)
_DASHED_EXTENSION = re.compile(r"^(0\d{2,3}-\d{7,8})-(\d{1,6})$")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SHORT_AREA = re.compile(r"(010|02\d)(\d{8})")
_LONG_AREA = re.compile(r"(0[3-9]\d{2})(\d{7,8})")
_LOCAL = re.compile(r"[2-8]\d{6,7}")
_SERVICE = re.compile(r"(?:400|800)\d{7}|95\d{3,6}|9[56]\d{3,4}|1[012]\d{3}")
_ABROAD = re.compile(r"\+[1-9]\d{6,14}")
_PREFIX = re.compile(r"^(?:\(?\+\s*86\)?|\+?0086|86(?=[\s-])|86(?=1[3-9]\d{9}$))[\s-]*")
_NOT_TOLD = {
    "不详", "未知", "不明", "未留", "没留", "未提供", "未填写", "未登记", "不提供", "不便提供", "拒绝提供", "拒留",
    "无电话", "无号码", "空号", "保密", "unknown", "notprovided", "refused",
}  # fmt: skip
_FILLER = re.compile(r"0+|(\d)\1{6,}")
"""What is typed into a field that must be filled: 0, 00000000000, 11111111111."""
_ROUNDED = re.compile(r"1[3-9]\d0{8}")
"""138 and zeros: what is left of a number that was saved as 1.38E+10 once."""
_SPACED = re.compile(r"(?<=\d{7})\s+(?=(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})\b)")


class Phones(NamedTuple):
    """The number to dial first, and the others of the same cell."""

    first: str
    others: tuple[str, ...] = ()


def no_phone(text: str) -> bool:
    """Whether the words or digits say that no number is known."""
    if _MOBILE.fullmatch(text):  # nearly always
        return False
    plain = narrow(text).lower().translate(_SIGNS)
    return plain in _NOT_TOLD or bool(_FILLER.fullmatch(plain))


def read_phones(text: str) -> Phones | Fault:
    """All numbers of a cell. One that is no number spoils the cell: half of it would be a wrong guess."""
    if len(text) == 11 and _MOBILE.fullmatch(text) and not text.endswith("0" * 8):
        return Phones(text)
    plain = narrow(text)
    if plain.endswith(".0"):
        plain = plain[:-2]
    if shortened(plain) or _ROUNDED.fullmatch(plain):
        return digits_lost()
    parts = [part.strip() for part in _APART.split(_SPACED.sub("/", _WORDS.sub(" ", plain)))]
    numbers = [read_number(_CALLED.sub("", part)) for part in parts if part]
    if not numbers or any(number is None for number in numbers):
        return Fault("not_a_phone", _("This is no telephone number: {text}.", text=_masked(plain)))
    found = list(dict.fromkeys(number for number in numbers if number))
    return Phones(found[0], tuple(found[1:]))


def read_number(text: str) -> str | None:
    """One number: 13800138000, 010-62345678, 010-62345678-802, 4008001234, +85223456789; None when it is none."""
    inland = _PREFIX.sub("", text)
    plain = _AREA_IN_BRACKETS.sub(r"\1-", inland)
    match = _DASHED_EXTENSION.match(plain) or _EXTENSION.match(plain)
    if match:
        base = read_number(match[1])
        return f"{base}-{match[2]}" if base else None
    digits = plain.translate(_SIGNS)
    if inland == text:
        return _dialled(digits)
    return _dialled(digits) if _MOBILE.fullmatch(digits) else _dialled("0" + digits.removeprefix("0"))


def _dialled(digits: str) -> str | None:
    if any(pattern.fullmatch(digits) for pattern in (_MOBILE, _LOCAL, _SERVICE, _ABROAD)):
        return digits
    area = _SHORT_AREA.fullmatch(digits) or _LONG_AREA.fullmatch(digits)
    if area:
        return f"{area[1]}-{area[2]}"
    return digits[1:] if digits[:1] == "0" and _MOBILE.fullmatch(digits[1:]) else None


def _masked(text: str) -> str:
    """Enough to find the cell again, without the number itself."""
    return re.sub(r"\d(?=.*\d{2})", "*", text[:30])
