"""Number plates, written the same way however they were typed: 京A·12345."""

import re
from functools import lru_cache
from unicodedata import is_normalized

from csat_tui.importing.values.faults import Fault
from schemas.language import texts
from schemas.text import narrow

_ = texts("csat_tui")

_PROVINCES = "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川贵云黔滇陕甘青蒙桂宁新藏"
_BETWEEN = re.compile(r"[\s·•・‧∙\-.—_*'`]+")
_PLATE = re.compile(rf"([{_PROVINCES}][A-Z])([A-Z0-9]{{4,6}}[A-Z0-9挂学警港澳领试超])")
_SPECIAL = re.compile(r"(?:使\d{6}|WJ[\u4e00-\u9fff]?[A-Z0-9]{4,6}|[\u4e00-\u9fff][A-Z]?[A-Z0-9]{5}使)")
_MILITARY = re.compile(r"[A-Z]{2}\d{5}")
_NONE = {"新车", "未上牌", "无牌", "临牌", "未挂牌", "待上牌", "无车牌", "临时牌", "没上牌", "未知"}


def no_plate(text: str) -> bool:
    """Whether the words say that the vehicle has none yet."""
    plain = narrow(text).rstrip("0")
    return plain in _NONE or plain.startswith(("新车", "未上牌", "尚未上牌")) or not plain


def read_plate(text: str) -> str | Fault:
    """The plate in its usual form."""
    bare = _BETWEEN.sub("", narrow(text)).upper()
    match = _PLATE.fullmatch(bare)
    if match:
        return f"{match[1]}·{match[2]}"
    if _SPECIAL.fullmatch(bare) or _MILITARY.fullmatch(bare):
        return bare
    return Fault("not_a_plate", _("This is no number plate: {text}.", text=narrow(text)[:20]))


@lru_cache(maxsize=1 << 14)
def plate_key(plate: str) -> str:
    """What two ways of writing the same plate have in common."""
    bare = plate.replace("·", "")
    if bare.isalnum() and is_normalized("NFKC", bare):  # nearly all there are
        return bare.upper()
    return _BETWEEN.sub("", narrow(plate)).upper()
