"""``csat people``: who works on this laptop, and their PINs."""

import sys
from pathlib import Path

import click

from csat_tui.commands.one_laptop import laptop_open
from csat_tui.laptop import people as here
from csat_tui.laptop.opening import Laptop
from csat_tui.output import emit, emit_lines, json_option
from csat_tui.services.people import Person
from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")

by_option = click.option("--by", metavar="NAME", help="Whose PIN allows it, where people have PINs already.")
file_option = click.option(
    "--pin-file",
    "file",
    metavar="FILE",
    help="PINs one a line, in the order in which they would be asked; - is standard input.",
)


@click.group()
def people() -> None:
    """Several people, one laptop: who they are, and their PINs."""


@people.command("list")
@json_option
def list_(as_json: bool) -> int:
    """Who works on this laptop, the enrolled user first."""
    with laptop_open() as laptop:
        emit_lines(((_json(one, laptop), _words(one)) for one in here.everybody(laptop)), as_json)
    return 0


@people.command()
@click.argument("person", metavar="NAME")
@click.option("--called", metavar="TEXT", help="How they are called, where NAME is a login.")
@click.option(
    "--role", type=click.Choice(here.ROLES), help="Supervisors and managers see everybody's records."
)
@by_option
@file_option
@json_option
def add(
    person: str, called: str | None, role: str | None, by: str | None, file: str | None, as_json: bool
) -> int:
    """Put NAME, as the centre knows them, on this laptop; or change the role of who is there."""
    with laptop_open() as laptop:
        pins = Pins(file)
        here.demand_ready(laptop, person)
        _allow(laptop, by, None, pins)
        new = person != laptop.enrolled and person not in {one.id for one in here.everybody(laptop)}
        pin = pins.ask(_("PIN for {who}", who=person), new=True) if new else None
        added = here.add(laptop, person, pin, name=called, role=role)
        emit(_json(added, laptop), as_json, _words(added))
    return 0


@people.command()
@click.argument("person", metavar="NAME")
@by_option
@file_option
@json_option
def pin(person: str, by: str | None, file: str | None, as_json: bool) -> int:
    """Give NAME a new PIN: with the old one, or with that of the enrolled user or a supervisor."""
    with laptop_open() as laptop:
        pins = Pins(file)
        _allow(laptop, by, person, pins)
        changed = here.set_pin(laptop, person, pins.ask(_("New PIN for {who}", who=person), new=True))
        emit(_json(changed, laptop), as_json, _words(changed))
    return 0


@people.command()
@click.argument("person", metavar="NAME")
@by_option
@file_option
@json_option
def remove(person: str, by: str | None, file: str | None, as_json: bool) -> int:
    """Let NAME work here no longer; what they recorded stays."""
    with laptop_open() as laptop:
        _allow(laptop, by, None, Pins(file))
        here.remove(laptop, person)
        words = _("{who} works on this laptop no longer; their records stay.", who=person)
        emit({"id": person, "removed": True}, as_json, words)
    return 0


def _allow(laptop: Laptop, by: str | None, whom: str | None, pins: "Pins") -> None:
    """Ask for the PIN of whoever may do this, once people have PINs."""
    known = {name: one for one in here.everybody(laptop) for name in (one.name, one.id)}
    if not any(one.has_pin for one in known.values()):
        return
    own = known.get(whom or "")
    who = by or (own.id if own and own.has_pin else laptop.enrolled or "")
    if not here.may_change(laptop, who, whom or ""):
        raise Trouble(
            "not_allowed",
            _("{who} cannot change that.", who=who),
            _("Nothing was changed."),
            _("The enrolled user, a supervisor or a manager can: --by NAME."),
        )
    here.check(laptop, who, pins.ask(_("PIN of {who}", who=who), new=False))


class Pins:
    """PINs as they are needed: the lines of a file or of standard input, else a person at the terminal is asked."""

    def __init__(self, file: str | None) -> None:
        self._lines = None if file is None else iter(_text(file).splitlines())

    def ask(self, prompt: str, *, new: bool) -> str:
        """The next one. Raises Trouble ``no_pin`` when there is neither a line nor a person."""
        if self._lines is not None:
            line = next(self._lines, "").strip()
            if line:
                return line
        elif sys.stdin.isatty() and sys.stderr.isatty():
            return str(click.prompt(prompt, hide_input=True, confirmation_prompt=new, err=True))
        raise Trouble(
            "no_pin",
            _("No PIN was given: {prompt}", prompt=prompt),
            _("Nothing was changed."),
            _("Type it at a terminal, or give --pin-file FILE with one PIN a line; - is standard input."),
        )


def _text(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(_("{file} cannot be read.", file=file)) from error


def _json(person: Person, laptop: Laptop) -> dict[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "pin": person.has_pin,
        "enrolled": person.id == laptop.enrolled,
        "notice": person.noticed,
    }


def _words(person: Person) -> str:
    pin = _("with a PIN") if person.has_pin else _("without a PIN")
    names = [person.id] if person.id == person.name else [person.id, person.name]
    return "  ".join([*names, role_words(person.role), pin])


def role_words(role: str) -> str:
    """A role as a person reads it."""
    return {"staff": _("staff"), "supervisor": _("supervisor"), "manager": _("manager")}.get(role, role)
