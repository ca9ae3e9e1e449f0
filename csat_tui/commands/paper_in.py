"""``csat paper``, in: batches, the pre-sort, keying by lines, the balance (J2)."""

import json
import sys
from datetime import datetime
from typing import Any, get_args

import click

from csat_tui.commands.one_laptop import laptop_open
from csat_tui.laptop.opening import Laptop, now
from csat_tui.output import NOT_SO, emit, emit_lines, json_option, json_text
from csat_tui.paper import batches, duplicates, mailings, shelf
from csat_tui.paper.batches import Arrival
from csat_tui.paper.places import demand_batch, operator_of
from csat_tui.recording.line import InvalidLineError
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.paper.balance import Finding
from schemas.records.paper import PaperBatch

_ = texts("csat_tui")

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("pack")
@click.option("--declared", type=click.IntRange(min=0), required=True, help="Forms the sender says it holds.")
@click.option("--received", type=DAY, help="The day it came; today when left out.")
@click.option("--channel", type=click.Choice(["mail", "fax", "onsite"]), default="mail", show_default=True)
@click.option("--sender", default="")
@click.option("--tracking", default="")
@click.option("--box", default="", help="Where the paper is kept.")
@json_option
def batch(
    pack: str,
    declared: int,
    received: datetime | None,
    channel: str,
    sender: str,
    tracking: str,
    box: str,
    as_json: bool,
) -> int:
    """Register a pile of forms that came in."""
    day = received.date() if received else now().date()
    with laptop_open() as laptop:
        arrival = Arrival(channel, day, declared, sender, tracking, box)
        made = batches.open_batch(laptop, mailings.pack_of(laptop, pack), arrival)
    emit({"id": made.id, "number": made.number, "declared": made.declared}, as_json, made.number)
    return 0


@click.command("batches")
@click.option("--all", "closed", is_flag=True, help="Closed ones too.")
@json_option
def batches_(closed: bool, as_json: bool) -> int:
    """Batches and how they stand."""
    with laptop_open() as laptop:
        found = [(one, batches.balance_of(laptop, one)) for one in shelf.batches(laptop.store, closed=closed)]
    emit_lines(((_stands(one, sum_), _stands_words(one, sum_)) for one, sum_ in found), as_json)
    return 0


@click.command()
@click.argument("batch_number", metavar="BATCH")
@click.argument("finding", type=click.Choice(get_args(Finding)))
@click.argument("serials", nargs=-1, required=True)
@json_option
def sort(batch_number: str, finding: Finding, serials: tuple[str, ...], as_json: bool) -> int:
    """Register forms of a batch with what was found on looking at them."""
    with laptop_open() as laptop:
        held = demand_batch(laptop, batch_number)
        for serial in serials:
            form = duplicates.sort_out(laptop, held, mailings.demand_serial(serial), finding)
            emit({"serial": form.serial, "finding": finding, "fate": form.fate}, as_json, form.serial)
    return 0


@click.command()
@click.argument("batch_number", metavar="BATCH")
@click.argument("file", type=click.File(encoding="utf-8-sig"))
@click.option("--second", is_flag=True, help="The second keying, by another operator: csat --operator NAME.")
def key(batch_number: str, file: Any, second: bool) -> int:
    """Store keyed forms, one JSON object a line: {serial, form_date?, customer?, answers, remark?}."""
    code = 0
    with laptop_open() as laptop:
        held = demand_batch(laptop, batch_number)
        while line := file.readline():
            if line.strip():
                code = max(code, _key(laptop, held, line, second))
    return code


@click.command()
@click.argument("batch_number", metavar="BATCH")
@click.option("--open-because", help="Leave it open, with the reason.")
@click.option("--declared", type=click.IntRange(min=0), help="Correct what was declared first.")
@json_option
def close(batch_number: str, open_because: str | None, declared: int | None, as_json: bool) -> int:
    """Close a batch that balances, or leave it open with the reason."""
    with laptop_open() as laptop:
        held = demand_batch(laptop, batch_number)
        if declared is not None:
            held = batches.declare(laptop, held, declared)
        held = batches.leave_open(laptop, held, open_because) if open_because else batches.close(laptop, held)
        found = batches.balance_of(laptop, held)
    emit(_stands(held, found), as_json, _stands_words(held, found))
    return 0


def _key(laptop: Laptop, held: PaperBatch, text: str, second: bool) -> int:
    try:
        line = json.loads(text)
    except ValueError:
        return _say({"status": "invalid", "errors": [_error("line", "not_json", _("The line is not JSON."))]})
    if not isinstance(line, dict):
        return _say(
            {"status": "invalid", "errors": [_error("line", "not_json", _("The line is not a JSON object."))]}
        )
    serial = {"serial": str(line.get("serial") or "")[:40]}
    try:
        return _say({**serial, **(_second if second else _first)(laptop, held, line)})
    except InvalidLineError as error:
        faults = [_error(one.field, one.code, one.message) for one in error.errors]
        return _say({**serial, "status": "invalid", "errors": faults})
    except Trouble as trouble:
        return _say(
            {**serial, "status": "conflict", "errors": [_error("serial", trouble.code, trouble.message)]}
        )


def _first(laptop: Laptop, held: PaperBatch, line: dict[str, Any]) -> dict[str, Any]:
    from csat_tui.paper.lines import key_line

    done = key_line(laptop, held, line, operator_of(laptop))
    facts = done.facts
    return {"id": facts.id, "status": done.outcome, "score": facts.score, "class": facts.case_class}


def _second(laptop: Laptop, held: PaperBatch, line: dict[str, Any]) -> dict[str, Any]:
    from csat_tui.paper.lines import second_line

    done = second_line(laptop, held, line, operator_of(laptop))
    differing = [one["code"] for one in done.differences]
    return {"id": done.id, "status": done.status, "compared": done.compared, "differences": differing}


def _say(answer: dict[str, Any]) -> int:
    click.echo(json_text(answer))
    sys.stdout.flush()
    return NOT_SO if answer["status"] in ("invalid", "conflict") else 0


def _error(field: str, code: str, message: str) -> dict[str, str]:
    return {"field": field, "code": code, "message": message}


def _stands(held: PaperBatch, found: Any) -> dict[str, Any]:
    sums = {
        "declared": found.declared,
        **found.fates,
        "waiting": found.waiting,
        "difference": found.difference,
    }
    return {"number": held.number, "pack": held.pack, "status": held.status, **sums, "balanced": found.holds}


def _stands_words(held: PaperBatch, found: Any) -> str:
    names = batches.fate_names()
    parts = "  ".join(f"{names[fate]} {count}" for fate, count in found.fates.items() if count)
    state = _("balanced") if found.holds else _("difference {n}", n=found.difference)
    declared, status = _("declared {n}", n=found.declared), batches.status_names()[held.status]
    return f"{held.number}  {held.pack}  {status}  {declared}  {parts}  {state}"
