"""The state of a form: nothing but its events, folded, so that a crash loses nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

from csat_tui.interview.journal import Event
from csat_tui.interview.place import Place, Step
from schemas.forms.answers import Answer

Before = tuple[str, str, Any]
"""What an undo puts back: the field of the state, the question, and what was there (None for nothing)."""


@dataclass(frozen=True)
class State:
    """``drafts``: half-typed text by place; ``ticks``: question -> codes of its checks; ``active_ms``: time
    worked; ``reason``: why a finished form is corrected; ``details``: question -> what was told about its answer;
    ``asides``: texts of the fields beside the questions by step; ``ended``: how the contact ended early;
    ``repeat_reason``: why this customer is asked again in one period; ``done``: what can be undone, oldest first;
    ``opened``: false while the form is put away; ``awaited``: questions whose words on the paper are still to be
    typed; ``pause_ms``, ``strokes``: pauses and keys of keying it."""

    place: Place
    answers: Mapping[str, Answer] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    ticks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    drafts: Mapping[Place, str] = field(default_factory=dict)
    flags: Mapping[str, bool | str] = field(default_factory=dict)
    fill_method: str = "interviewer"
    reason: str = ""
    details: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    asides: Mapping[str, str] = field(default_factory=dict)
    promises: tuple[Mapping[str, str], ...] = ()
    ended: str = ""
    repeat_reason: str = ""
    active_ms: int = 0
    opened: bool = False
    awaited: frozenset[str] = frozenset()
    pause_ms: int = 0
    strokes: int = 0
    done: tuple[Before, ...] = ()

    @property
    def typed(self) -> str | None:
        """What stands half typed at the present place: empty when it was erased, None when nothing was
        typed over what was there."""
        return self.drafts.get(self.place)

    def detail(self, code: str, name: str) -> Any:
        """What was told about an answer: now, or in the record that is corrected."""
        answer = self.answers.get(code)
        before = getattr(answer, name) if answer else None
        return self.details.get(code, {}).get(name, before)


def refold(start: Place, events: Iterable[Event]) -> State:
    """The state of a form that began at ``start``."""
    return reduce(fold, events, State(start))


def fold(state: State, event: Event) -> State:
    """The state after one more event. Kinds of a newer program are passed over."""
    state = replace(
        state,
        active_ms=state.active_ms + event.get("ms", 0),
        pause_ms=state.pause_ms + event.get("pause_ms", 0),
        strokes=state.strokes + event.get("strokes", 0),
    )
    apply = _APPLY.get(event["kind"])
    return apply(state, event) if apply else state


def _carried(state: State, event: Event) -> State:
    return replace(
        state,
        answers={code: Answer.model_validate(wire) for code, wire in event["answers"].items()},
        remarks=dict(event["remarks"]),
        ticks={code: tuple(codes) for code, codes in event["ticks"].items()},
        flags=dict(event["flags"]),
        fill_method=event["fill_method"],
        asides=dict(event.get("asides", {})),
        promises=tuple(event.get("promises", ())),
    )


def _prefilled(state: State, event: Event) -> State:
    known = {code: Answer.model_validate(wire) for code, wire in event["answers"].items()}
    return replace(state, answers={**known, **state.answers})


def _detailed(state: State, event: Event) -> State:
    code = event["question"]
    return _written(
        _put(state, "details", code, {**state.details.get(code, {}), event["name"]: event["value"]}), event
    )


def _noted(state: State, event: Event) -> State:
    return _written(replace(state, asides=_with(state.asides, event["field"], event["text"] or None)), event)


def _promised(state: State, event: Event) -> State:
    rest = {name: text for name, text in state.asides.items() if not name.startswith("promise.")}
    return _written(replace(state, asides=rest, promises=(*state.promises, event["promise"])), event)


def _unpromised(state: State, event: Event) -> State:
    return _written(replace(state, promises=state.promises[:-1]), event)


def _ended(state: State, event: Event) -> State:
    return _written(replace(state, ended=event["result"]), event)


def _repeated(state: State, event: Event) -> State:
    return _written(replace(state, repeat_reason=event["text"]), event)


def _explained(state: State, event: Event) -> State:
    return _written(replace(state, reason=event["text"]), event)


def _answered(state: State, event: Event) -> State:
    code = event["question"]
    kept = {place: text for place, text in state.drafts.items() if not _belongs(place, code)}
    state = replace(_put(state, "answers", code, Answer.model_validate(event["answer"])), drafts=kept)
    return replace(state, place=Place.read(event), ended="", awaited=state.awaited - {code})


def _awaited(state: State, event: Event) -> State:
    return _written(replace(state, awaited=state.awaited | {event["question"]}), event)


def _headed(state: State, event: Event) -> State:
    return _written(state, event)


def _belongs(place: Place, code: str) -> bool:
    return place.question == code and place.step in (Step.VALUE, Step.LEVEL, Step.REASON)


def _remarked(state: State, event: Event) -> State:
    return _written(_put(state, "remarks", event["question"], event["text"] or None), event)


def _ticked(state: State, event: Event) -> State:
    return _written(_put(state, "ticks", event["question"], tuple(event["codes"]) or None), event)


def _written(state: State, event: Event) -> State:
    return replace(state, drafts=_with(state.drafts, state.place, None), place=Place.read(event))


def _moved(state: State, event: Event) -> State:
    return replace(_left_behind(state, event), place=Place.read(event))


def _left(state: State, event: Event) -> State:
    return replace(_left_behind(state, event), opened=False)


def _left_behind(state: State, event: Event) -> State:
    return replace(state, drafts=_with(state.drafts, state.place, event["typed"]))


def _resumed(state: State, event: Event) -> State:
    return replace(_left_behind(state, event), opened=True)


def _undone(state: State, event: Event) -> State:
    if not state.done:
        return state
    name, code, before = state.done[-1]
    changed: dict[str, Any] = {name: _with(getattr(state, name), code, before)}
    return replace(state, done=state.done[:-1], place=Place(code), **changed)


def _filled_by(state: State, event: Event) -> State:
    return replace(state, fill_method=event["method"])


def _flagged(state: State, event: Event) -> State:
    return replace(state, flags=_with(state.flags, event["name"], event["value"] or None))


def _put(state: State, name: str, code: str, value: Any) -> State:
    held = getattr(state, name)
    changed: dict[str, Any] = {name: _with(held, code, value)}
    return replace(state, done=(*state.done, (name, code, held.get(code))), **changed)


def _with(held: Mapping[Any, Any], key: Any, value: Any) -> dict[Any, Any]:
    rest = {k: v for k, v in held.items() if k != key}
    return rest if value is None else {**rest, key: value}


_APPLY = {
    "carried": _carried,
    "prefilled": _prefilled,
    "detailed": _detailed,
    "noted": _noted,
    "promised": _promised,
    "unpromised": _unpromised,
    "ended": _ended,
    "repeated": _repeated,
    "awaited": _awaited,
    "headed": _headed,
    "explained": _explained,
    "answered": _answered,
    "remarked": _remarked,
    "ticked": _ticked,
    "moved": _moved,
    "left": _left,
    "resumed": _resumed,
    "undone": _undone,
    "filled_by": _filled_by,
    "flagged": _flagged,
}
