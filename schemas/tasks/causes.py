"""Why an item was scored low, or what a grievance is about: what the call about a form finds out, item by item (R12).

A cause is a code and words, one for each item that the call is about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.language import Sentence, sentences, texts
from schemas.rejection import InputError

_ = texts("schemas")
say = sentences("schemas")

OTHER = "other"
WHOLE = ""
"""The item of a remark on the whole form."""


@dataclass(frozen=True)
class Cause:
    """``digit``: the key by which it is given."""

    name: str
    digit: str
    words: Sentence


_ALL = (
    Cause("quality", "1", say("Quality of the product or work")),
    Cause("delivery", "2", say("Delivery or waiting time")),
    Cause("price", "3", say("Price or billing")),
    Cause("conduct", "4", say("Conduct of staff")),
    Cause("skill", "5", say("Knowledge or skill of staff")),
    Cause("information", "6", say("Information or reachability")),
    Cause("process", "7", say("Process or rules")),
    Cause("outside", "8", say("Outside our control")),
    Cause("mistaken", "9", say("Misunderstood or marked by mistake")),
    Cause(OTHER, "0", say("Other, in words")),
)

CAUSES: Mapping[str, Cause] = {each.name: each for each in _ALL}
"""Code -> cause, in the order of the digits."""


def read_cause(item: str, typed: str) -> dict[str, str]:
    """What was typed about an item, ``2 the carrier was late`` or ``delivery the carrier was late``, as an entry of an
    attempt: {item, code, text?}. Raises InputError ``no_cause`` (no code), ``no_words`` (other, without words)."""
    code, words = _parted(typed.strip())
    if code is None:
        raise InputError(
            "no_cause", _("{item}: begin with the digit of the cause.", item=item or _("The form"))
        )
    if code == OTHER and not words:
        raise InputError("no_words", _("{item}: say in words what it was.", item=item or _("The form")))
    return {"item": item, "code": code} | ({"text": words} if words else {})


def _parted(typed: str) -> tuple[str | None, str]:
    first, _gap, rest = typed.partition(" ")
    if first in CAUSES:
        return first, rest.strip()
    code = next((each.name for each in _ALL if typed.startswith(each.digit)), None)
    return code, typed[1:].strip()


def causes_of(tries: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Item -> its cause after these tries, in the order of time: what was said last."""
    return {one["item"]: one for each in tries for one in each.get("causes") or ()}
