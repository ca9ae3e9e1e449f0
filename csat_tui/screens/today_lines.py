"""What Today draws: how things stand, the columns of its list, the month in one line."""

from collections.abc import Sequence
from datetime import datetime

from csat_tui.services import (
    DueRow,
    MonthLine,
    Rate,
    Status,
)
from csat_tui.widgets.line import Span
from csat_tui.widgets.row_list import Column
from csat_tui.words.common import channel_name, moment
from schemas.language import texts

_ = texts("csat_tui")


def state(status: Status, now: datetime) -> list[str]:
    """What is to be sent, what is unfinished, what is proven."""
    words = [_("to send {n}", n=status.to_send), _("drafts {n}", n=status.drafts)]
    if status.overdue_tickets:
        words.append(_("overdue tickets {n}", n=status.overdue_tickets))
    if status.proof is None:
        return [*words, _("never proven")]
    proof = status.proof
    when = moment(proof.at, now)
    return [*words, _("proven {held}/{total} {when}", held=proof.held, total=proof.total, when=when)]


def columns() -> Sequence[Column[DueRow]]:
    """What is said of each line."""
    return (
        Column(lambda: _("Time"), lambda row: row.at or _("any"), 7),
        Column(lambda: _("Customer"), lambda row: row.customer, 20, grow=2),
        Column(lambda: _("Reason"), _reason, 23, grow=2),
        Column(lambda: _("Last"), lambda row: row.last or "-", 5, align="right"),
        Column(lambda: _("Tickets"), _tickets, 9),
    )


def _reason(row: DueRow) -> str:
    if row.kind == "draft":
        progress = _("draft {done}/{total}", done=row.answered, total=row.questions)
        return progress if row.questions else _("draft")
    warnings = [_("DO NOT CONTACT")] if row.do_not_contact else []
    if row.overdue:
        warnings.append(_("OVERDUE"))
    channel = [channel_name(row.channel)] if row.channel else []
    again = [_("try {n}", n=row.tries + 1)] if row.tries else []
    return " ".join([*warnings, *again, row.purpose, *channel])


def _tickets(row: DueRow) -> str:
    if not row.tickets:
        return "-"
    return _("{n} late", n=row.tickets) if row.tickets_overdue else str(row.tickets)


def month_spans(month: MonthLine) -> list[str | Span]:
    """The month in one line."""
    mean = month.mean.display()
    if mean is None:
        spans: list[str | Span] = [_("Month: no rated questionnaire yet")]
    else:
        spans = [Span(_("Month {mean} points ({base})", mean=mean, base=month.mean.base), "strong")]
    met = None if month.target is None else month.mean.met(month.target)
    if met is not None:
        verdict = Span(_("met"), "good") if met else Span(_("missed"), "bad")
        spans += ["  " + _("target {target}", target=month.target) + " ", verdict]
    return [*spans, *(part for rate in month.rates[:1] for part in _rate_spans(rate))]


def _rate_spans(rate: Rate) -> list[str | Span]:
    if not rate.due:
        return []
    from fractions import Fraction

    from schemas.numbers import ceil_percent, display

    share = display(Fraction(100 * rate.reached, rate.due), full=100)
    spans: list[str | Span] = ["   " + _("callbacks {share}%", share=share)]
    short = 0 if rate.target is None else ceil_percent(rate.due, rate.target) - rate.reached
    return [*spans, "  ", Span(_("{n} more to go", n=short), "warn")] if short > 0 else spans
