"""``csat figures PACK PERIOD``: the figures of a period, on a laptop's or a centre's home, with one code."""

import click

from csat_tui.centre.wanted import for_centre
from csat_tui.laptop.figures import period_figures
from csat_tui.laptop.opening import open_laptop
from csat_tui.output import emit, json_option
from csat_tui.passphrase_prompt import passphrases
from schemas.figures.periods import Period, period
from schemas.figures.satisfaction import Satisfaction, to_json
from schemas.language import texts
from schemas.numbers import display_against
from schemas.rejection import InputError

_ = texts("csat_tui")


@click.command()
@click.argument("pack")
@click.argument("period_text", metavar="PERIOD")
@click.option("--database", help="The centre's database, when it is not the one its home remembers.")
@json_option
def figures(pack: str, period_text: str, database: str | None, as_json: bool) -> int:
    """The satisfaction of a period: 2025-03-14, 2025-03, 2025Q1, 2025H1 or 2025."""
    try:
        asked = period(period_text)
    except InputError as error:
        raise click.UsageError(str(error)) from error
    result = _figures(pack, asked, database)
    emit(to_json(result), as_json, words(result))
    return 0


def _figures(pack: str, asked: Period, database: str | None) -> Satisfaction:
    if for_centre(database):
        from csat_tui.centre.figures import centre_figures

        return centre_figures(pack, asked, database)
    laptop = open_laptop(passphrases=passphrases())
    try:
        return period_figures(laptop, pack, asked)
    finally:
        laptop.close()


def words(result: Satisfaction) -> str:
    """The figures for a person, each number with its base."""
    head = f"{result.pack.title} {result.period.name}"
    if result.mean.value is None:
        return head + "\n" + _("No rated questionnaire; {n} in all.", n=result.records)
    shown = (
        result.display(result.mean)
        if result.target is None
        else display_against(result.mean.value, result.target, result.rule.display.digits, full=100)
    )
    lines = [
        head,
        _(
            "mean {mean} [{low} to {high}], base {base}, unrated {unrated}",
            mean=shown,
            low=result.display(result.lower),
            high=result.display(result.upper),
            base=result.mean.base,
            unrated=result.mean.excluded_count,
        ),
    ]
    if result.target is not None:
        met = _("target {target} met", target=result.target)
        lines.append(met if result.met else _("target {target} missed", target=result.target))
    return "\n".join(lines)
