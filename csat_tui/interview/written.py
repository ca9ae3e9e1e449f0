"""What becomes of a field beside a value when it is left or accepted: the event that keeps it. Pure."""

from datetime import date

from csat_tui.interview import asides, details, events, keying
from csat_tui.interview.ask import Ask
from csat_tui.interview.entry import Refusal
from csat_tui.interview.journal import Event
from csat_tui.interview.pages import Form
from csat_tui.interview.place import Place, Step
from csat_tui.interview.promises import due_day
from csat_tui.interview.state import State
from schemas.language import texts

_ = texts("csat_tui")

TEXTS = (Step.REMARK, Step.AMENDMENT, Step.REPEAT)
STEPS = frozenset((*TEXTS, Step.TICKS, Step.RESULT, *details.NAMES, *asides.STEPS))
"""The steps of which everything written is kept, however they are left."""

TAKE_BACK = "-"
"""In place of a further promise: the last one is taken back."""


def kept(ask: Ask, state: State, typed: str, to: Place) -> Event:
    """The event that keeps what is written here and leads to another place."""
    place, text = ask.place, typed.strip()
    before = held(ask, state)
    if place.step in (Step.TICKS, Step.CAUSES, Step.KINDS):
        codes = keying.ticked(ask, typed)
        if keying.ticks_text(ask, codes) == before:
            return events.moved(to, None)
        if place.step is Step.TICKS:
            return events.ticked(place.question, codes, to)
        return events.detailed(place.question, details.NAMES[place.step], codes, to)
    if ask.kind != "text" or text == before:
        return events.moved(to, None)
    if place.step is Step.WHY:
        return events.detailed(place.question, "why", text, to)
    if place.step in asides.STEPS:
        return events.noted(place.step, text, to)
    by_step = {Step.AMENDMENT: events.explained, Step.REPEAT: events.repeated}
    return (
        by_step[place.step](text, to) if place.step in by_step else events.remarked(place.question, text, to)
    )


def entered(form: Form, ask: Ask, state: State, typed: str) -> Event | Refusal:
    """The same for Enter, which also completes a promise."""
    place, text = ask.place, typed.strip()
    under = Place(place.question)
    if place.step is Step.PROMISE_WHAT and text == TAKE_BACK:
        return events.unpromised(under)
    if place.step in (Step.PROMISE_WHAT, Step.TICKET_KIND, Step.RESULT) and not text:
        return kept(ask, state, typed, under)
    if place.step in (Step.PROMISE_WHO, Step.TICKET_WORDS, Step.REPEAT) and not text:
        return Refusal(place.question, "empty", _("Nothing is written here yet."))
    if place.step is Step.PROMISE_BY:
        return _promised(form, state, text, under)
    if place.step in asides.STEPS:
        following = asides.after(place.step)
        to = Place(place.question, following) if following else under
        return events.noted(place.step, text, to) if text else kept(ask, state, typed, to)
    if place.step in (Step.CAUSES, Step.WHY, Step.KINDS):
        return kept(ask, state, typed, details.following(form, state.answers, place))
    return kept(ask, state, typed, under)


def chosen(ask: Ask, code: str) -> Event:
    """The event that keeps a choice made with one digit."""
    place = ask.place
    under = Place(place.question)
    if place.step is Step.ABOUT:
        return events.detailed(place.question, "about", code, under)
    following = asides.after(place.step) if code else None
    return events.noted(place.step, code, Place(place.question, following) if following else under)


def held(ask: Ask, state: State) -> str:
    """What the field holds by now, as it would be typed."""
    code, step = ask.place.question, ask.place.step
    if step is Step.REMARK:
        return state.remarks.get(code, "")
    if step is Step.AMENDMENT:
        return state.reason
    if step is Step.REPEAT:
        return state.repeat_reason
    if step is Step.TICKS:
        return keying.ticks_text(ask, state.ticks.get(code, ()))
    if step in details.NAMES:
        found = state.detail(code, details.NAMES[step])
        return found if isinstance(found, str) else keying.ticks_text(ask, tuple(found or ()))
    return state.asides.get(step.value, "") if ask.kind == "text" else ""


def proposed(form: Form, ask: Ask, state: State) -> str:
    """What a field that holds nothing is begun with, for Enter to accept."""
    if ask.place.step is Step.PROMISE_WHO:
        return form.words.get("姓名", "")
    if ask.place.step is Step.TICKET_WORDS:
        code = ask.place.question
        answer = state.answers.get(code)
        return state.remarks.get(code, "") or (answer.text if answer and answer.text else "")
    return ""


def _promised(form: Form, state: State, text: str, to: Place) -> Event | Refusal:
    day = due_day(text, date.fromisoformat(form.facts.today) if form.facts.today else date.today())
    if isinstance(day, Refusal):
        return day
    found = asides.written(asides.PROMISE, state.asides)
    return events.promised({"what": found["what"], "who": found["who"], "by": day.isoformat()}, to)
