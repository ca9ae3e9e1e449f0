"""``csat paper``, out: forms issued, printed, registered, counted when they come back (R34)."""

from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

import click

from csat_tui.commands.one_laptop import laptop_open
from csat_tui.commands.tasks import read_period
from csat_tui.laptop.opening import now
from csat_tui.output import emit, emit_lines, json_option
from csat_tui.paper import mailings, reminding, shelf
from csat_tui.paper.register import rate_words, standing_words
from csat_tui.paper.register import register as register_lines
from csat_tui.paper.taking_back import take_back
from schemas.language import current, texts

_ = texts("csat_tui")

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("pack")
@click.argument("period_text", metavar="[PERIOD]", required=False)
@click.option(
    "--series",
    help="What every form number begins with, such as 26Q4, before the mark of this laptop; left out: today.",
)
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
    "--letter",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Text of the letter; left out: our own.",
)
@json_option
def issue(
    pack: str,
    period_text: str | None,
    series: str | None,
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
    with laptop_open() as laptop:
        plan = mailings.Plan(
            series.upper() if series else None,
            channel,
            return_by=_day(return_by),
            remind_on=_day(remind_on),
            closes_on=_day(closes_on),
            late_counts=late_counts,
            sender={name: value for name, value in sender.items() if value},
            letter=letter.read_text(encoding="utf-8-sig") if letter else None,
        )
        made = mailings.issue(laptop, pack, read_period(period_text), plan)
    words = _(
        "{n} forms issued, {series}-0001 on. Print them: csat paper print {series}",
        n=made.issued,
        series=made.series,
    )
    emit({"series": made.series, "issued": made.issued, "pack": made.pack}, as_json, words)
    return 0


@click.command("print")
@click.argument("series")
@click.option(
    "--what",
    type=click.Choice(["forms", "letters", "reminders", "labels"]),
    default="forms",
    show_default=True,
)
@click.option("--format", "kind", type=click.Choice(["pdf", "docx"]), default="pdf", show_default=True)
@click.option("-o", "--output", "target", type=click.Path(dir_okay=False, path_type=Path), required=True)
@json_option
def print_(series: str, what: str, kind: str, target: Path, as_json: bool) -> int:
    """Forms, cover letters, reminders to those who have not answered, or address labels of a mailing, to print."""
    from csat_tui.paper.printing import printed

    if kind == "docx" and what == "labels":
        raise click.UsageError(_("Labels are made as PDF only."))
    with laptop_open() as laptop:
        mailing = mailings.demand_mailing(laptop, series)
        content = printed(laptop, mailing, what, kind, current())
        unknown = mailings.without_address(laptop, mailing)
    target.write_bytes(content)
    said = [_("Written: {file}", file=target)]
    if unknown and what == "labels":
        said.append(_("Without a postal address on file: {n} of {all}.", n=unknown, all=mailing.issued))
    emit({"file": str(target), "bytes": len(content), "without_address": unknown}, as_json, "\n".join(said))
    return 0


@click.command("mailings")
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


@click.command()
@click.argument("series")
@click.option("--due", is_flag=True, help="Only those to remind.")
@json_option
def register(series: str, due: bool, as_json: bool) -> int:
    """Every form of a mailing and what became of it."""
    with laptop_open() as laptop:
        mailing = mailings.demand_mailing(laptop, series)
        lines = register_lines(laptop, mailing)
        wanted = {form.serial for form in mailings.reminders(laptop, mailing)} if due else None
    shown = [one for one in lines if wanted is None or one["serial"] in wanted]
    emit_lines(
        ((one, f"{one['serial']}  {standing_words(one)}  {one['number']} {one['name']}") for one in shown),
        as_json,
    )
    return 0


@click.command()
@click.argument("what", type=click.Choice([*get_args(mailings.Marked), "sent"]))
@click.argument("serials", nargs=-1, required=True)
@json_option
def mark(what: Any, serials: tuple[str, ...], as_json: bool) -> int:
    """Note forms that came back undeliverable, or whose customer was reminded today; sent takes back what was noted."""
    with laptop_open() as laptop:
        for serial in serials:
            form = take_back(laptop, serial) if what == "sent" else mailings.mark(laptop, serial, what)
            emit(
                {"serial": form.serial, "fate": form.fate, "reminded_on": form.reminded_on},
                as_json,
                form.serial,
            )
    return 0


@click.command()
@click.argument("series")
@click.option("--on", type=DAY, help="As of this day; today when left out.")
@click.option("--done", is_flag=True, help="Note that all of them were reminded today.")
@json_option
def remind(series: str, on: datetime | None, done: bool, as_json: bool) -> int:
    """Whom to remind now: those whose form has not come back and who were not reminded yet."""
    with laptop_open() as laptop:
        mailing = mailings.demand_mailing(laptop, series)
        due = reminding.due_on(laptop, mailing, on.date() if on else now().date())
        wanted = {form.serial for form in due}
        rows = [row for row in register_lines(laptop, mailing) if row["serial"] in wanted]
        if done:
            mailings.remind(laptop, due)
            rows = [{**row, "reminded_on": now().date().isoformat()} for row in rows]
    emit_lines(((one, f"{one['serial']}  {one['number']} {one['name']}") for one in rows), as_json)
    return 0


@click.command()
@click.argument("series")
@json_option
def rates(series: str, as_json: bool) -> int:
    """Return rates of a mailing, gross and valid (R34)."""
    with laptop_open() as laptop:
        found = mailings.return_rates(laptop, mailings.demand_mailing(laptop, series))
    emit(mailings.as_dict(found), as_json, rate_words(found))
    return 0


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
