"""Where in a form one stands: a question, and the step taken there."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from schemas.forms.answers import Missing

END = ""
"""In place of a question code: the page behind the last question. Codes are never empty."""


class Step(StrEnum):
    """What is asked at a question."""

    VALUE = "value"
    LEVEL = "level"
    """The level instead of a number (S0-54)."""
    REASON = "reason"
    """Why there is neither number nor level (S0-59)."""
    TICKS = "ticks"
    """The parts of an item that were seen to."""
    REMARK = "remark"
    AMENDMENT = "amendment"
    """Why a finished form is corrected, behind the last question."""
    JUMP = "jump"
    """The number of the question to go to."""
    CAUSES = "causes"
    """Why a score is low or a check failed, from the list of the pack; then in words (``reason_when``)."""
    WHY = "why"
    KINDS = "kinds"
    """What kind of remark it is (B9)."""
    ABOUT = "about"
    """Whom or what an answer is about."""
    PROMISE_WHAT = "promise.what"
    PROMISE_WHO = "promise.who"
    PROMISE_BY = "promise.by"
    TICKET_KIND = "ticket.kind"
    TICKET_WORDS = "ticket.words"
    TICKET_DEMAND = "ticket.demand"
    TICKET_SEVERITY = "ticket.severity"
    PERSON_NAME = "person.name"
    PERSON_DEPARTMENT = "person.department"
    PERSON_ROLE = "person.role"
    RESULT = "result"
    """How the contact ended before its end."""
    REPEAT = "repeat"
    """Why this customer is asked a second time in the period."""
    UNIT = "paper.unit"
    """Whose paper form it is, by customer number, where it was not issued to anybody."""
    FORM_DATE = "paper.date"
    """The day written on a paper form."""


@dataclass(frozen=True)
class Place:
    """``why`` is the missing code that the reasons of step REASON explain."""

    question: str
    step: Step = Step.VALUE
    why: Missing | None = None

    def wire(self) -> dict[str, Any]:
        """As the keys of an event."""
        keys: dict[str, Any] = {"to": self.question, "step": self.step.value}
        return keys | ({"why": self.why.value} if self.why else {})

    @staticmethod
    def read(event: dict[str, Any]) -> "Place":
        """The place that an event leads to."""
        why = event.get("why")
        return Place(event["to"], Step(event["step"]), Missing(why) if why else None)
