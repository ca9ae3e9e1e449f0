"""The month: its mean with base and exclusions, what conversions leave open, rates, dimensions and "
"classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.screens.base import CsatScreen
from csat_tui.services import Month, Part, Rate
from csat_tui.widgets.bar import bar
from csat_tui.widgets.cells import fit, spread, wrap
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.reader import Reader
from csat_tui.wording import NO_CLASS, class_name
from schemas.figures.mean import Mean
from schemas.language import texts
from schemas.numbers import ceil_percent, display, display_against, fixed

_ = texts("csat_tui")

SMALL_BASE = 30
"""Means over fewer contacts are marked; they are for orientation only."""
FULL_MARK = 100
NAME, BAR = 20, 34
"""Cells for the name of a dimension and for its bar at 80 columns; wider screens give both more."""


class MonthScreen(CsatScreen):
    """One month at a time; Left and Right change it, Enter lists the questionnaires behind it."""

    where = "month"

    @dataclass
    class Arrived(Message):
        month: Month

    def __init__(self, period: str) -> None:
        super().__init__()
        self.period = period
        self.month: Month | None = None

    def title_text(self) -> str:
        return _("Month {period}", period=self.period)

    def about(self) -> str:
        return _(
            "The mean is the sum of all scores divided by their number, from this laptop's own records; "
            "the target "
            "is compared before rounding. Low and high show what the mean would be if every converted "
            "level stood "
            "at the end of its band. A * marks a base below 30."
        )

    def body(self) -> ComposeResult:
        yield Reader(self._page, id="page")

    def on_mount(self) -> None:
        self.do_refresh()

    def reason(self, action: str) -> str | None:
        if action == "later" and self.period >= f"{self.csat.now():%Y-%m}":
            return _("This is the present month.")
        if action == "behind" and (self.month is None or not _counted(self.month)):
            return _("This month has no questionnaire.")
        return None

    def do_refresh(self) -> None:
        period = self.period
        self.ask(lambda services: services.month(period), self.Arrived)

    def do_earlier(self) -> None:
        self._turn(-1)

    def do_later(self) -> None:
        self._turn(1)

    def do_behind(self) -> None:
        from csat_tui.screens.records import RecordsScreen

        self.csat.push_screen(RecordsScreen(self.period))

    def _turn(self, months: int) -> None:
        self.period, self.month = month_after(self.period, months), None
        self.redraw()
        self.do_refresh()

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        # Keys are faster than figures: an answer for a month already left is dropped.
        if message.month.period == self.period:
            self.month = message.month
            self.redraw()

    def _page(self, width: int) -> list[Line]:
        if self.month is None:
            return [(), line(Span("   " + _("reading ..."), "dim"))]
        return month_lines(self.month, width)


def month_after(period: str, months: int) -> str:
    """The month so many months later: ``2026-12`` and 1 give ``2027-01``."""
    year, month = divmod(int(period[:4]) * 12 + int(period[5:]) - 1 + months, 12)
    return f"{year:04}-{month + 1:02}"


def month_lines(month: Month, width: int) -> list[Line]:
    """The whole page."""
    head = spread(f"   {month.title}", _("own records {n}", n=_counted(month)) + " ", width)
    return [
        (),
        line(Span(head, "dim")),
        (),
        _mean_line(month),
        _change_line(month),
        *_unrated_lines(month, width),
        (),
        *[_rate_line(rate) for rate in month.rates],
        *([()] if month.rates else []),
        *_part_lines(month.parts, width),
        _class_line(month),
        *_footnote(month),
    ]


def _counted(month: Month) -> int:
    return month.mean.base + month.mean.excluded_count


def _mean_line(month: Month) -> Line:
    mean = month.mean.value
    if mean is None:
        return line("   ", Span(_("No rated questionnaire"), "strong"), _excluded(month.mean))
    limits = _("low {low}  high {high}", low=month.lower.display(), high=month.upper.display())
    return line(
        "   ",
        Span(_("Satisfaction {mean}", mean=_against(mean, month)), "strong"),
        f"   [{limits}]   ",
        _("base {n}", n=month.mean.base) + _star(month.mean.base),
        _excluded(month.mean),
    )


def _against(mean: Fraction, month: Month) -> str:
    if month.target is None:
        return display(mean, full=FULL_MARK)
    return display_against(mean, month.target, full=FULL_MARK)


def _excluded(mean: Mean) -> str:
    return "   " + _("unrated") + f" {mean.excluded_count}" if mean.excluded_count else ""


def _unrated_lines(month: Month, width: int) -> list[Line]:
    """Why some gave no score; nothing when all did."""
    if not month.unrated:
        return []
    reasons = "   ".join(f"{reason} {count}" for reason, count in month.unrated.items())
    return [line(f"   {row}") for row in wrap(_("unrated: {reasons}", reasons=reasons), width - 6)]


def _star(base: int) -> str:
    return " *" if base < SMALL_BASE else ""


def _change_line(month: Month) -> Line:
    met = None if month.target is None else month.mean.met(month.target)
    verdict = [] if met is None else [_target_span(month, met)]
    changes = [
        _difference(_("on last month"), month.mean, month.previous),
        _difference(_("on last year"), month.mean, month.year_before),
    ]
    return line("   ", *verdict, *[Span(f"   {change}") for change in changes if change])


def _target_span(month: Month, met: bool) -> Span:
    words = (
        _("target {target} met", target=month.target)
        if met
        else _("target {target} missed", target=month.target)
    )
    return Span(words, "good" if met else "bad")


def _difference(name: str, mean: Mean, before: Mean | None) -> str:
    if mean.value is None or before is None or before.value is None:
        return ""
    change = mean.value - before.value
    return f"{name} {'+' if change >= 0 else ''}{fixed(change, 1)}"


def _rate_line(rate: Rate) -> Line:
    names = {"success": _("Callbacks reached"), "survey": _("Surveys completed")}
    if not rate.due:
        return line(f"   {names[rate.name]} 0 / 0")
    share = display(Fraction(100 * rate.reached, rate.due), full=100)
    words = f"   {names[rate.name]} {rate.reached} / {rate.due}   {share}%   "
    if rate.target is None:
        return line(words)
    short = ceil_percent(rate.due, rate.target) - rate.reached
    if short <= 0:
        return line(words, Span(_("target {target}% met", target=rate.target), "good"))
    return line(words, Span(_("target {target}% missed, {n} more to go", target=rate.target, n=short), "bad"))


def _part_lines(parts: Sequence[Part], width: int) -> list[Line]:
    values = [
        part.mean.value for part in parts if part.mean.value is not None and part.mean.base >= SMALL_BASE
    ]
    weakest = min(values, default=None) if len(values) > 1 else None
    spare = max(0, width - 80) // 3
    rows = [_part_line(part, NAME + spare, BAR + spare, weakest) for part in parts]
    return [*rows, ()] if rows else []


def _part_line(part: Part, name: int, size: int, weakest: Fraction | None) -> Line:
    value = part.mean.value
    if value is None:
        return line(f"   {fit(part.name, name)} ", Span(_("no rating"), "dim"))
    drawn = bar(value / FULL_MARK, size, empty=" ")
    base = f" {part.mean.base}{_star(part.mean.base)}"
    weak = [Span(" " + _("weak item"), "warn")] if value == weakest and part.mean.base >= SMALL_BASE else []
    return line(f"   {fit(part.name, name)} {display(value, full=FULL_MARK):>6} |{drawn}|{base}", *weak)


def _class_line(month: Month) -> Line:
    classes = {code: count for code, count in month.classes.items() if code != NO_CLASS}
    counts = "   ".join(f"{class_name(code)} {count}" for code, count in classes.items())
    return line("   " + _("Classes:") + f" {counts}") if counts else ()


def _footnote(month: Month) -> list[Line]:
    bases = [month.mean.base, *[part.mean.base for part in month.parts]]
    if all(base >= SMALL_BASE for base in bases):
        return []
    return [(), line(Span("   " + _("* base below {n}: for orientation only", n=SMALL_BASE), "dim"))]
