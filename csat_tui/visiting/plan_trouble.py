"""Why something cannot be done to a plan, and what to do."""

from collections.abc import Sequence

from csat_tui.trouble import Trouble
from csat_tui.words.visits import gap_words
from schemas.language import texts
from schemas.records.visiting import PlanLine, VisitPlan
from schemas.visits.planning import STAGES, Fault

_ = texts("csat_tui")

SHOWN = 5
"""How many gaps a sentence names."""


def no_plan(year: int) -> Trouble:
    return Trouble(
        "no_plan",
        _("There is no visit plan of {year} on this laptop.", year=year),
        _("Nothing was changed."),
        _("Begin one: csat plans make {year}, or csat plans import {year} FILE.", year=year),
    )


def no_line(number: int) -> Trouble:
    return Trouble(
        "no_line",
        _("The plan has no visit no. {number}.", number=number),
        _("Nothing was changed."),
        _("See csat plans list."),
    )


def no_customers() -> Trouble:
    return Trouble(
        "no_customers",
        _("No customer on file has one of these tiers."),
        _("Nothing was stored."),
        _("Set the tier on the customers' cards, or import it."),
    )


def bad_stages() -> Trouble:
    return Trouble(
        "bad_stages",
        _("A year is planned in {counts} visits a customer.", counts=", ".join(map(str, STAGES))),
        _("Nothing was stored."),
        _("Say for instance --tier A=4."),
    )


def approved_before(plan: VisitPlan) -> Trouble:
    who, day = plan.approved_by or "-", plan.approved_on or "-"
    return Trouble(
        "approved_before",
        _("The plan was approved by {who} on {day}.", who=who, day=day),
        _("Nothing was changed."),
        _("Move single visits with a reason; that is a further version."),
    )


def role_needed(who: str) -> Trouble:
    return Trouble(
        "role_needed",
        _(
            "A plan is approved by a supervisor or a manager on the laptop enrolled for them; {who} may not approve "
            "it here.",
            who=who or "-",
        ),
        _("Nothing was changed."),
        _("Sync, and let one of them sync and approve it on their laptop."),
    )


def gaps(faults: Sequence[Fault]) -> Trouble:
    named = "; ".join(f"{fault.line or ''} {gap_words(fault.code)}".strip() for fault in faults[:SHOWN])
    return Trouble(
        "plan_gaps",
        _("The plan cannot be approved ({n}): {gaps}", n=len(faults), gaps=named),
        _("Nothing was changed."),
        _("Mend these lines first; csat plans check lists them all."),
    )


def reason_needed() -> Trouble:
    return Trouble(
        "reason_needed",
        _("A planned visit is moved or cancelled with a reason."),
        _("Nothing was changed."),
        _("Say why."),
    )


def bad_window(plan: VisitPlan) -> Trouble:
    return Trouble(
        "bad_window",
        _("The window ends before it begins, or is not in {year}.", year=plan.year),
        _("Nothing was changed."),
        _("Write both days like 2026-04-01."),
    )


def same_window() -> Trouble:
    return Trouble(
        "same_window",
        _("The visit is planned for these days already."),
        _("Nothing was changed."),
        _("Name other days."),
    )


def visited(line: PlanLine) -> Trouble:
    return Trouble(
        "visited",
        _("Visit no. {number} has been made.", number=line.no),
        _("Nothing was changed."),
        _("Plan another visit, or take back the record of this one."),
    )
