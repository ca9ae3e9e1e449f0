"""What stands on the page behind the last question: score, class, why, what is missing, and what to read back."""

from csat_tui.interview.interview import Interview
from csat_tui.interview.place import Place
from csat_tui.interview.summary import Summary, summary
from csat_tui.interview.words import answer_words, wording
from csat_tui.screens.interview_lines import INDENT, Shown, message_rows, title_row
from csat_tui.widgets.cells import fit, packed, wrap
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.page import Drawn
from csat_tui.wording import class_name, origin_name
from schemas.language import texts
from schemas.numbers import exact

_ = texts("csat_tui")

FILL_METHODS = {"1": "self", "2": "interviewer", "3": "proxy"}
"""Key -> who wrote the answers down (S1-070)."""
FLAGS = {"4": "dissatisfied", "5": "major", "6": "to_gm"}
"""Key -> what may be noted about the contact (R04)."""
EXTERNAL_KEY = "7"
EXTERNAL = (None, "manufacturer", "media", "government")
"""Where a complaint went outside the company; the key goes round them (R04)."""


def draw_finish(shown: Shown, asking: bool, width: int, height: int) -> Drawn:
    """``asking``: F9 was pressed and waits for Enter."""
    interview = shown.interview
    found = summary(interview)
    head = [title_row(shown, width), line()]
    foot = [line(), *_notes(interview, width), *message_rows(shown, width), _keys(found, asking, width)]
    verdict = [
        *_verdict(found, width),
        line(),
        *_reasons(found, width),
        line(),
        *_open(interview, found, width),
    ]
    room = height - len(head) - len(foot) - len(verdict) - 1
    read_back = _read_back(interview, width, room)
    rest = [line()] * max(0, room - len(read_back))
    lines = [*head, *verdict, line(), *read_back, *rest, *foot]
    return Drawn(tuple(lines[:height]), (0, height - 1))


def obstacle_words(found: Summary) -> str | None:
    """Why the form cannot be finished now."""
    if found.obstacle == "consent_needed":
        return _("The notice was not answered yet. Up goes there.")
    if found.obstacle == "put_off":
        return _("The customer wants another time: the draft waits. Up goes to the notice.")
    return None


def _verdict(found: Summary, width: int) -> list[Line]:
    score = found.scored.score
    value = exact(score.value) if score else _("none")
    origin = origin_name(score.origin) if score else origin_name("none")
    left = f"{INDENT}{_('Score')}  {value}   {origin}"
    class_ = f"{_('Class')}  {class_name(found.scored.case_class)}"
    half = width // 2
    state = f"{INDENT}{_('Interview')}  {completion_name(found.completion)}"
    return [line(Span(fit(left, half) + fit(class_, width - half), "strong")), line(fit(state, width))]


def completion_name(code: str) -> str:
    """How far the interview got (R22)."""
    names = {
        "COMPLETE": _("complete"),
        "PARTIAL": _("partly complete"),
        "BREAKOFF": _("broken off"),
        "REFUSED": _("refused by the customer"),
    }
    return names.get(code, code)


def _reasons(found: Summary, width: int) -> list[Line]:
    rows = [line(Span(INDENT + _("Why"), "dim"))]
    for step in found.scored.steps:
        source = f"{step.rule} {step.source}".strip()[:20]
        text = wrap(str(step.sentence), width - 30)
        rows.append(line(INDENT, "  ", fit(text[0], width - 28), Span(source, "dim")))
        rows += [line(INDENT, "  ", more) for more in text[1:2]]
    return rows


def _open(interview: Interview, found: Summary, width: int) -> list[Line]:
    missing = [*found.open_must]
    rows = (
        wrap(_still_open(interview, missing), width - 6)
        if missing
        else [_("Nothing that must be asked is open.")]
    )
    if found.not_asked:
        rows.append(_("Not asked, optional: {n}", n=len(found.not_asked)))
    tone = "warn" if missing else ""
    return [
        line(Span((" ! " if missing and n == 0 else INDENT) + row, tone if n == 0 else ""))
        for n, row in enumerate(rows[:3])
    ]


def _still_open(interview: Interview, missing: list[str]) -> str:
    numbers = interview.form.asked(interview.state.answers)
    listed = " ".join(str(numbers.index(code) + 1) for code in missing)
    return _("{n} must-ask questions are open: no. {listed}. F7 goes there.", n=len(missing), listed=listed)


def _read_back(interview: Interview, width: int, room: int) -> list[Line]:
    form, state = interview.form, interview.state
    said = [
        f"{fit(wording(form, Place(code)), 12).strip()} {answer_words(form.pack, form.question(code), state.answers[code])}"
        for code in form.asked(state.answers)
        if code in state.answers
    ]
    words = [f"“{text}”" for text in state.remarks.values()]
    rows = [row for text in packed([*said, *words], width - 8) for row in wrap(text, width - 8)]
    if not rows or room < 2:
        return []
    fitting = (
        rows if len(rows) < room else [*rows[: room - 2], _("... {n} more rows: F2", n=len(rows) - room + 2)]
    )
    return [
        line(Span(INDENT + _("Read back to the customer"), "dim")),
        *(line(INDENT, "  ", row) for row in fitting),
    ]


def _notes(interview: Interview, width: int) -> list[Line]:
    state = interview.state
    methods = {
        "self": _("by the customer"),
        "interviewer": _("by the interviewer"),
        "proxy": _("as dictated"),
    }
    filled = [
        _marked(key, methods[name], state.fill_method == name, "()") for key, name in FILL_METHODS.items()
    ]
    names = {
        "dissatisfied": _("says dissatisfied"),
        "major": _("major objection"),
        "to_gm": _("to the management"),
    }
    flags = [_marked(key, names[name], bool(state.flags.get(name)), "[]") for key, name in FLAGS.items()]
    outside = {"manufacturer": _("manufacturer"), "media": _("media"), "government": _("authority")}
    went = outside.get(str(state.flags.get("external")), _("nowhere outside"))
    rows = [
        _("Filled in") + "  " + "  ".join(filled),
        "  ".join([*flags, f"{EXTERNAL_KEY} {_('went to')}: {went}"]),
    ]
    return [line(fit(INDENT + row, width)) for row in rows]


def _marked(key: str, name: str, chosen: bool, brackets: str) -> str:
    return f"{key} {brackets[0]}{'x' if chosen else ' '}{brackets[1]} {name}"


def _keys(found: Summary, asking: bool, width: int) -> Line:
    if asking:
        return line(Span(fit(" " + _("Enter submits it for good. Any other key: not yet."), width), "warn"))
    keys = [
        _("F9 submit"),
        _("F4 remark"),
        _("F7 next must-ask"),
        _("Up back to the questions"),
        _("Esc save as draft"),
    ]
    return line(" ", Span(packed(keys[1:] if found.obstacle else keys, width - 2)[0], "dim"))
