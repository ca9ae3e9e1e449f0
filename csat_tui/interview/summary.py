"""What a form amounts to: what is missing, its score and class with the reasons, and all a record needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from csat_tui.interview import asides, details
from csat_tui.interview.interview import Interview
from csat_tui.interview.pages import Form
from csat_tui.interview.state import State
from schemas.forms.answers import Answer, Missing
from schemas.language import texts
from schemas.packs.form import Caution
from schemas.packs.logic import cautions, computed
from schemas.records.response import Completion, Consent
from schemas.scoring.contact import Scored, score

_ = texts("csat_tui")

_ANONYMOUS = "2"
"""The option of the consent scale that agrees without a name (block B0)."""

Code = Literal["put_off", "consent_needed", "reason_needed"]


@dataclass(frozen=True)
class Summary:
    """``open_must``: codes R22 still waits for; ``not_asked``: optional questions without an answer, in the
    order of asking. ``obstacle``: why the form cannot be finished now, if so."""

    scored: Scored
    completion: Completion
    open_must: tuple[str, ...]
    not_asked: tuple[str, ...]
    obstacle: Code | None


@dataclass(frozen=True)
class Finished:
    """Everything a ``ResponseFinal`` takes from the form itself; the rest (ids, customer, clock) is known to
    the store."""

    answers: dict[str, Answer]
    remarks: dict[str, str]
    flags: dict[str, Any]
    consent: Consent
    fill_method: str
    active_ms: int
    completion: Completion
    scored: Scored
    reason: str = ""
    """Why a finished form was corrected."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """Further fields of the record that hold something."""


class NotFinishableError(Exception):
    """The form cannot be finished now; ``code`` says why. Nothing was changed."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


def summary(interview: Interview) -> Summary:
    """How far the form is, without changing anything."""
    return summarise(interview.form, interview.state)


def summarise(form: Form, state: State) -> Summary:
    """The summary of a form in this state."""
    answers = kept_answers(form, state)
    scored = _scored(form, state, answers)
    asked = form.asked(state.answers)
    if form.ended_at(answers):
        asked = []
    open_must = tuple(code for code in scored.completeness.missing if code in asked)
    not_asked = tuple(code for code in asked if code not in form.must and code not in answers)
    hindrance = obstacle(form, answers, state.reason)
    return Summary(scored, completion(form, answers, scored), open_must, not_asked, hindrance)


def finish(interview: Interview) -> Finished:
    """What is to be stored for good. Raises NotFinishableError, then nothing is final."""
    return finished(interview.form, interview.state, interview.active_ms)


def finished(form: Form, state: State, active_ms: int) -> Finished:
    """The finished form in this state. Raises NotFinishableError."""
    answers = kept_answers(form, state)
    hindrance = obstacle(form, answers, state.reason)
    if hindrance:
        raise NotFinishableError(hindrance)
    remarks = kept_remarks(form, state)
    scored = _scored(form, state, answers)
    return Finished(
        answers=answers,
        remarks=remarks,
        flags=dict(state.flags),
        consent=consent(form, answers),
        fill_method=state.fill_method,
        active_ms=active_ms,
        completion=completion(form, answers, scored),
        scored=scored,
        reason=state.reason,
        more=_more(form, state, answers),
    )


def doubts(form: Form, state: State) -> tuple[Caution, ...]:
    """The doubts of the pack about this form; none about one that was refused."""
    answers = kept_answers(form, state)
    return () if form.ending(answers) == "refused" else cautions(form.pack, form.known(answers))


def reckoned(form: Form, state: State) -> dict[str, str]:
    """Code -> value of the computed fields that can be computed."""
    found = computed(form.pack, form.known(kept_answers(form, state)))
    return {code: value for code, value in found.items() if value}


def _more(form: Form, state: State, answers: Mapping[str, Answer]) -> dict[str, Any]:
    found = {
        **asides.on_record(state.asides, state.promises),
        "ended": state.ended,
        "repeat_reason": state.repeat_reason,
        "cautions": [caution.code for caution in doubts(form, state)],
        "computed": reckoned(form, state),
    }
    return {name: value for name, value in found.items() if value}


def kept_answers(form: Form, state: State) -> dict[str, Answer]:
    """The answers that go on record: those of questions that apply, in printed order, with their ticks; of
    somebody who turned the notice down only that he did."""
    refused = form.ending(state.answers) == "refused"
    pages = [form.ended_at(state.answers)] if refused else form.pages(state.answers)
    fixed = () if refused else form.fixed
    wanted = [code for code in form.pack.questions if code in pages or code in fixed]
    kept = {code: _with_ticks(state, code) for code in wanted}
    known = form.known(state.answers)
    return {
        code: details.whole(form, answer, state.details.get(code, {}), code, known)
        for code, answer in kept.items()
        if answer is not None
    }


def kept_remarks(form: Form, state: State) -> dict[str, str]:
    """The customer's own words that go on record; a refusal takes along only those said to it, or on the whole."""
    if form.ending(state.answers) == "refused":
        kept = (form.ended_at(state.answers), "")
        return {code: text for code, text in state.remarks.items() if code in kept}
    return dict(state.remarks)


def completion(form: Form, answers: Mapping[str, Answer], scored: Scored) -> Completion:
    """R22; an interview turned down at the notice is REFUSED whatever it must have asked."""
    return "REFUSED" if form.ending(answers) == "refused" else scored.completeness.status


def consent(form: Form, answers: Mapping[str, Answer]) -> Consent:
    """What was said to the notice."""
    notice = form.pack.block("B0")
    answer = answers.get(notice.code) if notice else None
    if answer is None:
        return "not_asked"
    if form.ending(answers) == "refused":
        return "refused"
    return "anonymous" if answer.option == _ANONYMOUS else "agreed"


def obstacle(form: Form, answers: Mapping[str, Answer], reason: str = "") -> Code | None:
    """Why nothing can be made final now; a correction needs its reason."""
    if not form.consented(answers):
        return "consent_needed"
    if form.ending(answers) in ("reschedule", "not_the_person"):
        return "put_off"
    return "reason_needed" if form.amending and not reason else None


def _with_ticks(state: State, code: str) -> Answer | None:
    answer, ticks = state.answers.get(code), state.ticks.get(code)
    if not ticks:
        return answer
    wire = answer.wire() if answer else {"missing": Missing.NOT_ASKED.value}
    return Answer.model_validate({**wire, "checks": list(ticks)})


def _scored(form: Form, state: State, answers: Mapping[str, Answer]) -> Scored:
    facts = replace(form.facts, channel=form.channel, fill_method=state.fill_method)
    remarks = kept_remarks(form, state)
    return score(form.pack, answers, remarks=remarks, flags=state.flags, facts=facts)
