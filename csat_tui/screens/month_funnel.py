"""The month's funnel as lines: the counts in a row, the gates with what is still needed, outcome rates, modes."""

from collections.abc import Sequence
from fractions import Fraction

from csat_tui.services import Month, Rate
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.line import Line, Span, line
from csat_tui.words.funnel import counts_words
from schemas.language import texts
from schemas.numbers import ceil_percent, display, display_against

_ = texts("csat_tui")

SHOWN_OUTCOMES = ("RR1", "COOP1", "REF1", "CON1")


def funnel_lines(month: Month, width: int) -> list[Line]:
    """Nothing where nothing is due and no main mode is asked for."""
    lines: list[Line] = []
    if month.funnel:
        lines += [line(f"   {row}") for row in wrap(counts_words(month.funnel), width - 3)]
    lines += [rate_line(rate) for rate in month.rates]
    rest = [_mode(month.mode)] if month.mode else []
    rest += [Span(words, "dim") for words in _outcome(month)]
    if rest:
        lines.append(line("   ", *[part for span in rest for part in (span, "   ")]))
    return [*lines, ()] if lines else []


def rate_line(rate: Rate) -> Line:
    """A gate: its rate, whether it is reached, how many are still needed."""
    names = {"success": _("Callback success"), "survey": _("Survey success"), "mode": _("main mode")}
    name = names[rate.name]
    if not rate.due:
        return line(f"   {name} ", _("no base"))
    percent = Fraction(100 * rate.reached, rate.due)
    if rate.target is None:
        return line(f"   {name} {display(percent, full=100)}%")
    share = display_against(percent, rate.target, full=100)
    short = ceil_percent(rate.due, rate.target) - rate.reached
    counts = f"   {name} {share}% ({rate.reached}/{rate.due})   "
    if short <= 0:
        return line(counts, Span(_("target {target}% met", target=rate.target), "good"))
    return line(counts, Span(_("below {target}%, {n} more needed", target=rate.target, n=short), "bad"))


def _mode(rate: Rate) -> Span:
    percent = Fraction(100 * rate.reached, rate.due)
    share = display_against(percent, rate.target or 0, full=100)
    enough = rate.target is None or percent > rate.target
    words = _("main mode {share}% ({n}/{base})", share=share, n=rate.reached, base=rate.due)
    if enough:
        return Span(words)
    return Span(f"{words} " + _("not above {target}%", target=rate.target), "warn")


def _outcome(month: Month) -> Sequence[str]:
    known = [f"{name} {rate}" for name in SHOWN_OUTCOMES if (rate := month.outcome.get(name)) is not None]
    return [f"AAPOR {'  '.join(known)}"] if known else []
