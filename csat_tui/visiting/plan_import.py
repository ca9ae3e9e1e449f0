"""A visit plan from a table in the standard columns of 《客户走访计划表》."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from csat_tui.importing.headings import plain
from csat_tui.importing.opening import load, read
from csat_tui.importing.rows import Rejection
from csat_tui.importing.table import Row, blank
from csat_tui.importing.values.dates import read_date
from csat_tui.laptop.opening import Laptop
from csat_tui.store import customers
from csat_tui.trouble import Trouble
from csat_tui.words.visits import form_words
from schemas.figures.periods import period
from schemas.language import texts
from schemas.records.visiting import VISIT_FORMS
from schemas.rejection import InputError
from schemas.text import narrow
from schemas.visits.planning import SIDES
from schemas.visits.schedule import Span

_ = texts("csat_tui")

HEADINGS: Mapping[str, str] = {
    "number": "客户编号 编号 customernumber",
    "name": "客户 客户名称 customer",
    "contact": "联系人 contact",
    "phone": "电话 联系电话 phone",
    "address": "地址 address",
    "first": "时间起 开始 开始日期 windowfrom from",
    "last": "时间止 结束 结束日期 windowto to",
    "when": "时间 拜访时间 time",
    "way": "方式 拜访方式 way",
    "purpose": "目的 拜访目的 purpose",
    "assignee": "拜访人 负责人 assignee",
    "both": "市场部与分公司共同确认 共同确认 confirmedbymarketingandbranch confirmed",
}
"""Field -> what its column is called, plain (``csat_tui.importing.headings.plain``)."""

ENDS = {"起": "first", "止": "last"}
WAYS = {"走访": "visit", "拜访": "visit", "陪访": "accompanied", "座谈": "meeting", "电话": "phone"} | {
    "邮件": "email",
    "函": "letter",
    "发函": "letter",
}
YES = frozenset({"是", "已确认", "y", "yes", "1", "√", "true"})

Wanted = list[dict[str, Any]]


def read_plan(laptop: Laptop, file: Path) -> tuple[Wanted, list[Rejection]]:
    """The planned visits of a file, and the rows that say none. Raises Trouble as ``csat import`` does, and
    ``not_a_table`` when it has no column for customers or for days."""
    rows = (row for row in read(load(file)).rows if not blank(row))
    columns = next((found for row in rows if (found := _columns(row))), None)
    if columns is None:
        raise Trouble(
            "not_a_table",
            _("The file has no row of headings with the customer and the time of a visit."),
            _("Nothing was stored."),
            _("Use the columns of the plan: 客户编号, 客户, 联系人, 电话, 地址, 时间, 方式, 目的."),
        )
    wanted, rejected = Wanted(), list[Rejection]()
    for row in rows:
        told = {name: row.cells[at].strip() for name, at in columns.items() if at < len(row.cells)}
        if told.get("number") or told.get("name"):
            _take(laptop, row.line, told, wanted, rejected)
    return wanted, rejected


def _columns(row: Row) -> dict[str, int] | None:
    named = {heading: field for field, words in HEADINGS.items() for heading in words.split()}
    found: dict[str, int] = {}
    for at, cell in enumerate(row.cells):
        end = next((field for sign, field in ENDS.items() if sign in cell), None)  # plain() drops (起), (止)
        if (field := end or named.get(plain(cell))) is not None:
            found.setdefault(field, at)
    timed = "when" in found or {"first", "last"} <= found.keys()
    return found if timed and {"number", "name"} & found.keys() else None


def _take(
    laptop: Laptop, line: int, told: Mapping[str, str], wanted: Wanted, rejected: list[Rejection]
) -> None:
    customer, span, way = _customer(laptop, told), _span(told), _way(told.get("way", ""))
    for value, code, field, message in (
        (customer, "unknown_customer", "number", _("No customer on file has this number or name.")),
        (span, "bad_window", "when", _("The time is two days, or a period such as 2026Q1.")),
        (way, "unknown_way", "way", _("There is no such way of visiting.")),
    ):
        if value is None:
            rejected.append(Rejection(line, code, message, field))
            return
    contact = {"name": told.get("contact"), "phone": narrow(told.get("phone", "")) or None}
    fields = {
        "customer": customer,
        "window": span,
        "way": way,
        "contact": {k: v for k, v in contact.items() if v} if contact["name"] else None,
        "address": told.get("address"),
        "purpose": told.get("purpose"),
        "assignee": told.get("assignee"),
        "confirmed_by": sorted(SIDES) if told.get("both", "").casefold() in YES else None,
    }
    wanted.append({name: value for name, value in fields.items() if value})


def _customer(laptop: Laptop, told: Mapping[str, str]) -> str | None:
    """By number; by name where only one bears it."""
    found = customers.by_number(laptop.store, told["number"]) if told.get("number") else None
    if found is None and told.get("name"):
        named = [one for one in customers.search(laptop.store, told["name"]) if one.name == told["name"]]
        found = named[0] if len(named) == 1 else None
    return found.id if found else None


def _span(told: Mapping[str, str]) -> Span | None:
    days = [day for name in ("first", "last") if (day := _day(told.get(name, ""))) is not None]
    if len(days) == len(ENDS):
        return Span(*days)
    text = narrow(told.get("when", "")).replace(" ", "")
    parts: Sequence[str] = next((text.split(sign) for sign in ("~", "至", "—", "--") if sign in text), [text])
    if len(days := [day for part in parts if (day := _day(part)) is not None]) == len(ENDS):
        return Span(*days)
    try:
        found = period(text)
    except InputError:
        return None
    return Span(found.first, found.last)


def _day(text: str) -> date | None:
    found = read_date(text) if text else None
    return date.fromisoformat(found[:10]) if isinstance(found, str) else None


def _way(text: str) -> str | None:
    known: dict[str, str] = {form: form for form in VISIT_FORMS}
    known |= WAYS | {form_words(form): form for form in VISIT_FORMS}
    return known.get(text.casefold()) if text else "visit"


def rejected_words(rejected: Sequence[Rejection]) -> Iterator[str]:
    """Why rows were left out, one a line."""
    for one in rejected:
        yield _("line {line}: {why}", line=one.line, why=one.message)
