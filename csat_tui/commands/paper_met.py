"""``csat paper met``: forms that were keyed on two laptops, with both keyings, and what the second one is (J2)."""

from typing import Any

import click

from csat_tui.commands.one_laptop import laptop_open
from csat_tui.laptop.opening import Laptop
from csat_tui.output import emit, emit_lines, json_option
from csat_tui.paper import meeting
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
        if serial is None:
            emit_lines(
                ((_told(laptop, one), _words(_told(laptop, one))) for one in meeting.met(laptop)), as_json
            )
            return 0
        found = meeting.demand(laptop, serial)
        told = _told(laptop, found)
        meeting.answer(laptop, found, answer)
    emit({**told, "answer": answer}, as_json, f"{told['serial']}  {answer}")
    return 0


def _told(laptop: Laptop, one: Proposal) -> dict[str, Any]:
    form = meeting.form_of(laptop, one)
    sides = {"kept": one.kept or {}, "proposed": one.proposed or {}}
    short = {name: {key: side.get(key) for key in ("response", "by", "at")} for name, side in sides.items()}
    return {"serial": form.serial, **short}


def _words(told: dict[str, Any]) -> str:
    kept, proposed = (f"{side['by']} {str(side['at'])[:16]}" for side in (told["kept"], told["proposed"]))
    return f"{told['serial']}  {kept}  |  {proposed}"
