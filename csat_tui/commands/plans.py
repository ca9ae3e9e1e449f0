"""``csat plans``: 《客户走访计划表》 of a year: made, confirmed, approved, changed, listed, printed (J8)."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from csat_tui.commands.one_laptop import laptop_open
from csat_tui.laptop.opening import Laptop
from csat_tui.output import DONE, NOT_SO, emit, emit_lines, json_option
from csat_tui.visiting import plan_page, shelf
from csat_tui.visiting import plans as the_plans
from csat_tui.visiting.plan_page import PlanRow
from csat_tui.words.visits import form_words, gap_words, state_words
from schemas.language import current, texts
from schemas.records.visiting import PlanLine, VisitForm, VisitPlan
from schemas.visits.planning import HARD, SIDES, TIERS, load
from schemas.visits.schedule import Span, fulfilled

_ = texts("csat_tui")

DAY = click.DateTime(["%Y-%m-%d"])
F = TypeVar("F", bound=Callable[..., Any])


def which(command: F) -> F:
    """The options that say which plan of a year is meant."""
    command = click.option("--unit", help="The plan of this branch.")(command)
    command = click.option("--pack", default=the_plans.PACK, show_default=True)(command)
    return click.argument("year", type=click.IntRange(1900, 2199))(command)


@click.group()
def plans() -> None:
    """The yearly plan of visits to key customers."""


@plans.command()
@which
@click.option("--tier", "tiers", multiple=True, metavar="A=4", help="Visits a year to customers of a tier.")
@click.option("--way", type=click.Choice(get_args(VisitForm)), default="visit", show_default=True)
@click.option("--purpose")
@click.option("--assignee", help="The user who makes the visits.")
@click.option("--form", help="The questionnaire that goes with a visit.")
@click.option("--confirmed", multiple=True, type=click.Choice(SIDES), help="Who agreed already.")
@json_option
def make(
    year: int,
    pack: str,
    unit: str | None,
    tiers: tuple[str, ...],
    way: str,
    purpose: str | None,
    assignee: str | None,
    form: str | None,
    confirmed: tuple[str, ...],
    as_json: bool,
) -> int:
    """Plan visits to the key customers on file, by tier; again adds what is missing."""
    wish = the_plans.Wish(
        tiers=_tiers(tiers) if tiers else TIERS,
        way=way,
        purpose=purpose,
        assignee=assignee,
        form=form,
        confirmed_by=confirmed,
    )
    with laptop_open() as laptop:
        made = the_plans.make(laptop, year, wish, pack=pack, unit=unit)
    return _added(made, [], as_json)


@plans.command("import")
@which
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def import_(year: int, pack: str, unit: str | None, file: Path, as_json: bool) -> int:
    """Add the visits of a table (csv or xlsx) in the columns of the plan."""
    from csat_tui.visiting.plan_import import read_plan, rejected_words

    with laptop_open() as laptop:
        wanted, rejected = read_plan(laptop, file)
        made = the_plans.add(laptop, year, wanted, pack=pack, unit=unit)
    told = list(rejected_words(rejected))
    _added(made, told, as_json, [one.as_dict() for one in rejected])
    return NOT_SO if rejected else DONE


@plans.command()
@which
@click.argument("numbers", type=int, nargs=-1)
@click.option("--side", type=click.Choice(SIDES), required=True)
@json_option
def confirm(
    year: int, pack: str, unit: str | None, numbers: tuple[int, ...], side: str, as_json: bool
) -> int:
    """Note that marketing, or the branch, agrees on the key customers of all lines, or of these."""
    with laptop_open() as laptop:
        plan = the_plans.demand_plan(laptop, year, pack, unit)
        lines = [the_plans.demand_line(laptop, plan, n) for n in numbers] or shelf.lines_of(
            laptop.store, plan.id
        )
        count = the_plans.confirm(laptop, plan, side, lines)
    emit({"confirmed": count}, as_json, _("{n} lines confirmed.", n=count))
    return DONE


@plans.command()
@which
@json_option
def check(year: int, pack: str, unit: str | None, as_json: bool) -> int:
    """What speaks against the plan, and how the load falls on people and months."""
    with laptop_open() as laptop:
        plan = the_plans.demand_plan(laptop, year, pack, unit)
        faults = the_plans.faults_of(laptop, plan)
        loads = sorted(load(year, shelf.lines_of(laptop.store, plan.id)).items())
    rows = [
        ({"line": one.line, "code": one.code}, f"{one.line or '-'}  {gap_words(one.code)}") for one in faults
    ]
    emit_lines(rows, as_json)
    for (who, month), count in loads:
        words = _("{who} in month {month}: {n} visits", who=who or _("nobody yet"), month=month, n=count)
        emit({"assignee": who or None, "month": month, "visits": count}, as_json, words)
    return NOT_SO if any(one.code in HARD for one in faults) else DONE


@plans.command()
@which
@json_option
def approve(year: int, pack: str, unit: str | None, as_json: bool) -> int:
    """The plan counts from today on; its visits come on the list of the day before their windows."""
    with laptop_open() as laptop:
        count = the_plans.approve(laptop, the_plans.demand_plan(laptop, year, pack, unit))
    emit(
        {"year": year, "status": "approved", "tasks": count}, as_json, _("Approved: {n} visits due.", n=count)
    )
    return DONE


@plans.command()
@which
@click.argument("number", type=int)
@click.option("--from", "first", type=DAY, required=True)
@click.option("--to", "last", type=DAY, required=True)
@click.option("--reason", required=True)
@json_option
def reschedule(
    year: int,
    pack: str,
    unit: str | None,
    number: int,
    first: datetime,
    last: datetime,
    reason: str,
    as_json: bool,
) -> int:
    """Move a planned visit, with the reason; both versions are kept."""
    span = Span(first.date(), last.date())
    return _changed(
        year,
        pack,
        unit,
        number,
        as_json,
        lambda laptop, plan, line: the_plans.reschedule(laptop, plan, line, span, reason),
    )


@plans.command()
@which
@click.argument("number", type=int)
@click.option("--reason", required=True)
@json_option
def cancel(year: int, pack: str, unit: str | None, number: int, reason: str, as_json: bool) -> int:
    """Take a visit out of the plan, with the reason; one whose window has ended stays missed."""
    return _changed(
        year,
        pack,
        unit,
        number,
        as_json,
        lambda laptop, plan, line: the_plans.cancel(laptop, plan, line, reason),
    )


@plans.command("list")
@click.argument("year", type=click.IntRange(1900, 2199), required=False)
@click.option("--pack", default=the_plans.PACK, show_default=True)
@click.option("--unit", help="The plan of this branch.")
@json_option
def list_(year: int | None, pack: str, unit: str | None, as_json: bool) -> int:
    """The plans of this laptop, or the visits of one with how each stands."""
    with laptop_open() as laptop:
        if year is None:
            found = [(one, len(shelf.lines_of(laptop.store, one.id))) for one in shelf.plans(laptop.store)]
            emit_lines(((_plan_json(one, n), _plan_words(one, n)) for one, n in found), as_json)
            return DONE
        shown = plan_page.page(laptop, the_plans.demand_plan(laptop, year, pack, unit))
    emit_lines(((_row_json(row), _row_words(row)) for row in shown.rows), as_json)
    return DONE


@plans.command()
@which
@click.option("--on", "on", type=DAY, help="As it stood on this day.")
@json_option
def fulfilment(year: int, pack: str, unit: str | None, on: datetime | None, as_json: bool) -> int:
    """How far the plan was carried out (R29)."""
    with laptop_open() as laptop:
        plan = the_plans.demand_plan(laptop, year, pack, unit)
        lines = shelf.lines_of(laptop.store, plan.id)
    whole = Span(datetime(year, 1, 1).date(), datetime(year, 12, 31).date())
    found = fulfilled([plan], lines, whole.first, whole.last, on.date() if on else None)
    done, on_time = found.fulfilment.done, found.fulfilment.on_time
    words = _(
        "made {done} % ({n} of {base}), in time {on_time} % ({m} of {base})",
        done=done.display(1) or "-",
        n=done.numerator,
        base=done.base,
        on_time=on_time.display(1) or "-",
        m=on_time.numerator,
    )
    told = {"planned": done.base, "done": done.numerator, **found.parts}
    emit(
        {**told, "done_percent": done.display(1), "on_time_percent": on_time.display(1), "rule": "R29"},
        as_json,
        words,
    )
    return DONE


@plans.command("print")
@which
@click.option("--format", "kind", type=click.Choice(["pdf", "docx"]), default="pdf", show_default=True)
@click.option("--phones", is_flag=True, help="Telephone numbers in full.")
@click.option("-o", "--output", "target", type=click.Path(dir_okay=False, path_type=Path), required=True)
@json_option
def print_(
    year: int, pack: str, unit: str | None, kind: str, phones: bool, target: Path, as_json: bool
) -> int:
    """The plan in its standard columns, as a file to print and sign."""
    from csat_tui.visiting.printing import printed

    with laptop_open() as laptop:
        plan = the_plans.demand_plan(laptop, year, pack, unit)
        content = printed(laptop, plan, kind, current(), phones=phones)
    target.write_bytes(content)
    emit({"file": str(target), "bytes": len(content)}, as_json, _("Written: {file}", file=target))
    return DONE


def _changed(
    year: int,
    pack: str,
    unit: str | None,
    number: int,
    as_json: bool,
    change: Callable[[Laptop, VisitPlan, PlanLine], PlanLine],
) -> int:
    with laptop_open() as laptop:
        plan = the_plans.demand_plan(laptop, year, pack, unit)
        line = change(laptop, plan, the_plans.demand_line(laptop, plan, number))
        shown = plan_page.page(laptop, plan)
    row = next(one for one in shown.rows if one.id == line.id)
    emit(_row_json(row), as_json, _row_words(row))
    return DONE


def _tiers(told: tuple[str, ...]) -> dict[str, int]:
    found = {}
    for one in told:
        tier, _sign, count = one.partition("=")
        if not tier or not count.isascii() or not count.isdecimal():
            raise click.UsageError(_("--tier takes a tier and visits a year, such as A=4."))
        found[tier] = int(count)
    return found


def _added(
    made: the_plans.Planned, told: list[str], as_json: bool, rejected: list[dict[str, Any]] | None = None
) -> int:
    words = _(
        "{year}: {n} visits planned, {known} were planned before.",
        year=made.plan.year,
        n=len(made.new),
        known=made.known,
    )
    answer = {"year": made.plan.year, "plan": made.plan.id, "new": len(made.new), "known": made.known}
    emit(answer | {"rejections": rejected or []}, as_json, "\n".join([words, *told]))
    return DONE


def _plan_json(plan: VisitPlan, count: int) -> dict[str, Any]:
    return {**plan.model_dump(mode="json", exclude_none=True), "visits": count}


def _plan_words(plan: VisitPlan, count: int) -> str:
    state = _("approved on {day}", day=plan.approved_on) if plan.status == "approved" else _("draft")
    return "  ".join(filter(None, (str(plan.year), plan.unit, plan.pack, state, _("{n} visits", n=count))))


def _row_json(row: PlanRow) -> dict[str, Any]:
    return {
        "no": row.no,
        "id": row.id,
        "customer": row.customer_id,
        "number": row.number,
        "name": row.customer,
        "contact": row.contact,
        "phone": row.phone,
        "first": row.span.first.isoformat() if row.span else None,
        "last": row.span.last.isoformat() if row.span else None,
        "way": row.way,
        "purpose": row.purpose,
        "assignee": row.assignee,
        "state": row.state,
        "held_on": row.held_on.isoformat() if row.held_on else None,
        "confirmed_by": list(row.confirmed_by),
        "moves": [one.model_dump(mode="json", exclude_none=True) for one in row.moves],
    }


def _row_words(row: PlanRow) -> str:
    span = f"{row.span.first} – {row.span.last}" if row.span else "-"
    parts = [f"{row.no:>3}", span, row.customer, row.contact, form_words(row.way), state_words(row.state)]
    moved = _("moved: {reason}", reason=row.moves[-1].reason) if row.moves else ""
    return "  ".join(filter(None, [*parts, str(row.held_on or ""), moved]))
