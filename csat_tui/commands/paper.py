"""``csat paper``: forms out by post or fax, batches in, keying by lines, balance and return rates (J2, R34)."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

import click

from csat_tui.commands.tasks import read_period
from csat_tui.laptop.opening import Laptop, now, open_laptop
from csat_tui.output import NOT_SO, emit, emit_lines, json_option, json_text
from csat_tui.paper import batches, mailings, shelf
from csat_tui.paper.batches import Arrival
from csat_tui.passphrase_prompt import passphrases
from csat_tui.recording import InvalidLineError
from csat_tui.trouble import Trouble
from schemas.language import current, texts
from schemas.paper.balance import Finding
from schemas.paper.serial import Serial, read_serial
from schemas.records.paper import PaperBatch

_ = texts("csat_tui")

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def paper() -> None:
    """Forms on paper: issue and print them, take batches in, key, balance, count what came back."""


@contextmanager
def laptop_open() -> Iterator[Laptop]:
    laptop = open_laptop(passphrases=passphrases())
    try:
        yield laptop
    finally:
        laptop.close()


@paper.command()
@click.argument("pack")
@click.argument("period_text", metavar="[PERIOD]", required=False)
@click.option("--series", required=True, help="What every form number begins with, such as 26Q4.")
@click.option("--channel", type=click.Choice(["mail", "fax"]), default="mail", show_default=True)
@click.option("--return-by", type=DAY)
@click.option("--remind-on", type=DAY)
@click.option("--closes-on", type=DAY, help="What comes back later is late.")
@click.option("--late-counts", is_flag=True, help="Late forms are returns all the same (R34).")
@click.option("--department", default="")
@click.option("--address", default="")
@click.option("--postcode", default="")
@click.option("--phone", default="")
@click.option("--fax", default="")
@click.option(
    "--letter", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Text of the letter."
)
@json_option
def issue(
    pack: str,
    period_text: str | None,
    series: str,
    channel: str,
    return_by: datetime | None,
    remind_on: datetime | None,
    closes_on: datetime | None,
    late_counts: bool,
    letter: Path | None,
    as_json: bool,
    **sender: str,
) -> int:
    """A numbered form for each open task of PACK that has none yet."""
    plan = mailings.Plan(
        series.upper(),
        channel,
        return_by=_day(return_by),
        remind_on=_day(remind_on),
        closes_on=_day(closes_on),
        late_counts=late_counts,
        sender={name: value for name, value in sender.items() if value},
        letter=letter.read_text(encoding="utf-8-sig") if letter else None,
    )
    with laptop_open() as laptop:
        made = mailings.issue(laptop, pack, read_period(period_text), plan)
    words = _(
        "{n} forms issued, {series}-0001 on. Print them: csat paper print {series}",
        n=made.issued,
        series=made.series,
    )
    emit({"series": made.series, "issued": made.issued, "pack": made.pack}, as_json, words)
    return 0


@paper.command("print")
@click.argument("series")
@click.option("--what", type=click.Choice(["forms", "letters", "labels"]), default="forms", show_default=True)
@click.option("--format", "kind", type=click.Choice(["pdf", "docx"]), default="pdf", show_default=True)
@click.option("-o", "--output", "target", type=click.Path(dir_okay=False, path_type=Path), required=True)
@json_option
def print_(series: str, what: str, kind: str, target: Path, as_json: bool) -> int:
    """Forms, cover letters or address labels of a mailing as a file to print."""
    from csat_tui.paper.printing import printed

    if kind == "docx" and what != "forms":
        raise click.UsageError(_("Only forms are made as docx."))
    with laptop_open() as laptop:
        content = printed(laptop, mailings.demand_mailing(laptop, series), what, kind, current())
    target.write_bytes(content)
    emit({"file": str(target), "bytes": len(content)}, as_json, _("Written: {file}", file=target))
    return 0


@paper.command("mailings")
@json_option
def mailings_(as_json: bool) -> int:
    """The mailings of this laptop, the newest first."""
    with laptop_open() as laptop:
        found = shelf.mailings(laptop.store)
    rows = (
        ({"series": one.series, "pack": one.pack, "issued": one.issued, "issued_on": one.issued_on}, one)
        for one in found
    )
    emit_lines(
        ((row, f"{one.series}  {one.pack}  {one.issued_on}  {one.issued}") for row, one in rows), as_json
    )
    return 0


@paper.command()
@click.argument("series")
@click.option("--due", is_flag=True, help="Only those to remind.")
@json_option
def register(series: str, due: bool, as_json: bool) -> int:
    """Every form of a mailing and what became of it."""
    with laptop_open() as laptop:
        mailing = mailings.demand_mailing(laptop, series)
        lines = mailings.register(laptop, mailing)
        wanted = {form.serial for form in mailings.reminders(laptop, mailing)} if due else None
    shown = [one for one in lines if wanted is None or one["serial"] in wanted]
    emit_lines(
        ((one, f"{one['serial']}  {one['fate'] or '-'}  {one['number']} {one['name']}") for one in shown),
        as_json,
    )
    return 0


@paper.command()
@click.argument("what", type=click.Choice(get_args(mailings.Marked)))
@click.argument("serials", nargs=-1, required=True)
@json_option
def mark(what: Any, serials: tuple[str, ...], as_json: bool) -> int:
    """Note forms that came back undeliverable, or whose customer was reminded today."""
    with laptop_open() as laptop:
        for serial in serials:
            form = mailings.mark(laptop, serial, what)
            emit(
                {"serial": form.serial, "fate": form.fate, "reminded_on": form.reminded_on},
                as_json,
                form.serial,
            )
    return 0


@paper.command()
@click.argument("series")
@json_option
def rates(series: str, as_json: bool) -> int:
    """Return rates of a mailing, gross and valid (R34)."""
    with laptop_open() as laptop:
        found = mailings.return_rates(laptop, mailings.demand_mailing(laptop, series))
    told = mailings.as_dict(found)
    words = _(
        "Returned {gross}% ({returned}/{issued}), valid {valid}% ({good}/{issued}).",
        gross=told["gross"] or "-",
        returned=told["returned"],
        issued=told["issued"],
        valid=told["valid_rate"] or "-",
        good=told["valid"],
    )
    emit(told, as_json, words)
    return 0


@paper.command()
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


@paper.command("batches")
@click.option("--all", "closed", is_flag=True, help="Closed ones too.")
@json_option
def batches_(closed: bool, as_json: bool) -> int:
    """Batches and how they stand."""
    with laptop_open() as laptop:
        found = [(one, batches.balance_of(laptop, one)) for one in shelf.batches(laptop.store, closed=closed)]
    emit_lines(((_stands(one, sum_), _stands_words(one, sum_)) for one, sum_ in found), as_json)
    return 0


@paper.command()
@click.argument("batch_number", metavar="BATCH")
@click.argument("finding", type=click.Choice(get_args(Finding)))
@click.argument("serials", nargs=-1, required=True)
@json_option
def sort(batch_number: str, finding: Finding, serials: tuple[str, ...], as_json: bool) -> int:
    """Register forms of a batch with what was found on looking at them."""
    with laptop_open() as laptop:
        held = _demand_batch(laptop, batch_number)
        for serial in serials:
            form = batches.sort_out(laptop, held, _demand_serial(serial), finding)
            emit({"serial": form.serial, "finding": finding, "fate": form.fate}, as_json, form.serial)
    return 0


@paper.command()
@click.argument("batch_number", metavar="BATCH")
@click.argument("file", type=click.File(encoding="utf-8-sig"))
def key(batch_number: str, file: Any) -> int:
    """Store keyed forms, one JSON object a line: {serial, form_date?, customer?, answers, remark?}."""
    code = 0
    with laptop_open() as laptop:
        held = _demand_batch(laptop, batch_number)
        while line := file.readline():
            if line.strip():
                code = max(code, _key(laptop, held, line))
    return code


@paper.command()
@click.argument("batch_number", metavar="BATCH")
@click.option("--open-because", help="Leave it open, with the reason.")
@click.option("--declared", type=click.IntRange(min=0), help="Correct what was declared first.")
@json_option
def close(batch_number: str, open_because: str | None, declared: int | None, as_json: bool) -> int:
    """Close a batch that balances, or leave it open with the reason."""
    with laptop_open() as laptop:
        held = _demand_batch(laptop, batch_number)
        if declared is not None:
            held = batches.declare(laptop, held, declared)
        held = batches.leave_open(laptop, held, open_because) if open_because else batches.close(laptop, held)
        found = batches.balance_of(laptop, held)
    emit(_stands(held, found), as_json, _stands_words(held, found))
    return 0


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _key(laptop: Laptop, held: PaperBatch, text: str) -> int:
    from csat_tui.paper.lines import key_line

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
        done = key_line(laptop, held, line)
    except InvalidLineError as error:
        faults = [_error(one.field, one.code, one.message) for one in error.errors]
        return _say({**serial, "status": "invalid", "errors": faults})
    except Trouble as trouble:
        return _say(
            {**serial, "status": "conflict", "errors": [_error("serial", trouble.code, trouble.message)]}
        )
    facts = done.facts
    return _say(
        {**serial, "id": facts.id, "status": done.outcome, "score": facts.score, "class": facts.case_class}
    )


def _say(answer: dict[str, Any]) -> int:
    click.echo(json_text(answer))
    sys.stdout.flush()
    return 0 if answer["status"] in ("final", "duplicate") else NOT_SO


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
    return f"{held.number}  {held.pack}  {held.status}  {_('declared')} {found.declared}  {parts}  {state}"


def _demand_batch(laptop: Laptop, number: str) -> PaperBatch:
    for one in shelf.batches(laptop.store, closed=True):
        if number in (one.number, one.id):
            return one
    raise Trouble(
        "unknown_batch",
        _("There is no batch {number} on this laptop.", number=number),
        _("Nothing was stored."),
        _("csat paper batches lists those there are."),
    )


def _demand_serial(text: str) -> Serial:
    found = read_serial(text)
    if found is None:
        raise Trouble(
            "unknown_serial",
            _("No form has the number {serial}; its last two digits are a check.", serial=text),
            _("Nothing was changed."),
            _("Look at the form again."),
        )
    return found
