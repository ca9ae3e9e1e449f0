"""A pile of sixty paper forms with the oddities that real piles have, and the keys a clerk presses for each.

Seeded: the same pile every time. What each form must become is known beforehand, so that a test can say which
oddity was handled how.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from schemas.packs.model import Pack
from schemas.paper.layout import Field, fields
from tests.support.paper_desk import serial

FORMS = 60
SIGNS = {"/": "not_applicable", "*": "refused", "-": "blank", "=": "multi_marked"}
ODD = 0.08
"""Share of fields that are not plainly answered."""
ANOTHER_DAY = 0.2
"""Share of forms that bear another day than the one above them in the pile."""


@dataclass(frozen=True)
class Sheet:
    """``keys`` of its items, one word each; ``day``: month and day on the form, as typed; ``answers``: code -> what is
    stored; ``plain``: every item is answered with one of its options or a number."""

    number: int
    keys: tuple[str, ...]
    day: str
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    plain: bool = True

    @property
    def serial(self) -> str:
        return serial(self.number)


def pile(pack: Pack, seed: int = 60, forms: int = FORMS) -> list[Sheet]:
    """The forms in the order they lie."""
    chance = Random(seed)
    days = _days(forms, Random(-seed))
    return [_sheet(pack, number, day, chance) for number, day in enumerate(days, 1)]


def _days(forms: int, chance: Random) -> list[str]:
    day, days = 15, []
    for _form in range(forms):
        day = chance.randint(1, 18) if chance.random() < ANOTHER_DAY else day
        days.append(f"11{day:02d}")
    return days


def _sheet(pack: Pack, number: int, day: str, chance: Random) -> Sheet:
    keys, answers, plain = [], {}, True
    for one in fields(pack):
        typed, answer = _filled(one, chance)
        plain = plain and "missing" not in answer and not answer.get("between")
        keys.append(typed)
        answers[one.code] = answer
    return Sheet(number, tuple(keys), day, answers, plain)


def _filled(one: Field, chance: Random) -> tuple[str, dict[str, Any]]:
    if one.kind == "text":
        return _words(chance)
    if chance.random() < ODD:
        return _odd(one, chance)
    if one.kind == "number":
        value = chance.choice([100, 95, 90, 85, 80, 72, 65, 60, 8, 0])
        return (f"{value}" if value == 100 else f"{value} enter"), {"scale": "s100", "value": str(value)}
    keys, option = chance.choice(one.choices)
    return keys, {"scale": one.question.scale, "options": [option.code]}


def _odd(one: Field, chance: Random) -> tuple[str, dict[str, Any]]:
    kind = chance.choice(["sign", "guess", "illegible", "between", "range"])
    if kind == "illegible":
        return "+ enter", {"missing": "illegible"}
    if kind == "guess" and one.at_once:
        keys, option = chance.choice(one.choices)
        return f"+ {keys}", {"missing": "illegible", "guess": option.code}
    if kind == "guess":
        return "+ 7 enter", {"missing": "illegible", "guess": "7"}
    if kind == "range" and one.kind == "number":
        return "101 backspace enter", {"scale": "s100", "value": "10"}
    if kind == "between" and one.at_once and one.question.by == "respondent":
        lower = one.choices[3][1].code
        between = [one.choices[2][1].code, lower]
        return ". 3 4", {"scale": one.question.scale, "options": [lower], "between": between}
    sign = chance.choice(list(SIGNS))
    return sign, {"missing": SIGNS[sign]}


def _words(chance: Random) -> tuple[str, dict[str, Any]]:
    if chance.random() < 0.8:
        return "enter", {"missing": "blank"}
    return "交货慢 enter", {"scale": "open", "text": "交货慢"}
