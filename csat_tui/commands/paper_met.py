"""``csat paper met``: forms that were keyed on two laptops, with both keyings, and what the second one is (J2)."""

from dataclasses import asdict
from typing import Any

import click

from csat_tui.commands.one_laptop import laptop_open
from csat_tui.output import emit, emit_lines, json_option
from csat_tui.paper import meeting
from csat_tui.paper.side_by_side import Met, side_by_side
from schemas.language import texts
from schemas.records.reference import Proposal

_ = texts("csat_tui")

ANSWERS = click.Choice(["newer", "duplicate", "another", "once"])


@click.command()
@click.argument("serial", required=False)
@click.argument("answer", required=False, type=ANSWERS)
@json_option
def met(serial: str | None, answer: Any, as_json: bool) -> int:
    """Forms keyed on two laptops; with SERIAL and ANSWER: what the second keying is.

    newer: a newer version, it counts instead; duplicate: another sheet that says the same; another: truly another
    form; once: one sheet that was keyed twice.
    """
    if serial is not None and answer is None:
        raise click.UsageError(_("Say what it is: newer, duplicate, another or once."))
    with laptop_open() as laptop:
        meeting.settle(laptop)
        if serial is None:
            waiting = [(side_by_side(laptop, one), one) for one in meeting.met(laptop)]
            emit_lines(((_told(found, one), _words(found)) for found, one in waiting), as_json)
            return 0
        one = meeting.demand(laptop, serial)
        found = side_by_side(laptop, one)
        meeting.answer(laptop, one, answer)
    emit({**_told(found, one), "answer": answer}, as_json, f"{found.serial}  {answer}")
    return 0


def _told(found: Met, one: Proposal) -> dict[str, Any]:
    sides = {"kept": one.kept or {}, "proposed": one.proposed or {}}
    short = {name: {key: side.get(key) for key in ("response", "by", "at")} for name, side in sides.items()}
    return {
        "serial": found.serial,
        "batch": found.batch,
        **short,
        "fields": [asdict(row) for row in found.rows],
    }


def _words(found: Met) -> str:
    """Who keyed it here and there, and under it what differs."""
    head = f"{found.serial}  {found.batch}  {found.kept}  |  {found.proposed}"
    rows = [
        f"   {row.code} {row.name}".rstrip() + f": {row.kept}  |  {row.proposed}"
        for row in found.rows
        if row.kept != row.proposed
    ]
    return "\n".join([head, *rows])
