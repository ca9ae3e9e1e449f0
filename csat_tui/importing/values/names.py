"""Names of people and companies, with the form of address kept apart."""

import re
from functools import lru_cache
from typing import NamedTuple

from csat_tui.importing.values.faults import Fault
from csat_tui.importing.values.plates import read_plate
from schemas.language import texts
from schemas.text import one_line

_ = texts("csat_tui")

LONGEST = 120
_SPREAD = re.compile(r"[\u4e00-\u9fff](?: [\u4e00-\u9fff]{1,2}){1,2}")
"""A short name spread to the width of a longer one: 张　三. 张三 李四 are two people and stay as they are."""
_ADDRESSED = re.compile(r"^([\u4e00-\u9fff·]{2,})[\s(（]*(先生|女士|小姐|太太)[)）]*$")
_SURNAME_ONLY = re.compile(r"^[\u4e00-\u9fff](先生|女士|小姐|太太|总|经理|主任|师傅|老师|工)$")
_ENGLISH = re.compile(r"^(Mr|Mrs|Ms|Miss|Dr)\.?\s+(\S.*)$", re.IGNORECASE)
_PLAIN = re.compile(r"[\u4e00-\u9fff]{2,4}(?<![生士姐太总理任傅师工户主])")
"""Nothing but a name: no word of address at its end."""
_COMPANY = re.compile(
    r"公司|集团|工厂|商行|商贸|贸易|灯饰|照明|建材|五金|汽修|[\u4e00-\u9fff]厂$|商店|门店|超市|中心$|[局院校馆站社行部所队]$|大学|医院|银行|酒店|物流$"
    r"|委员会|\b(?:ltd|inc|gmbh|llc|corp|co)\b\.?",
    re.IGNORECASE,
)
_ADDRESS_ALONE = {"先生", "女士", "小姐", "太太", "客户", "车主", "mr", "mrs", "ms", "miss"}
_NUMBER_INSIDE = re.compile(r"\d{7,}")


class Name(NamedTuple):
    """``salutation``: 先生, 女士 … where the cell said so."""

    name: str
    salutation: str | None = None


def read_name(text: str) -> Name | Fault:
    """A name on one line. 王建国先生 is split; 王先生 stays whole, since 王 alone names nobody."""
    if _PLAIN.fullmatch(text):
        return Name(text)  # nearly all there are
    name = one_line(text)
    if " " in name and _SPREAD.fullmatch(name):
        name = name.replace(" ", "")
    if len(name) > LONGEST:
        return Fault("too_long", _("The name is longer than {most} characters.", most=LONGEST))
    if _NUMBER_INSIDE.search(name):
        return Fault(
            "number_in_name", _("A long number stands in the name; it may belong to another column.")
        )
    if isinstance(read_plate(name), str):
        return Fault("plate_in_name", _("A number plate stands in the name: {text}.", text=name[:20]))
    if not any(char.isalpha() for char in name) or name.lower().rstrip(".") in _ADDRESS_ALONE:
        return Fault("not_a_name", _("This is no name: {text}.", text=name[:20]))
    alone = _SURNAME_ONLY.match(name)
    if alone:
        return Name(name, alone[1] if alone[1] in ("先生", "女士", "小姐", "太太") else None)
    match = _ADDRESSED.match(name)
    if match:
        return Name(match[1], match[2])
    english = _ENGLISH.match(name)
    return Name(english[2], english[1]) if english else Name(name)


@lru_cache(maxsize=1 << 12)
def company_like(name: str) -> bool:
    """Whether the name is that of a company or office rather than of a person."""
    return bool(_COMPANY.search(name))
