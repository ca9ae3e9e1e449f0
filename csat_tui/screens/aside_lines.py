"""The words of the steps beside a question: what is asked there, the name of the field, what stands there so far."""

from collections.abc import Mapping

from csat_tui.interview import asides
from csat_tui.interview.interview import Interview
from csat_tui.interview.place import Place, Step
from csat_tui.interview.words import answer_words, short, wording
from schemas.language import texts

_ = texts("csat_tui")


def spoken(interview: Interview) -> str | None:
    """What is asked at a step beside the questions; None where the question itself is asked."""
    step = interview.place.step
    if step in asides.STEPS:
        return asides.prompt(step)
    prompts = {
        Step.JUMP: lambda: _("Which question do you want to go to?"),
        Step.AMENDMENT: lambda: _(
            "Why is this questionnaire corrected? The old answers are kept beside the new ones."
        ),
        Step.RESULT: lambda: _("How did the contact end?"),
        Step.CAUSES: lambda: _("Why? {answer}", answer=_answered(interview)),
        Step.WHY: lambda: _("Why, in the customer's own words? {answer}", answer=_answered(interview)),
        Step.KINDS: lambda: _("What kind of remark is it? {answer}", answer=_answered(interview)),
        Step.ABOUT: lambda: _("Whom or what is it about? {answer}", answer=_answered(interview)),
    }
    return prompts[step]() if step in prompts else None


def field_name(step: Step) -> str | None:
    """The name before the answer line; None where the kind of answer names it."""
    names = {
        Step.JUMP: _("Question no."),
        Step.AMENDMENT: _("Reason"),
        Step.REPEAT: _("Reason"),
        Step.WHY: _("Reason"),
        Step.PROMISE_WHAT: _("Promise"),
        Step.PROMISE_WHO: _("Who"),
        Step.PROMISE_BY: _("By"),
        Step.PERSON_NAME: _("Name"),
        Step.PERSON_DEPARTMENT: _("Department"),
        Step.PERSON_ROLE: _("Role"),
        Step.TICKET_DEMAND: _("Demand"),
    }
    return names.get(step)


def so_far(interview: Interview) -> list[str]:
    """What was taken down before in this row of fields, and what can be said instead."""
    step, state = interview.place.step, interview.state
    if step is Step.PROMISE_WHAT:
        said = [promise_words(promise) for promise in state.promises]
        return (
            [*said, _("- takes the last one back; Enter on an empty line goes back.")]
            if said
            else [_way_back()]
        )
    if step in asides.TICKET and "ticket.kind" in state.asides:
        kind = asides.kind_words(state.asides["ticket.kind"])
        soothe = _("Say first: I am sorry this happened. I take it down now, and you will hear from us.")
        return [_("Ticket: {kind}", kind=kind), soothe, _way_back()]
    if step in asides.STEPS or step is Step.RESULT:
        return [_way_back()]
    if step in (Step.CAUSES, Step.WHY, Step.KINDS):
        return [_("Enter passes where nothing is said.")]
    return []


def _way_back() -> str:
    return _("Up goes back to the question.")


def promise_words(promise: Mapping[str, str]) -> str:
    """A promise on one line."""
    return "  ".join((promise["what"], promise["who"], promise["by"]))


def ticket_words(texts: Mapping[str, str]) -> str:
    """The ticket on one line; empty where there is none, a warning where its words are missing."""
    if "ticket.kind" not in texts:
        return ""
    kind = asides.kind_words(texts["ticket.kind"])
    return (
        said_of(kind, texts["ticket.words"])
        if texts.get("ticket.words")
        else _("{kind}: words missing", kind=kind)
    )


def said_of(what: str, said: str) -> str:
    """What was said of something on one line; behind a question mark no colon stands."""
    return f"{what} {said}" if what.endswith(("？", "?")) else _("{what}: {said}", what=what, said=said)


def person_words(texts: Mapping[str, str]) -> str:
    """Who answers, on one line."""
    return " ".join(asides.written(asides.PERSON, texts).values())


def _answered(interview: Interview) -> str:
    form, code = interview.form, interview.place.question
    answer = answer_words(form.pack, form.question(code), interview.state.answers.get(code))
    return said_of(short(form, code) or wording(form, Place(code)), answer)
