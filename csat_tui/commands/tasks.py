"""``csat tasks``: who is due, made from what is on file; what came of each try; how the list stands."""

from pathlib import Path
from typing import Any

import click

from csat_tui.laptop import task_list, task_making, trying
from csat_tui.laptop.chosen import read_chosen
from csat_tui.laptop.opening import open_laptop
from csat_tui.output import emit, emit_lines, json_option, say_error
from csat_tui.passphrase_prompt import passphrases
from csat_tui.words.tasks import left_out_words, status_words
from schemas.figures.periods import Period, period
from schemas.language import texts
from schemas.rejection import InputError
from schemas.tasks.making import Made
from schemas.text import clean

_ = texts("csat_tui")


@click.group()
def tasks() -> None:
    """Make what is due, list it, note what came of a call."""


@tasks.command()
@click.argument("pack", required=False)
@click.argument("period_text", metavar="[PERIOD|DAY]", required=False)
@click.option(
    "--seed", help="Of the draw, to do it again; without one it is made from pack, period and frame."
)
@click.option("--size", type=click.IntRange(min=1), help="How many to draw, where the pack does not say.")
@click.option(
    "--list",
    "chosen",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Who is asked, where the pack leaves it to a person: a CSV file or workbook, one a line.",
)
@click.option("--preview", is_flag=True, help="Show what would be made; store nothing.")
@json_option
def make(
    pack: str | None,
    period_text: str | None,
    seed: str | None,
    size: int | None,
    chosen: Path | None,
    preview: bool,
    as_json: bool,
) -> int:
    """Make the tasks of PACK for a period or day; without PACK everything that is due about now."""
    if pack is None and (preview or seed or size or chosen):
        raise click.UsageError(_("Name the pack."))
    asked = read_period(period_text)
    laptop = open_laptop(passphrases=passphrases())
    try:
        if pack is None:
            made = task_making.make_due(laptop)
        else:
            whom = (
                None if chosen is None else read_chosen(laptop, task_making.demand_pack(laptop, pack), chosen)
            )
            for line in whom.rejections if whom else ():
                say_error(clean(_("line {line}: {why}", line=line.line, why=line.message)))
            wish = task_making.Wish(seed, size, chosen=whom.ids if whom else None)
            made = task_making.make(laptop, pack, asked, wish, preview=preview)
    finally:
        laptop.close()
    emit_lines(((made_json(one, preview), made_words(one, preview)) for one in made), as_json)
    return 0


@tasks.command("list")
@click.argument("pack", required=False)
@click.argument("period_text", metavar="[PERIOD|DAY]", required=False)
@click.option("--all", "everything", is_flag=True, help="Also what is done, given up or in reserve.")
@json_option
def list_(pack: str | None, period_text: str | None, everything: bool, as_json: bool) -> int:
    """Tasks in the order of the queue: tickets, appointments, severity, oldest first."""
    asked = read_period(period_text)
    laptop = open_laptop(passphrases=passphrases())
    try:
        rows = task_list.rows(laptop, pack, asked, everything=everything)
        emit_lines(((row, _line(row)) for row in rows), as_json)
    finally:
        laptop.close()
    return 0


@tasks.command()
@click.argument("task")
@click.argument("result", metavar="DISPOSITION")
@click.option("--at", "at", help="When, if not now: 2026-11-22T09:30:00+08:00.")
@click.option("--appointment", help="For when an appointment was made.")
@click.option("--mode", default="phone", show_default=True, help="How: phone, onsite, mail …")
@click.option("--note", help="A remark on this try.")
@click.option(
    "--cause",
    "causes",
    multiple=True,
    metavar="ITEM=CAUSE [WORDS]",
    help="Of a call about a form, for each of its items: U3=delivery, or U3='2 the carrier was late'.",
)
@json_option
def attempt(
    task: str,
    result: str,
    at: str | None,
    appointment: str | None,
    mode: str,
    note: str | None,
    causes: tuple[str, ...],
    as_json: bool,
) -> int:
    """Note a try on TASK: success, no_answer, busy, off, wrong_number, refused, appointment, not_self, language,
    broken, not_eligible, do_not_contact, or the digit 1 to 9 and 0."""
    said = {item.strip(): words for item, _sign, words in (one.partition("=") for one in causes)}
    told = trying.Told(at, appointment, note, mode, said)
    laptop = open_laptop(passphrases=passphrases())
    try:
        tried = trying.attempt(laptop, task, result, told)
    finally:
        laptop.close()
    emit(tried.to_json(), as_json, trying.words(tried))
    return 0


def read_period(text: str | None) -> Period | None:
    """The period of an argument; wrong use when it is none."""
    try:
        return period(text) if text else None
    except InputError as error:
        raise click.UsageError(str(error)) from error


def made_json(made: Made, preview: bool = False) -> dict[str, Any]:
    """What was made, for scripts; with the tasks of a preview."""
    answer: dict[str, Any] = {
        "pack": made.pack,
        "period": made.period,
        "status": "previewed" if preview else "made",
        "frame": made.frame,
        "due": made.due,
        "reserve": len(made.tasks) - made.due,
        "known": made.known,
        "left_out": dict(made.left_out),
        "draw": made.draw
        and {key: value for key, value in made.draw.items() if preview or key not in _LISTS},
    }
    return answer | ({"tasks": list(made.tasks)} if preview else {})


def made_words(made: Made, preview: bool = False) -> str:
    """What was made, for a person; a draw with all it takes to do it again."""
    lines = [
        _(
            "{pack} {period}: {frame} in the list, {due} due now, {reserve} in reserve, {known} known before.",
            pack=made.pack,
            period=made.period,
            frame=made.frame,
            due=made.due,
            reserve=len(made.tasks) - made.due,
            known=made.known,
        )
    ]
    if made.left_out:
        reasons = ", ".join(f"{left_out_words(code)} {n}" for code, n in made.left_out.items())
        lines.append("  " + _("left out: {left_out}", left_out=reasons))
    if made.draw:
        lines += _draw_words(made.draw)
    if preview:
        lines.append("  " + _("Nothing was stored: this was a preview."))
    return "\n".join(lines)


_LISTS = ("chosen", "reserve")


def _draw_words(draw: Any) -> list[str]:
    head = _(
        "drawn by {rule} with seed {seed}; list {digest}",
        rule=draw["rule"],
        seed=draw["seed"],
        digest=draw["frame_digest"][:12],
    )
    rows = [
        _(
            "{code}: {cases} cases, {required} needed, {before} drawn before, {now} drawn now, {reserve} in reserve",
            code=code or _("all"),
            now=len(draw["chosen"].get(code, ())),
            reserve=len(draw["reserve"].get(code, ())),
            **stratum,
        )
        for code, stratum in draw["strata"].items()
    ]
    return [f"  {head}", *(f"    {row}" for row in rows)]


def _line(row: dict[str, Any]) -> str:
    tries = _("tries: {n}", n=row["tries"]) if row["tries"] else ""
    words = (
        row["due_day"],
        status_words(row["status"]),
        row.get("severity"),
        row["name"],
        row.get("purpose"),
        tries,
        row["id"],
    )
    return "  ".join(str(word) for word in words if word)
