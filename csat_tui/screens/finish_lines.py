"""The page behind the last question: score, class, why, what is missing, and what to read back."""

from rich.cells import cell_len

from csat_tui.interview.interview import Interview
from csat_tui.interview.place import Step
from csat_tui.interview.summary import Summary, doubts, reckoned, summary
from csat_tui.interview.words import answer_words, filled, short
from csat_tui.screens.aside_lines import person_words, ticket_words
from csat_tui.screens.interview_lines import INDENT, Shown, message_rows, title_row
from csat_tui.widgets.cells import fit, packed, wrap
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.page import Drawn
from csat_tui.words.common import (
    channel_name,
    class_name,
    completion_name,
    external_name,
    fill_method_name,
    flag_name,
    origin_name,
    score_words,
)
from schemas.language import texts
from schemas.numbers import exact

_ = texts("csat_tui")

FILL_METHODS = {"1": "self", "2": "interviewer", "3": "proxy"}
"""Key -> who wrote the answers down (S1-070)."""
FLAGS = {"4": "dissatisfied", "5": "major", "6": "to_gm"}
"""Key -> what may be noted about the contact (R04)."""
EXTERNAL_KEY = "7"
BESIDE = {"9": Step.PROMISE_WHAT, "0": Step.PERSON_NAME}
"""Key -> what it begins to take down."""
REASON_KEY = "8"
"""Writes down why a finished form is corrected."""
EXTERNAL = (None, "manufacturer", "media", "government")
"""Where a complaint went outside the company; the key goes round them (R04)."""


def draw_finish(shown: Shown, asking: bool, width: int, height: int) -> Drawn:
    """``asking``: F9 was pressed and waits for Enter."""
    interview = shown.interview
    found = summary(interview)
    head = [title_row(shown, width), line(), *_verdict(found, interview.form.channel, width), line()]
    head += [
        *_reasons(found, width),
        line(),
        *_open(interview, found, width),
        *_doubts(interview, width),
        line(),
    ]
    foot = [line(), *_notes(interview, width), *message_rows(shown, width), _keys(found, asking, width)]
    room = height - len(head) - len(foot)
    read_back = _read_back(interview, width, room)
    lines = [*head, *read_back, *[line()] * max(0, room - len(read_back)), *foot]
    return Drawn(tuple(lines[:height]), (0, height - 1))


def obstacle_words(found: Summary) -> str | None:
    """Why the form cannot be finished now."""
    if found.obstacle == "consent_needed":
        return _("The notice was not answered yet. Up goes there.")
    if found.obstacle == "put_off":
        return _("The customer wants another time: the draft waits. Up goes to the notice.")
    if found.obstacle == "reason_needed":
        return _("A correction needs its reason: key 8.")
    return None


def _verdict(found: Summary, channel: str, width: int) -> list[Line]:
    score = found.scored.score
    value = (
        f"{score_words(str(exact(score.value)))}  {origin_name(score.origin)}"
        if score
        else origin_name("none")
    )
    left = INDENT + _("Score") + "  " + value
    class_ = _("Class") + "  " + class_name(found.scored.case_class)
    gap = " " * max(2, width // 2 - cell_len(left))
    state = _("Interview") + "  " + completion_name(found.completion)
    return [line(Span(left + gap + class_, "strong")), line(INDENT, state, "  ", channel_name(channel))]


def _reasons(found: Summary, width: int) -> list[Line]:
    rows = [line(Span(INDENT + _("Why"), "dim"))]
    if found.completion == "REFUSED" and not found.scored.score:
        return [*rows, line(INDENT, "  ", _("The customer did not want to answer; only that is kept."))]
    for step in found.scored.steps:
        text = wrap(str(step.sentence), width - 28)
        source = f"{step.rule} {step.source}".strip()
        rows.append(line(INDENT, "  ", fit(text[0], width - 26), " ", Span(fit(source, 19), "dim")))
        rows += [line(INDENT, "  ", more) for more in text[1:2]]
    return rows


def _open(interview: Interview, found: Summary, width: int) -> list[Line]:
    missing = found.open_must
    if found.completion == "REFUSED":
        return []
    optional = [_("Not asked, optional: {n}", n=len(found.not_asked))] if found.not_asked else []
    if not missing:
        return [line(INDENT, "   ".join([_("Nothing that must be asked is open."), *optional]))]
    rows = [*wrap(_still_open(interview, missing), width - 6)[:2], *optional]
    return [line(Span((INDENT if n else " ! ") + row, "" if n else "warn")) for n, row in enumerate(rows)]


def _doubts(interview: Interview, width: int) -> list[Line]:
    """Cautions of the pack, how the contact ended early, and computed fields."""
    form, state = interview.form, interview.state
    ended = {"refused": _("Ended early: refused."), "broken_off": _("Ended early: broken off.")}
    said = [ended[state.ended]] if state.ended in ended else []
    said += [str(caution) for caution in doubts(form, state)]
    names = (
        {one.code: str(one) for one in form.pack.questionnaire.computed} if form.pack.questionnaire else {}
    )
    worth = [f"{names.get(code, code)}: {value}" for code, value in reckoned(form, state).items()]
    rows = [
        line(Span((INDENT if n else " ! ") + row, "warn"))
        for text in said
        for n, row in enumerate(wrap(text, width - 6))
    ]
    return [*rows, *(line(INDENT, text) for text in worth)]


def _still_open(interview: Interview, missing: tuple[str, ...]) -> str:
    numbers = interview.form.asked(interview.state.answers)
    listed = _(", ").join(str(numbers.index(code) + 1) for code in missing)
    return _("{n} must-ask questions are open: no. {listed}. F7 goes there.", n=len(missing), listed=listed)


def _read_back(interview: Interview, width: int, room: int) -> list[Line]:
    asked = interview.form.asked(interview.state.answers)
    said = filter(None, (_said(interview, n, code) for n, code in enumerate(asked, 1)))
    remarks = [f"“{text}”" for text in interview.state.remarks.values()]
    closing = interview.form.pack.closing
    remarks += [filled(interview.form, str(closing))] if closing else []
    rows = [row for text in packed([*said, *remarks], width - 8) for row in wrap(text, width - 8)]
    if not rows or room < 2:
        return []
    if len(rows) >= room:
        rows = [*rows[: room - 2], _("{n} more rows: F5", n=len(rows) - room + 2)]
    heading = line(Span(INDENT + _("Read back to the customer") + " (F5)", "dim"))
    return [heading, *(line(INDENT, "  ", row) for row in rows)]


def _said(interview: Interview, n: int, code: str) -> str:
    form, answer = interview.form, interview.state.answers.get(code)
    if answer is None:
        return ""
    words = answer_words(form.pack, form.question(code), answer)
    return f"{n} {fit(short(form, code), 14).strip()} {words}"


def _notes(interview: Interview, width: int) -> list[Line]:
    state = interview.state
    filled = [
        _marked(key, fill_method_name(name), state.fill_method == name) for key, name in FILL_METHODS.items()
    ]
    flags = [_marked(key, flag_name(name, True), bool(state.flags.get(name))) for key, name in FLAGS.items()]
    person, ticket = person_words(state.asides), ticket_words(state.asides)
    beside = [
        "9 " + _("promises: {n}", n=len(state.promises)),
        "0 " + _("answered by: {who}", who=fit(person, min(16, cell_len(person))) or "-"),
        "F8 " + _("ticket: {what}", what=fit(ticket, min(24, cell_len(ticket))) or "-"),
    ]
    rows = [
        [_("Filled in"), *filled],
        [_("Noted"), *flags, _outside(state.flags.get("external"))],
        [_("Beside"), *beside],
    ]
    noted = [line(INDENT, "  ".join(row)) for row in rows]
    return [*noted, *_reason(state.reason, width)] if interview.form.amending else noted


def _reason(reason: str, width: int) -> list[Line]:
    said = reason or _("still missing")
    label = INDENT + f"{REASON_KEY} " + _("Reason of the correction") + "  "
    return [line(Span(label + fit(said, max(10, width - cell_len(label) - 2)), "" if reason else "warn"))]


def _outside(body: object) -> str:
    return f"{EXTERNAL_KEY} " + _("outside: {body}", body=external_name(str(body)) if body else "-")


def _marked(key: str, name: str, chosen: bool) -> str:
    return f"{key} [{'x' if chosen else ' '}] {name}"


def _keys(found: Summary, asking: bool, width: int) -> Line:
    if asking:
        return line(Span(" " + _("Enter submits it for good. Any other key: not yet."), "warn"))
    keys = [
        _("F9 submit"),
        _("F4 verbatim"),
        _("F7 next must-ask"),
        _("Up to the questions"),
        _("Esc save, leave"),
    ]
    return line(" ", Span(packed(keys[1:] if found.obstacle else keys, width - 2)[0], "dim"))
