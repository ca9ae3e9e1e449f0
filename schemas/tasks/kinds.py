"""What kind of event a source system tells of: a car handed over, a repair order, a case of the help desk."""

from collections.abc import Mapping
from typing import Any, Literal

EventKind = Literal["delivery", "repair", "case"]

FRAMES: Mapping[str, EventKind] = {"deliveries": "delivery", "repair_orders": "repair", "cases": "case"}
"""Source of a frame in a pack -> the events it is made of."""

_WORDS: tuple[tuple[EventKind, tuple[str, ...]], ...] = (
    ("repair", ("售后", "维修", "保养", "机电", "钣", "喷漆", "事故车", "索赔", "repair", "maintenance")),
    ("case", ("case", "案例", "申告", "故障", "报障", "事件", "服务请求", "incident", "fault")),
    ("delivery", ("销售", "交车", "新车", "提车", "购车", "零售", "整车", "sale", "deliver", "handover")),
)
_OF_A_REPAIR = ("repair_type", "mileage", "item")


def event_kind(event: Mapping[str, Any]) -> EventKind:
    """The kind of an event by the word its source gives for it, else by what the source tells of it.

    A severity makes it a case; a hand-over without anything of a repair is a delivery; all else is a repair
    order, which is what dealer systems export day by day.
    """
    word = str(event.get("type") or "").casefold()
    named = next((kind for kind, words in _WORDS if any(each in word for each in words)), None)
    if named is not None:
        return named
    if event.get("severity"):
        return "case"
    handed_over = event.get("delivered_at") and event.get("closed_at") in (None, event.get("delivered_at"))
    return "delivery" if handed_over and not any(map(event.get, _OF_A_REPAIR)) else "repair"
