"""``csat visits``: visits recorded without a screen, listed and shown, on a laptop's or a centre's home."""

from collections.abc import Mapping
from typing import Any

import click

from csat_tui.centre.wanted import for_centre
from csat_tui.commands.one_laptop import laptop_open
from csat_tui.commands.record import answered, filled, opened, parsed
from csat_tui.commands.tasks import read_period
from csat_tui.laptop.opening import Laptop
from csat_tui.output import NOT_SO, emit, emit_lines, json_option
from csat_tui.recording.line import InvalidLineError
from csat_tui.store import customers
from csat_tui.trouble import Trouble
from csat_tui.visiting import recording, shelf
from csat_tui.words.visits import form_words, visit_lines
from schemas.language import texts
from schemas.records.visiting import Visit

_ = texts("csat_tui")


@click.group()
def visits() -> None:
    """Visits to customers: record, correct, list, show."""


@visits.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Answers are JSON in any case.")
def record(file: str, as_json: bool) -> int:
    """Store visits, one JSON object a line; - is standard input: {id?, customer | temp, held_at, form, place,
    purpose, own, theirs, said, next_contact, promises, line?, task?, asks?}."""
    with laptop_open() as laptop, opened(file) as lines:
        return max((_take(laptop, line) for line in filled(lines)), default=0)


@visits.command()
@click.argument("id")
@click.option("--reason", required=True, help="Why it does not count.")
@json_option
def void(id: str, reason: str, as_json: bool) -> int:
    """A visit recorded by mistake: it is kept, and counts no more."""
    with laptop_open() as laptop:
        try:
            done = recording.void(laptop, id, reason)
        except InvalidLineError as error:
            raise _not_found() from error
    emit({"id": id, "status": done.visit.status}, as_json, _("It counts no more."))
    return 0


@visits.command("list")
@click.argument("period_text", metavar="[PERIOD]", required=False)
@click.option("--customer", help="Only of this customer, by number or id.")
@click.option("--database", help="The centre's database, when it is not the one its home remembers.")
@json_option
def list_(period_text: str | None, customer: str | None, database: str | None, as_json: bool) -> int:
    """Visits of a period or all, the newest first."""
    asked = read_period(period_text)
    days = (asked.first.isoformat(), asked.last.isoformat()) if asked else ("", "~")
    if for_centre(database):
        from csat_tui.centre.visits import centre_visits

        rows = centre_visits(*days, customer, database)
    else:
        with laptop_open() as laptop:
            rows = [(one, _name(laptop, one.customer)) for one in _found(laptop, days, customer)]
    emit_lines(((_json(one, name), _line(one, name)) for one, name in rows), as_json)
    return 0


@visits.command()
@click.argument("id")
@json_option
def show(id: str, as_json: bool) -> int:
    """One visit whole."""
    with laptop_open() as laptop:
        found = shelf.visit(laptop.store, id)
        if found is None:
            raise _not_found()
        name = _name(laptop, found.customer)
    emit(_json(found, name), as_json, "\n".join(visit_lines(found, name)))
    return 0


def _take(laptop: Laptop, text: str) -> int:
    """Store one line and answer it; its exit code."""
    told: Mapping[str, Any] = {}
    try:
        told = parsed(text)
        done = recording.record(laptop, told)
    except InvalidLineError as error:
        faults = [{"field": e.field, "code": e.code, "message": e.message} for e in error.errors]
        return answered({"id": told.get("id"), "status": "invalid", "errors": faults}, NOT_SO)
    code = NOT_SO if done.outcome == "conflict" else 0
    return answered({"id": done.visit.id, "status": done.outcome, "customer": done.visit.customer}, code)


def _found(laptop: Laptop, days: tuple[str, str], customer: str | None) -> list[Visit]:
    known = customers.by_number(laptop.store, customer) if customer else None
    return list(shelf.visits(laptop.store, *days, known.id if known else customer))


def _name(laptop: Laptop, customer: str) -> str:
    known = customers.standing_for(laptop.store, customer)
    return known.name if known else customer


def _json(one: Visit, name: str) -> dict[str, Any]:
    return {**one.model_dump(mode="json", exclude_none=True), "customer_name": name}


def _line(one: Visit, name: str) -> str:
    mark = "  " + _("void") if one.status == "void" else ""
    return f"{one.held_at[:16].replace('T', ' ')}  {name}  {form_words(one.form)}  {one.purpose or '-'}{mark}"


def _not_found() -> Trouble:
    return Trouble(
        "not_found",
        _("There is no visit of this id on this laptop."),
        _("Nothing was changed."),
        _("See csat visits list."),
    )
