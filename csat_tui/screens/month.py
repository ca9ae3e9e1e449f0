"""The month: its mean with base and exclusions, what conversions leave open, rates, dimensions and "
"classes."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.screens.base import CsatScreen
from csat_tui.screens.month_funnel import funnel_lines
from csat_tui.services import Month, Part
from csat_tui.services.records import Behind
from csat_tui.widgets.bar import bar
from csat_tui.widgets.cells import fit, spread
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.picker import Picker
from csat_tui.words.common import NO_CLASS, class_name
from schemas.figures.mean import Mean
from schemas.language import texts
from schemas.numbers import display, display_against, fixed

_ = texts("csat_tui")

Row = tuple[Line, Behind | None]
Which = Literal["all", "scored", "unrated", "class", "item"]

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
        yield Picker[Behind](self._page, id="page")

    @property
    def page(self) -> "Picker[Behind]":
        """The figures, one of them marked."""
        return self.query_one("#page", Picker)

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

        if (behind := self.page.picked) is not None:
            self.csat.push_screen(RecordsScreen(behind))

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

    def _page(self, width: int) -> list[Row]:
        if self.month is None:
            return [((), None), (line(Span("   " + _("reading ..."), "dim")), None)]
        return month_rows(self.month, width)


def month_after(period: str, months: int) -> str:
    """The month so many months later: ``2026-12`` and 1 give ``2027-01``."""
    year, month = divmod(int(period[:4]) * 12 + int(period[5:]) - 1 + months, 12)
    return f"{year:04}-{month + 1:02}"


def month_rows(month: Month, width: int) -> list[Row]:
    """The whole page; a line with a number comes with the questionnaires behind it."""
    counted = _("own records {n}", n=_counted(month))
    head = spread(f"   {month.title}", counted + " ", width)
    return [
        ((), None),
        (line(Span(head, "dim")), _behind(month, "all", name=month.title)),
        ((), None),
        (_mean_line(month), _behind(month, "scored", name=_("rated"))),
        (_change_line(month), None),
        *_unrated_rows(month),
        ((), None),
        *[(row, None) for row in funnel_lines(month, width)],
        *_part_rows(month, width),
        *_class_rows(month),
        *[(footnote, None) for footnote in _footnote(month)],
    ]


def _behind(month: Month, part: Which, code: str = "", name: str = "") -> Behind:
    return Behind(month.period, month.pack, part, code, name)


def _unrated_rows(month: Month) -> list[Row]:
    """One line for each reason why a questionnaire is not in the mean."""
    return [
        (
            line(f"   {_('unrated')} {count}   {_reason(month, reason)}"),
            _behind(month, "unrated", reason, f"{_('unrated')}   {_reason(month, reason)}"),
        )
        for reason, count in sorted(month.mean.excluded.items())
    ]


def _counted(month: Month) -> int:
    return month.mean.base + month.mean.excluded_count


def _mean_line(month: Month) -> Line:
    mean = month.mean.value
    if mean is None:
        return line("   ", Span(_("No rated questionnaire"), "strong"))
    limits = _("low {low}  high {high}", low=month.lower.display(), high=month.upper.display())
    return line(
        "   ",
        Span(_("Satisfaction {mean}", mean=_against(mean, month)), "strong"),
        f"   [{limits}]   ",
        _("base {n}", n=month.mean.base) + _star(month.mean.base),
    )


def _against(mean: Fraction, month: Month) -> str:
    if month.target is None:
        return display(mean, full=FULL_MARK)
    return display_against(mean, month.target, full=FULL_MARK)


def _reason(month: Month, code: str) -> str:
    return month.reasons.get(code, code)


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


def _part_rows(month: Month, width: int) -> list[Row]:
    values = [
        part.mean.value
        for part in month.parts
        if part.mean.value is not None and part.mean.base >= SMALL_BASE
    ]
    weakest = min(values, default=None) if len(values) > 1 else None
    spare = max(0, width - 80) // 3
    rows: list[Row] = [
        (_part_line(part, NAME + spare, BAR + spare, weakest), _behind(month, "item", part.code, part.name))
        for part in month.parts
    ]
    return [*rows, ((), None)] if rows else []


def _part_line(part: Part, name: int, size: int, weakest: Fraction | None) -> Line:
    value = part.mean.value
    if value is None:
        return line(f"   {fit(part.name, name)} ", Span(_("no rating"), "dim"))
    drawn = bar(value / FULL_MARK, size, empty=" ")
    base = f" {part.mean.base}{_star(part.mean.base)}"
    weak = [Span(" " + _("weak item"), "warn")] if value == weakest and part.mean.base >= SMALL_BASE else []
    return line(f"   {fit(part.name, name)} {display(value, full=FULL_MARK):>6} |{drawn}|{base}", *weak)


def _class_rows(month: Month) -> list[Row]:
    return [
        (line(f"   {class_name(code)} {count}"), _behind(month, "class", code, class_name(code)))
        for code, count in month.classes.items()
        if code != NO_CLASS
    ]


def _footnote(month: Month) -> list[Line]:
    bases = [month.mean.base, *[part.mean.base for part in month.parts]]
    if all(base >= SMALL_BASE for base in bases):
        return []
    return [(), line(Span("   " + _("* base below {n}: for orientation only", n=SMALL_BASE), "dim"))]
