"""What the interview screen shows: one question, drawn as lines for a width and height in cells.

From the top: who and what, how far, the question, the choices, the answer line. From the bottom: the keys,
the remark, the neighbours, and why the last key did nothing. Only the text of the question scrolls; the answer
line never leaves the screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from csat_tui.interview import asides
from csat_tui.interview.ask import Ask
from csat_tui.interview.interview import Interview
from csat_tui.interview.keying import ticked
from csat_tui.interview.place import END, Step
from csat_tui.interview.words import answer_words, short, ticks_words, wording
from csat_tui.screens.aside_lines import field_name, so_far, spoken
from csat_tui.screens.interview_keys import key_rows
from csat_tui.widgets.cells import fit, wrap
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.line_edit import LineEdit, fold
from csat_tui.widgets.page import Drawn
from csat_tui.words.common import channel_name
from schemas.language import texts
from schemas.text import one_line

_ = texts("csat_tui")

INDENT = "   "
HEAD_ROWS = 3
"""Title, progress and an empty row."""
TEXT_ROWS = 5
"""Rows of free text seen at once."""
_MESSAGE_ROWS = 2
_LEAST_TITLE = 14
"""Cells the title of the pack keeps when the customer's name needs the room."""


@dataclass(frozen=True)
class Shown:
    """What the screen knows besides the form: ``customer`` as it is to be read, ``saved`` the clock time of
    the last commit, ``edit`` the text field, ``scroll`` rows of the question passed over, ``trouble`` why
    something could not be saved."""

    interview: Interview
    customer: str
    saved: str
    edit: LineEdit
    scroll: int = 0
    trouble: str = ""
    practice: bool = False


def draw(shown: Shown, width: int, height: int) -> Drawn:
    """The page of the present place."""
    interview = shown.interview
    foot = [*message_rows(shown, width), *_neighbours(interview, width), line(), *key_rows(interview, width)]
    head = [title_row(shown, width), _progress_row(interview, width), line()]
    room = height - len(head) - len(foot)
    answer, cursor = answer_field(shown, width)
    choices = _choices(interview, width, room - len(answer) - 3)
    question = _question(shown, width, room - len(answer) - len(choices))
    body = [*question, *choices, *answer]
    above = len(head) + len(question) + len(choices)
    lines = [*head, *body, *[line()] * (room - len(body)), *foot]
    return Drawn(tuple(lines[:height]), (cursor[0], above + cursor[1]))


def title_row(shown: Shown, width: int) -> Line:
    """The pack and the customer; at the right what protects the work."""
    form = shown.interview.form
    right = _("saved {time}", time=shown.saved) + " "
    mark = " [" + _("PRACTICE") + "]" if shown.practice else ""
    mark += " [" + _("CORRECTION") + "]" if form.amending else ""
    title, customer = str(form.pack.title), one_line(shown.customer)
    room = max(0, width - cell_len(mark + right) - 5)
    title = fit(title, min(cell_len(title), max(_LEAST_TITLE, room - cell_len(customer))))
    customer = fit(customer, min(cell_len(customer), max(0, room - cell_len(title))))
    return ends(f" {title}{mark}  {customer}", right, width, "bar")


def ends(left: str, right: str, width: int, tone: str = "") -> Line:
    """A text at each end of the row, the gap between them filled; both are known to fit."""
    return line(Span(left + " " * max(1, width - cell_len(left) - cell_len(right)) + right, tone))


def _progress_row(interview: Interview, width: int) -> Line:
    minutes, seconds = divmod(interview.active_ms // 1000, 60)
    time = _("time {time}", time=f"{minutes:02}:{seconds:02}") + " "
    return ends(f" {_progress(interview)}", time, width, "dim")


def _progress(interview: Interview) -> str:
    form, answers, code = interview.form, interview.state.answers, interview.place.question
    asked = form.asked(answers)
    counted = [c for c in asked if c in (form.counted or form.must)]
    must = _("must-ask {done}/{all}", done=sum(c in answers for c in counted), all=len(counted))
    if code not in asked:
        where = _("The whole form") if code == END else _("Notice and consent")
    else:
        where = _("Question {n} / {last}", n=asked.index(code) + 1, last=len(asked))
    return "   ".join((where, must, channel_name(form.channel), *_noted_beside(interview)))


def _noted_beside(interview: Interview) -> list[str]:
    """That a ticket or promises were taken down, as long as the form is open."""
    state = interview.state
    ticket = [_("ticket")] if asides.ticket(state.asides) else []
    return [*ticket, *([_("promises: {n}", n=len(state.promises))] if state.promises else [])]


def _question(shown: Shown, width: int, room: int) -> list[Line]:
    rows = wrap(_spoken(shown.interview), width - 6)
    seen = max(1, room - 1)
    top = max(0, min(shown.scroll, len(rows) - seen))
    shown_rows = [line(Span(INDENT + row, "strong")) for row in rows[top : top + seen]]
    hidden = len(rows) - top - len(shown_rows)
    more = [line(Span(INDENT + _("PgDn: {n} more rows", n=hidden), "dim"))] if hidden > 0 else [line()]
    return [*shown_rows, *more]


def _spoken(interview: Interview) -> str:
    place = interview.place
    if (beside := spoken(interview)) is not None:
        return beside
    if place.question == END:
        return _("What the customer said, on the whole form.")
    text = wording(interview.form, place)
    return _("In the customer's own words: {question}", question=text) if place.step is Step.REMARK else text


def _choices(interview: Interview, width: int, room: int) -> list[Line]:
    ask = interview.ask
    if not ask.choices:
        return [*_hint(interview, width)]
    columns = -(-len(ask.choices) // max(1, room - 1))
    items = [
        fit(_choice(interview, ask, keys, one_line(str(option)), option.code), (width - 4) // columns - 1)
        + " "
        for keys, option in ask.choices
    ]
    return [*_in_columns(items, columns), line()]


def _choice(interview: Interview, ask: Ask, keys: str, label: str, code: str) -> str:
    if ask.kind == "multi":
        mark = "[x]" if code in ticked(ask, interview.typed) else "[ ]"
        return f" {mark} {keys}  {label}"
    chosen = _is_chosen(interview, ask, code)
    return f"{'*' if chosen else ' '} {keys}  {label}"


def _is_chosen(interview: Interview, ask: Ask, code: str) -> bool:
    state, step = interview.state, ask.place.step
    if step is Step.ABOUT:
        return bool(state.detail(ask.place.question, "about") == code)
    if not ask.scale_id:
        return state.asides.get(step.value) == code
    given = state.answers.get(ask.place.question)
    return given is not None and given.scale == ask.scale_id and given.option == code


def _in_columns(items: Sequence[str], columns: int) -> list[Line]:
    """One below the other, then beside; all are of one width."""
    per_column = -(-len(items) // columns)
    return [line("  ", *map(Span, items[n::per_column])) for n in range(per_column)]


def _hint(interview: Interview, width: int) -> list[Line]:
    ask, question = interview.ask, interview.ask.question
    hints = [str(question.hint)] if question and question.hint and ask.place.step is Step.VALUE else []
    hints += [scale_hint(ask)] if ask.kind == "number" and ask.scale and ask.scale_id else []
    return [*(line(Span(INDENT + row, "dim")) for hint in hints for row in wrap(hint, width - 6)), line()]


def scale_hint(ask: Ask) -> str:
    """Which numbers are asked for."""
    scale = ask.scale
    assert scale is not None
    if scale.min is None or scale.max is None:
        return _("A number.")
    if scale.decimals == 1:
        return _("{low} to {high}, one decimal at most.", low=scale.min, high=scale.max)
    return _("{low} to {high}.", low=scale.min, high=scale.max)


def answer_field(shown: Shown, width: int) -> tuple[list[Line], tuple[int, int]]:
    """The rows of the answer line, and the cursor in them."""
    ask = shown.interview.ask
    label = f"{INDENT}{_label(ask)} > "
    if ask.kind == "text":
        rows, cursor = _text_field(shown.edit, label, width)
        return [*rows, *_below(shown.interview, width)], cursor
    typed = "" if ask.kind == "multi" else shown.interview.typed
    before = _given_before(shown.interview)
    field = line(
        label, Span(f"{typed}_", "strong"), Span(f"   {before}" if before and not typed else "", "dim")
    )
    rows = [field, *_below(shown.interview, width)]
    return rows, (cell_len(label + typed), 0)


def _label(ask: Ask) -> str:
    if (name := field_name(ask.place.step)) is not None:
        return name
    names = {"number": _("Score"), "single": _("Choice"), "multi": _("Ticks"), "text": _("Words")}
    return names.get(ask.kind, "")


def _text_field(edit: LineEdit, label: str, width: int) -> tuple[list[Line], tuple[int, int]]:
    folded = fold(edit, width - cell_len(label) - 3)
    seen = folded.window(TEXT_ROWS)
    rows = []
    for n, row in enumerate(seen.rows):
        start = label if n == 0 else " " * cell_len(label)
        if n == seen.row:
            before, at = row[: seen.column], row[seen.column : seen.column + 1]
            rows.append(
                line(start, before, Span(at or "_", "cursor" if at else "strong"), row[seen.column + 1 :])
            )
        else:
            rows.append(line(start, row))
    return rows, (cell_len(label) + seen.cursor_cell, seen.row)


def _given_before(interview: Interview) -> str:
    ask, question = interview.ask, interview.ask.question
    answer = interview.state.answers.get(ask.place.question)
    if question is None or answer is None or ask.place.step is not Step.VALUE or ask.kind == "multi":
        return ""
    return _("now: {answer}", answer=answer_words(interview.form.pack, question, answer))


def _below(interview: Interview, width: int) -> list[Line]:
    """What else can be answered here."""
    ask, question = interview.ask, interview.ask.question
    said = so_far(interview)
    if question is None or ask.place.step is not Step.VALUE:
        return [line(), *_dim(said, width)] if said else []
    if question.fallback:
        said.append(_("No number: / asks for the level, and there / again for the reason."))
    if question.checks:
        done = ticks_words(question, interview.state.ticks.get(question.code, ()))
        parts = " ".join(str(check) for check in question.checks)
        said.append(
            _("Ticked: {ticks} (=)", ticks=done) if done else _("= ticks the parts: {parts}", parts=parts)
        )
    if question.object:
        about = str(interview.form.pack.objects.get(str(interview.state.detail(question.code, "about")), "-"))
        said.append(_("About whom or what: {about} (=)", about=about))
    if question.by == "staff":
        said.append(_("For you to fill in; it is not read out."))
    return [line(), *_dim(said, width)]


def _dim(said: Sequence[str], width: int) -> list[Line]:
    return [line(Span(INDENT + row, "dim")) for text in said for row in wrap(text, width - 6)]


def message_rows(shown: Shown, width: int) -> list[Line]:
    """Why the last key did nothing, in exactly two rows."""
    refusal = shown.interview.refusal
    text = shown.trouble or (refusal.message if refusal else "")
    rows = wrap(text, width - 6)[:_MESSAGE_ROWS] if text else []
    said = [line(Span((INDENT if n else " ! ") + row, "warn")) for n, row in enumerate(rows)]
    return [*said, *[line()] * (_MESSAGE_ROWS - len(said))]


def _neighbours(interview: Interview, width: int) -> list[Line]:
    form, answers, code = interview.form, interview.state.answers, interview.place.question
    before, after = form.neighbour(code, answers, -1), form.neighbour(code, answers, +1)
    labels = (_("Before"), _("Next"), _("Verbatim"))
    size = max(cell_len(label) for label in labels) + 2
    remark = interview.state.remarks.get(code, "") if interview.place.step is not Step.REMARK else ""
    return [
        _neighbour(interview, labels[0], size, before if before != code else None, width),
        _neighbour(interview, labels[1], size, after if after != code else None, width),
        line(INDENT, fit(labels[2], size), f"{fit(remark, width - size - 10)} (F4)") if remark else line(),
    ]


def _neighbour(interview: Interview, label: str, size: int, code: str | None, width: int) -> Line:
    if code is None:
        return line()
    start = INDENT + fit(label, size)
    if code == END:
        return line(Span(start + _("summary and finish"), "dim"))
    question, answer = interview.form.question(code), interview.state.answers.get(code)
    must = _("must-ask") if code in interview.form.must else ""
    words = answer_words(interview.form.pack, question, answer) if answer else must
    room = width - cell_len(start) - 2
    tail = fit(words, min(cell_len(words), 30))
    text = short(interview.form, code)
    return line(Span(start + fit(text, min(44, room - cell_len(tail) - 2)) + "  " + tail, "dim"))
