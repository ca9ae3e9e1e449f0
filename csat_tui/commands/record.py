"""``csat record``: finished questionnaires as JSON lines, each answered after its record is on disk."""

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from decimal import Decimal
from typing import Any, TextIO, get_args

import click

from csat_tui.interview.entry import Refusal
from csat_tui.laptop.opening import Laptop, open_laptop
from csat_tui.laptop.surroundings import surroundings
from csat_tui.output import NOT_SO, json_text
from csat_tui.passphrase_prompt import passphrases
from csat_tui.recording.amend import not_amendable
from csat_tui.recording.line import InvalidLineError, Surroundings, read_line
from csat_tui.store import responses
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.records.response import Channel

_ = texts("csat_tui")

LONGEST_LINE = 1_000_000


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True), required=False)
@click.option("--ask", metavar="PACK", help="Ask this pack line by line instead, on a plain terminal.")
@click.option("--customer", help="With --ask: number of the customer, or the name of somebody not on file.")
@click.option("--channel", type=click.Choice(get_args(Channel)), default="phone", help="With --ask.")
@click.option("--new", "anew", is_flag=True, help="With --ask: do not go on with one that was put away.")
@click.option("--json", "as_json", is_flag=True, help="Answers are JSON in any case; with --ask the result.")
def record(
    file: str | None, ask: str | None, customer: str | None, channel: str, anew: bool, as_json: bool
) -> int:
    """Store finished questionnaires without a screen, one JSON object a line; - is standard input."""
    if (file is None) == (ask is None):
        raise click.UsageError(_("Name either a file (or -) or, with --ask, a pack."))
    if ask is not None:
        from csat_tui.commands.record_ask import ask_pack

        return ask_pack(ask, channel, customer, anew, as_json)
    return _record(file or "-")


def _record(file: str) -> int:
    laptop = open_laptop(passphrases=passphrases())
    try:
        around = surroundings(laptop)
        with opened(file) as lines:
            return max((_take(laptop, n, line, around) for n, line in numbered(lines)), default=0)
    finally:
        laptop.close()


def opened(file: str) -> Any:
    """The lines of a file, or of standard input (-). Raises Trouble ``file_unreadable``."""
    if file == "-":
        return nullcontext(sys.stdin)
    try:
        return open(file, encoding="utf-8-sig")
    except OSError as error:
        raise Trouble(
            "file_unreadable",
            _("The file {file} cannot be read ({reason}).", file=file, reason=error.strerror),
            _("Nothing was stored."),
            _("Check the path."),
        ) from error


def numbered(lines: TextIO) -> Iterator[tuple[int, str]]:
    """Lines with their numbers from 1, blank ones left out; each is answered before the next is read."""
    for number, line in enumerate(iter(lines.readline, ""), 1):
        if line.strip():
            yield number, line


def filled(lines: TextIO) -> Iterator[str]:
    """The same without their numbers."""
    return (line for _number, line in numbered(lines))


def _take(laptop: Laptop, number: int, text: str, around: Surroundings) -> int:
    """Store one line and answer it; its exit code."""
    try:
        content = parsed(text)
        line = read_line(content, around)
    except InvalidLineError as error:
        faults = [{"field": e.field, "code": e.code, "message": e.message} for e in error.errors]
        return _invalid(number, text, faults)
    try:
        stored = responses.finalise(laptop.store, line.response, line.pack)
    except responses.NotAmendable as error:
        fault = not_amendable(error.code)
        told = [{"field": fault.field, "code": fault.code, "message": fault.message}]
        return _invalid(number, text, told)
    facts = stored.facts
    answer = {"id": facts.id, "status": stored.outcome, "score": facts.score, "class": facts.case_class}
    if facts.amends is not None:
        answer["amends"] = facts.amends
    return answered(answer, NOT_SO if stored.outcome == "conflict" else 0)


def _invalid(number: int, text: str, faults: list[dict[str, str]]) -> int:
    return answered({"id": _id_of(text), "line": number, "status": "invalid", "errors": faults}, NOT_SO)


def parsed(text: str) -> dict[str, Any]:
    """The JSON object of a line. Raises InvalidLineError."""
    try:
        if len(text) > LONGEST_LINE:
            raise ValueError("too long")
        content = json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        message = _("This is not a JSON object, from column {column} on.", column=getattr(error, "colno", 1))
        raise InvalidLineError([Refusal("line", "not_json", message)]) from error
    if not isinstance(content, dict):
        raise InvalidLineError([Refusal("line", "not_json", _("The line is not a JSON object."))])
    return content


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _id_of(text: str) -> str | None:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    id = content.get("id") if isinstance(content, dict) else None
    return id if isinstance(id, str) else None


def answered(answer: dict[str, Any], code: int) -> int:
    """Answer a line at once; the exit code."""
    click.echo(json_text(answer))
    sys.stdout.flush()
    return code
