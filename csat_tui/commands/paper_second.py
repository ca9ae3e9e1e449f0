"""``csat paper differences`` and ``decide``: what comes of a second keying (J2.9)."""

from typing import Any, Literal

import click

from csat_tui.commands.one_laptop import laptop_open
from csat_tui.laptop.opening import Laptop
from csat_tui.output import emit, emit_lines, json_option
from csat_tui.paper import decisions, second, shelf
from csat_tui.paper.places import demand_batch, operator_of
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.records.paper import Keying, PaperBatch

_ = texts("csat_tui")


@click.command()
@click.argument("batch_number", metavar="BATCH")
@click.option("--all", "decided", is_flag=True, help="Those that are decided too.")
@json_option
def differences(batch_number: str, decided: bool, as_json: bool) -> int:
    """Where the second keying of a batch differs from the first, with both values."""
    with laptop_open() as laptop:
        held = demand_batch(laptop, batch_number)
        if second.compare_arrived(laptop, held):
            held = decisions.judge(laptop, held)
        serials = _serials(laptop, held)
        found = [
            _told(serials, keying, one)
            for keying, one in decisions.open_differences(laptop, held)
            if decided or "decision" not in one
        ]
    emit_lines(((one, _words(one)) for one in found), as_json)
    return 0


@click.command()
@click.argument("batch_number", metavar="BATCH")
@click.argument("serial")
@click.argument("code")
@click.argument("choice", type=click.Choice(["first", "second", "third"]))
@click.option("--value", default="", help="With third: what the paper says, as it is keyed.")
@click.option("--reason", required=True)
@json_option
def decide(
    batch_number: str,
    serial: str,
    code: str,
    choice: Literal["first", "second", "third"],
    value: str,
    reason: str,
    as_json: bool,
) -> int:
    """Say what the paper says where two keyings of a field differ; both values are kept."""
    if (choice == "third") != bool(value):
        raise click.UsageError(_("--value goes with third, and third with --value."))
    with laptop_open() as laptop:
        held = demand_batch(laptop, batch_number)
        keying = _demand(laptop, held, serial, code)
        done = decisions.decide(laptop, keying, code, choice, value, reason, operator_of(laptop))
        serials = _serials(laptop, held)
        (told,) = [_told(serials, done, one) for one in done.differences if one["code"] == code]
        status = demand_batch(laptop, held.id).status
    emit({**told, "batch_status": status}, as_json, _words(told))
    return 0


def _demand(laptop: Laptop, held: PaperBatch, serial: str, code: str) -> Keying:
    serials = _serials(laptop, held)
    for keying, one in decisions.open_differences(laptop, held):
        named = serials.get(keying.form) == serial.strip().upper() and one["code"] == code
        if named and "decision" not in one:
            return keying
    raise Trouble(
        "no_difference",
        _("No difference at {code} of form {serial} waits for a decision.", code=code, serial=serial),
        _("Nothing was decided."),
        _("csat paper differences {batch} lists those that wait.", batch=held.number),
    )


def _serials(laptop: Laptop, held: PaperBatch) -> dict[str, str]:
    return {form.id: form.serial for form in shelf.forms_of(laptop.store, held.id)}


def _told(serials: dict[str, str], keying: Keying, one: dict[str, Any]) -> dict[str, Any]:
    return {
        "serial": serials.get(keying.form, ""),
        **{name: one.get(name) for name in ("code", "first", "second", "decision", "reason", "by")},
        "keyer": keying.keyer,
        "verifier": keying.verifier,
    }


def _words(one: dict[str, Any]) -> str:
    values = "  ".join(
        f"{who}: {_value(one[name])}"
        for name, who in (("first", one["keyer"]), ("second", one["verifier"]), ("decision", one["by"]))
        if who
    )
    return f"{one['serial']}  {one['code']}  {values}"


def _value(wire: dict[str, Any] | None) -> str:
    if not wire:
        return "-"
    return str(
        wire.get("value") or wire.get("text") or wire.get("missing") or ",".join(wire.get("options") or ())
    )
