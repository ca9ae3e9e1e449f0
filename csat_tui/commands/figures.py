"""``csat figures PACK PERIOD``: the figures of a period, on a laptop's or a centre's home, with one code."""

from collections.abc import Mapping, Sequence

import click

from csat_tui.centre.wanted import for_centre
from csat_tui.commands.one_laptop import laptop_open
from csat_tui.laptop.figures import period_figures, period_funnel, project_coverage
from csat_tui.laptop.opening import open_laptop
from csat_tui.output import DONE, NOT_SO, emit, emit_lines, json_option, say_error
from csat_tui.passphrase_prompt import passphrases
from csat_tui.store import month
from csat_tui.words.funnel import funnel_words
from schemas.figures.funnel import Funnel, modes_json
from schemas.figures.funnel import to_json as funnel_json
from schemas.figures.headline import Headline
from schemas.figures.periods import Period, period
from schemas.figures.project_coverage import ProjectCoverage
from schemas.figures.satisfaction import Satisfaction, to_json
from schemas.figures.trace import MODULUS, record_hash
from schemas.figures.waves import wave_id
from schemas.language import texts
from schemas.numbers import display, display_against
from schemas.rejection import InputError
from schemas.scoring.left_out import REASONS

_ = texts("csat_tui")

Found = tuple[Satisfaction, Funnel, list[str], tuple[ProjectCoverage | None, dict[str, str]]]
"""The figures, how far the tasks have come, the ids of the records behind them, and how far projects were asked."""


@click.command()
@click.argument("pack")
@click.argument("period_text", metavar="PERIOD")
@click.option("--database", help="The centre's database, when it is not the one its home remembers.")
@click.option(
    "--records",
    "expand",
    is_flag=True,
    help="The ids of the records behind the figures, held against the trace.",
)
@json_option
def figures(pack: str, period_text: str, database: str | None, expand: bool, as_json: bool) -> int:
    """The figures of a period: 2025-03-14, 2025-03, 2025Q1, 2025H1, 2025, or wave:ID (what was sent out together)."""
    wave = wave_id(period_text)
    found = _figures(pack, _period(period_text), database) if wave is None else _wave(pack, wave, database)
    result, tasks, ids, (projects, names) = found
    if expand:
        emit_lines((({"id": id}, id) for id in ids), as_json)
        return DONE if traced(result, ids) else _differs()
    told = [] if projects is None else coverage_words(projects, names)
    more = {} if projects is None else {"coverage": projects.to_json(names)}
    text = "\n".join([words(result), *told, *funnel_words(tasks)])
    emit({**to_json(result), **more, "modes": modes_json(tasks), "funnel": funnel_json(tasks)}, as_json, text)
    return 0


def traced(result: Satisfaction, ids: Sequence[str]) -> bool:
    """Whether these records are the ones the figures were made from: same count, same digest."""
    digest = sum(record_hash(id, 1) for id in ids) % MODULUS
    return (len(ids), digest) == (result.records, result.contact.digest)


def _differs() -> int:
    say_error(_("These records are not the ones the figures were made from: the roll-up must be recounted."))
    return NOT_SO


def _period(text: str) -> Period:
    try:
        return period(text)
    except InputError as error:
        raise click.UsageError(str(error)) from error


def _wave(pack: str, id: str, database: str | None) -> Found:
    if for_centre(database):
        from csat_tui.centre.figures import centre_wave

        return centre_wave(pack, id, database)
    from csat_tui.laptop.waves import wave_figures

    with laptop_open() as laptop:
        return *wave_figures(laptop, pack, id), (None, {})


def _figures(pack: str, asked: Period, database: str | None) -> Found:
    if for_centre(database):
        from csat_tui.centre.figures import centre_figures

        return centre_figures(pack, asked, database)
    laptop = open_laptop(passphrases=passphrases())
    try:
        result = period_figures(laptop, pack, asked)
        rows = month.records(laptop.store, result.pack.pack, asked.first.isoformat(), asked.last.isoformat())
        tasks = period_funnel(laptop, result.pack, asked)
        asked_projects = project_coverage(laptop, result.pack, asked)
        return result, tasks, sorted(row.id for row in rows), asked_projects
    finally:
        laptop.close()


def words(result: Satisfaction) -> str:
    """The figures for a person, each number with its base; the pack's own headline first."""
    lines = [f"{result.pack.title} {result.period.name}", *_headline(result)]
    if result.target_of_mean is None and result.mean.base:
        lines.append(_mean(result, result.display(result.mean) or "", _("mean of the form scores")))
    return "\n".join(lines)


def _headline(result: Satisfaction) -> list[str]:
    found = result.headline
    if found.why_not is not None:
        return [not_computed(found)]
    if found.shown is None and found.rule == "R29":
        return [_("No visit was planned for this period in an approved plan.")]
    if found.shown is None:
        return [_("No rated questionnaire; {n} in all.", n=result.records)]
    lines = [_share(result) if found.kind == "share" else _of_mean(result), *_parts(result)]
    if found.excluded:
        left_out = ", ".join(f"{_reason(code)} {count}" for code, count in sorted(found.excluded.items()))
        lines.append(_("left out: {left_out}", left_out=left_out))
    if result.rule.min_base is not None and found.base < result.rule.min_base:
        lines.append(_("Base below {n}: too small to judge by.", n=result.rule.min_base))
    if result.target is not None:
        met = _("target {target} met", target=result.target)
        lines.append(met if result.met else _("target {target} missed", target=result.target))
    return lines


def _reason(code: str) -> str:
    own = {
        "unanswered": _("not answered"),
        "not_successful": _("not complete"),
        "no_stratum": _("without a severity"),
    }
    return own.get(code) or str(REASONS.get(code, code))


def _against_target(result: Satisfaction, full: int | None) -> str:
    value, digits = result.headline.shown or 0, result.rule.display.digits
    if result.target is None:
        return display(value, digits, full=full, rounding=result.rule.display.rounding)
    return display_against(value, result.target, digits, full=full)


def _of_mean(result: Satisfaction) -> str:
    found = result.headline
    if found.value == result.mean.value:
        return _mean(result, _against_target(result, 100), rule_words(found.rule))
    shown = _against_target(result, None)
    return _("{what} {value}, base {base}", what=rule_words(found.rule), value=shown, base=found.base)


def _mean(result: Satisfaction, shown: str, what: str) -> str:
    return _(
        "{what} {mean} [{low} to {high}], base {base}, unrated {unrated}",
        what=what,
        mean=shown,
        low=result.display(result.lower),
        high=result.display(result.upper),
        base=result.mean.base,
        unrated=result.mean.excluded_count,
    )


def _share(result: Satisfaction) -> str:
    found = result.headline
    if found.interval is None:
        if found.rule == "R29":
            return _(
                "{what} {value} % ({n} of {base})",
                what=rule_words(found.rule),
                value=_against_target(result, 100),
                n=found.numerator,
                base=found.base,
            )
        return _(
            "{what} {value} %, weighted by severity, base {base}",
            what=rule_words(found.rule),
            value=_against_target(result, 100),
            base=found.base,
        )
    ends = [display(end * 100, 1) for end in (found.interval.lower, found.interval.upper)]
    return _(
        "{what} {value} % ({n} of {base}), 95 % interval {low} to {high} %",
        what=rule_words(found.rule),
        value=_against_target(result, 100),
        n=found.numerator,
        base=found.base,
        low=ends[0],
        high=ends[1],
    )


def _parts(result: Satisfaction) -> list[str]:
    bands = result.pack.scoring.bands
    names = {band.code: str(band) for band in bands.bands} if bands else {}
    names = {"satisfied": _("satisfied"), "grievance": _("aggrieved"), "neutral": _("neutral"), **names}
    names |= {"on_time": _("in time"), "late": _("late"), "not_done": _("not made")}
    names["unweighted"] = _("without weights")
    parts = [
        f"{names.get(name, name)} {'-' if part is None else part}"
        for name, part in result.headline.parts.items()
    ]
    return ["  " + "   ".join(parts)] if parts else []


def rule_words(rule: str) -> str:
    """What the headline of a rule is called."""
    return {
        "R03": _("mean"),
        "R07": _("weighted sum"),
        "R08": _("mean of the form scores"),
        "R09": _("satisfied"),
        "R11": _("mean total"),
        "R13": _("mean of all answers"),
        "R14": _("satisfied of the successful"),
        "R17": _("mean of all checks"),
        "R24": _("satisfied answers"),
        "R29": _("planned visits made"),
    }.get(rule, rule)


def coverage_words(found: ProjectCoverage, names: Mapping[str, str]) -> list[str]:
    """How far the projects were asked (R30), and which are missing."""
    rate, percent = found.rate, found.rate.fixed_percent(2)
    lines = [
        _("projects asked {value} % ({n} of {base})", value=percent, n=rate.numerator, base=rate.base)
        if percent is not None
        else _("No project had to be asked in this period.")
    ]
    for id, quarter in found.missing:
        where = quarter or _("closed without its sales questionnaires")
        lines.append("  " + _("missing: {project} {where}", project=names.get(id, id), where=where))
    return lines


def not_computed(found: Headline) -> str:
    """Why there is no headline, in a sentence."""
    why = {
        "units_not_in_cells": _("it needs the units, which are not counted yet"),
        "strata_not_in_cells": _("it needs the severity of each case, which is not counted yet"),
        "cases_not_counted": _("no draw of this period says how many cases there were of each severity"),
        "due_not_in_cells": _("there are questionnaires of which no task was due"),
        "counted_before": _("some questionnaires were counted by an older version"),
        "no_conversion": _("the answers are on a scale that the rule cannot convert"),
    }.get(found.why_not or "", _("it needs more than the questionnaires say"))
    return _("The headline of this pack (rule {rule}) is not computed: {why}.", rule=found.rule, why=why)
