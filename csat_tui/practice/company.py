"""Who the practice company is and what it did so far: invented, the same for every day it is asked about.

Phone numbers begin with 1380000, which belongs to nobody; plates use the letter O, which no plate has.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid5

from schemas.figures.periods import month_of, period, shifted
from schemas.records.reference import Customer, Task
from schemas.visits.planning import SIDES
from schemas.visits.schedule import Span

PACK = "dlr-cs-sales"
PACKS = (PACK, "csm-plan", "csm-visit-mail")
"""The questionnaire of every day, the plan of visits, and the letter to key customers."""
KEY_CUSTOMERS = {10: "A", 20: "B", 30: "B"}
"""Number of a customer -> tier; companies all of them."""
ORGANISATION = "华星汽车（练习）"
USER = "李敏"
CUSTOMERS = 40
PAST_MONTHS = 13
CONTACTS_A_MONTH = (16, 24)
NAMESPACE = UUID("8b0f8a1e-6c1d-4b67-9a55-0d1f3c6f2a10")

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = (
    "建国",
    "丽",
    "伟",
    "敏",
    "静",
    "强",
    "磊",
    "洋",
    "艳",
    "勇",
    "军",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "秀兰",
)
COMPANIES = ("宏达物流", "远景广告", "金海酒店", "新城建材")
CONSULTANTS = ("周洁", "韩冰", "方宇")
VISIT_TIMES = (time(9, 30), time(10, 30), time(14, 0))
REMARKS = (
    "讲得很细，就是试驾等太久",
    "交车很隆重，谢谢",
    "提车多等了一个小时",
    "希望多一些保养优惠",
    "展厅停车位太少",
    "上牌手续说得不清楚，跑了两趟",
)


@dataclass(frozen=True)
class PastContact:
    """One finished questionnaire of the past, as ``csat record`` would take it."""

    line: dict[str, Any]


def stable_id(*parts: object) -> str:
    """The id of a thing of the practice company; the same parts give the same id."""
    return str(uuid5(NAMESPACE, "/".join(str(part) for part in parts)))


def local(day: date, at: time) -> datetime:
    """A clock time of a day where this computer stands."""
    return datetime.combine(day, at).astimezone()


def customers() -> list[Customer]:
    """The forty customers: private buyers, and companies with a contact person."""
    chance = random.Random("customers")
    return [_customer(number, chance) for number in range(1, CUSTOMERS + 1)]


def _customer(number: int, chance: random.Random) -> Customer:
    surname, given = chance.choice(SURNAMES), chance.choice(GIVEN)
    company = COMPANIES[number // 10] if number % 10 == 0 and number // 10 < len(COMPANIES) else None
    name = f"{company} {surname}经理" if company else surname + given
    return Customer(
        id=stable_id("customer", number),
        number=f"HX{number:04d}",
        name=name,
        type="company" if company else "person",
        salutation=chance.choice(("先生", "女士")),
        phone=f"1380000{1000 + number * 37:04d}",
        plate=f"京O·{chance.choice('ABCEFGHK')}{chance.randrange(1000, 10000)}",
        company=company,
        business_line="sales",
        consultant=CONSULTANTS[number % len(CONSULTANTS)],
        **_of_a_key_customer(number, f"{surname}经理"),
    )


def _of_a_key_customer(number: int, contact: str) -> dict[str, Any]:
    tier = KEY_CUSTOMERS.get(number)
    where = {"address": f"练习市南京路 {number} 号", "postcode": "100000"}
    return {"tier": tier, "contacts": [{"name": contact, "department": "采购部"}], **where} if tier else {}


def planned(today: date) -> list[dict[str, Any]]:
    """The visits planned to key customers: one in this month, the others in this quarter; as a plan takes them."""
    found = [one for one in customers() if one.tier]
    quarter = period(f"{today.year}Q{(today.month + 2) // 3}")
    spans = [month_of(today), *[quarter] * (len(found) - 1)]
    return [
        {
            "customer": one.id,
            "contact": one.contacts[0],
            "way": way,
            "purpose": "年度走访",
            "assignee": USER,
            "confirmed_by": sorted(SIDES),
            "window": Span(span.first, span.last),
        }
        for one, way, span in zip(found, ("visit", "meeting", "phone"), spans, strict=True)
    ]


def visits(today: date) -> list[Task]:
    """The three visits due on this day, to three customers who change with the day."""
    chance = random.Random(f"visits {today}")
    chosen = chance.sample(customers(), len(VISIT_TIMES))
    return [_visit(today, at, customer) for at, customer in zip(VISIT_TIMES, chosen, strict=True)]


def _visit(today: date, at: time, customer: Customer) -> Task:
    return Task(
        id=stable_id("visit", today, at),
        type="visit",
        customer=customer.id,
        pack=PACK,
        assignee=USER,
        channel="onsite",
        purpose="交车",
        due_at=local(today, at).isoformat(),
    )


def history(today: date) -> Iterator[PastContact]:
    """Finished questionnaires of the thirteen months before this one, and of this month until yesterday."""
    for back in range(PAST_MONTHS, -1, -1):
        yield from _month(shifted(month_of(today), -back).first, today)


def _month(first: date, today: date) -> Iterator[PastContact]:
    chance = random.Random(f"month {first}")
    last = month_of(first).last
    for place in range(chance.randint(*CONTACTS_A_MONTH)):
        day = date(first.year, first.month, chance.randint(1, last.day))
        contact = _contact(chance, day, place)
        if day < today:
            yield contact


def _contact(chance: random.Random, day: date, place: int) -> PastContact:
    who = chance.choice(customers())
    at = local(day, time(chance.randint(9, 17), chance.randint(0, 59)))
    mood = chance.choices((96, 91, 84, 72), weights=(40, 38, 16, 6))[0]
    answers: dict[str, Any] = {"B0": "1", "S2C": chance.choices(("1", "2"), weights=(85, 15))[0]}
    for code in ("S2A", "S2B", "S3", "S4"):
        answers[code] = str(min(100, max(0, mood + chance.randint(-6, 6))))
    if chance.random() < 0.35:
        answers["S1A"] = str(min(100, mood + chance.randint(-4, 6)))
    answers["B8"] = _overall(chance, mood)
    answers["B9"] = chance.choice(REMARKS) if chance.random() < 0.18 else {"missing": "blank"}
    return PastContact(
        {
            "id": stable_id("past", day, place),
            "pack": PACK,
            "version": "1.0.0",
            "customer": who.id,
            "channel": chance.choices(("phone", "onsite"), weights=(7, 3))[0],
            "occurred_at": at.isoformat(),
            "answers": answers,
        }
    )


def _overall(chance: random.Random, mood: int) -> Any:
    """Mostly a number, sometimes only a level, now and then neither."""
    kind = chance.choices(("number", "level", "none"), weights=(82, 13, 5))[0]
    if kind == "level":
        return "L9" if mood > 95 else "L8" if mood > 90 else "L6" if mood > 80 else "L5"
    if kind == "none":
        return {"missing": "refused", "reason": [chance.choice("124")]}
    return str(min(100, max(0, mood + chance.randint(-5, 4))))
