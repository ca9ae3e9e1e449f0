"""``csat record --ask PACK``: the questions of a pack, line by line on a plain terminal."""

import sys
from collections.abc import Callable
from shutil import get_terminal_size
from typing import Any, TextIO

import click

from csat_tui.asking import Hear, ask_through
from csat_tui.interview.summary import finish
from csat_tui.laptop import pack_visit
from csat_tui.laptop.opening import Laptop, open_laptop
from csat_tui.laptop.visit import Visit
from csat_tui.output import json_text
from csat_tui.passphrase_prompt import passphrases
from csat_tui.store import customers, packs, responses
from csat_tui.widgets.cells import wrap
from csat_tui.words.common import class_name
from schemas.language import texts
from schemas.records.reference import Customer
from schemas.text import clean, one_line

_ = texts("csat_tui")


def ask_pack(pack: str, channel: str, who: str | None, anew: bool, as_json: bool) -> int:
    """Ask this pack; the last line says what became of it. With JSON the conversation is on standard error."""

    def tell(text: str) -> None:
        click.echo(folded(clean(text), sys.stderr if as_json else sys.stdout), err=as_json)

    laptop = open_laptop(passphrases=passphrases())
    try:
        pack = packs.called(laptop.store, pack)
        pack_visit.demand_pack(laptop, pack)
        begun = _begun(laptop, pack, channel, who, anew, tell)
        if begun is None:
            return 0
        _ask(laptop, begun, tell, as_json)
    finally:
        laptop.close()
    return 0


def _begun(
    laptop: Laptop, pack: str, channel: str, who: str | None, anew: bool, tell: Callable[[str], None]
) -> Visit | None:
    draft = None if anew or who else pack_visit.open_draft(laptop, pack)
    if draft is not None:
        tell(
            _("Going on with the questionnaire that was put away: {customer}", customer=draft.customer_label)
        )
        return draft
    if who is None:
        tell(_("Customer number, or the name of somebody not on file:"))
        who = hear()
    name = one_line(who or "")
    if not name:
        tell(_("Nobody was named; nothing was begun."))
        return None
    customer = _on_file(laptop, name)
    if customer is not None:
        tell(_("On file: {customer}", customer=customer.name))
        return pack_visit.begin(laptop, pack, channel, customer, None)
    tell(_("Not on file: {name}. Telephone, or an empty line:", name=name))
    phone = one_line(hear() or "")
    return pack_visit.begin(
        laptop, pack, channel, None, {"name": name, **({"phone": phone} if phone else {})}
    )


def _on_file(laptop: Laptop, name: str) -> Customer | None:
    return customers.by_number(laptop.store, name) or customers.by_id(laptop.store, name)


def _ask(laptop: Laptop, begun: Visit, tell: Callable[[str], None], as_json: bool) -> None:
    id = begun.header.id
    if ask_through(begun.interview, tell, _patient(hear)) == "left":
        tell(_("Put away; the same command goes on with it."))
        _answer({"id": id, "status": "draft"}, as_json)
        return
    begun.finalise(finish(begun.interview))
    facts = responses.find(laptop.store, id)
    assert facts is not None
    answer = {"id": id, "status": "final", "score": facts.score, "class": facts.case_class}
    tell(
        _(
            "Stored for good. Score: {score}. Class: {case_class}.",
            score=facts.score or "-",
            case_class=class_name(facts.case_class),
        )
    )
    _answer(answer, as_json)


def _answer(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json_text(answer))


def folded(text: str, stream: TextIO) -> str:
    """The text broken between words where a person reads it at a terminal; as it is anywhere else."""
    if not stream.isatty():
        return text
    return "\n".join(wrap(text, get_terminal_size().columns - 1))


def hear() -> str | None:
    """The next line of standard input; None at its end."""
    sys.stdout.flush()
    line = sys.stdin.readline()
    return line.rstrip("\r\n") if line else None


def _patient(listen: Hear) -> Hear:
    """Ctrl+C puts the questionnaire away instead of breaking off."""

    def next_line() -> str | None:
        try:
            return listen()
        except KeyboardInterrupt:
            return None

    return next_line
