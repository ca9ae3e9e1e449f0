"""What is taken down beside the questions: a promise, a ticket, who answered. A few fields in a row each."""

from collections.abc import Mapping, Sequence
from typing import Any

from csat_tui.interview.named import Named
from csat_tui.interview.place import Step
from schemas.language import sentences, texts

_ = texts("csat_tui")
say = sentences("csat_tui")

PROMISE = (Step.PROMISE_WHAT, Step.PROMISE_WHO, Step.PROMISE_BY)
TICKET = (Step.TICKET_KIND, Step.TICKET_WORDS, Step.TICKET_DEMAND, Step.TICKET_SEVERITY)
PERSON = (Step.PERSON_NAME, Step.PERSON_DEPARTMENT, Step.PERSON_ROLE)
ROWS = (PROMISE, TICKET, PERSON)
STEPS = frozenset(step for row in ROWS for step in row)

CHOICES: Mapping[Step, Sequence[Named]] = {
    Step.TICKET_KIND: (
        Named("complaint", say("Complaint")),
        Named("grievance", say("Grievance")),
        Named("problem", say("Problem")),
        Named("demand", say("Demand")),
        Named("", say("No ticket")),
    ),
    Step.TICKET_SEVERITY: (
        Named("minor", say("Minor")),
        Named("serious", say("Serious")),
        Named("major", say("Major")),
    ),
}
"""Steps answered by one digit -> what it chooses."""


def after(step: Step) -> Step | None:
    """The field that comes next; None behind the last one."""
    row = next(row for row in ROWS if step in row)
    at = row.index(step) + 1
    return row[at] if at < len(row) else None


def prompt(step: Step) -> str:
    """What the field asks for."""
    return {
        Step.PROMISE_WHAT: _("What is promised to the customer?"),
        Step.PROMISE_WHO: _("Who does it?"),
        Step.PROMISE_BY: _("By when? A day like 2026-11-27 or 11-27, or in how many days: 5."),
        Step.TICKET_KIND: _("A ticket on the spot. What is it?"),
        Step.TICKET_WORDS: _("What is wrong, in the customer's words?"),
        Step.TICKET_DEMAND: _("What does the customer want done? Enter passes."),
        Step.TICKET_SEVERITY: _("How severe is it? Enter passes."),
        Step.PERSON_NAME: _("Who answers? Name, or Mr/Ms. Enter passes."),
        Step.PERSON_DEPARTMENT: _("In which department? Enter passes."),
        Step.PERSON_ROLE: _("In which role? Enter passes."),
    }[step]


def written(row: Sequence[Step], texts: Mapping[str, str]) -> dict[str, str]:
    """The fields of a row that hold something, by their last name: ``{what, who, by}``."""
    return {step.value.partition(".")[2]: texts[step.value] for step in row if texts.get(step.value)}


def ticket(texts: Mapping[str, str]) -> dict[str, str] | None:
    """The ticket, once it has its kind and its words."""
    found = written(TICKET, texts)
    return found if "kind" in found and "words" in found else None


def kind_words(code: str) -> str:
    """A kind of ticket in words."""
    return next((str(one) for one in CHOICES[Step.TICKET_KIND] if one.code == code), code)


def severity_words(code: str) -> str:
    """A severity of a ticket in words."""
    return next((str(one) for one in CHOICES[Step.TICKET_SEVERITY] if one.code == code), code)


def on_record(texts: Mapping[str, str], promises: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """The fields of a response that come from here; only those that hold something."""
    found = {
        "respondent": written(PERSON, texts),
        "promises": [dict(promise) for promise in promises],
        "ticket": ticket(texts),
    }
    return {name: value for name, value in found.items() if value}


def taken_up(body: Mapping[str, Any]) -> dict[str, str]:
    """The texts of the fields that a record holds, to be corrected; promises apart."""
    rows = (("person", body.get("respondent") or {}), ("ticket", body.get("ticket") or {}))
    return {f"{row}.{name}": str(value) for row, held in rows for name, value in held.items() if value}
