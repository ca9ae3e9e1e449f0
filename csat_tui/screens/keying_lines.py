"""What the keying screen shows: the whole form in columns, in the order of the paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len

from csat_tui.interview.ask import ask_at
from csat_tui.interview.paper_form import PaperForm
from csat_tui.interview.place import END, Place, Step
from csat_tui.interview.words import short, wording
from csat_tui.screens.keying_marks import called_back, sign_of_answer
from csat_tui.widgets.cells import fit, packed, wrap
from csat_tui.widgets.line import Line, Span, line, plain
from csat_tui.widgets.line_edit import LineEdit, fold
from csat_tui.widgets.page import Drawn
from schemas.language import texts

_ = texts("csat_tui")

COLUMN = 25
"""Cells of a column at least: code, a word or two, the box."""
BOX, DIGIT_BOX = 5, 3
TEXT_ROWS = 2
"""Rows of free text seen at once."""
MESSAGE_ROWS = 2
DETAIL_ROWS = 4


@dataclass(frozen=True)
class Head:
    """What stands above the items, in words: ``date`` with what it is proposed to be, ``day_before``: month and day
    of the form before, empty where it had none; ``finished``: no further form waits."""

    serial: str
    unit: str
    date: str
    received: str
    day_before: str
    finished: bool


@dataclass(frozen=True)
class Sheet:
    """Everything the screen draws. ``form`` None: the serial is asked for, ``edit`` is what is typed there.

    ``title`` and ``pace`` are the ends of the first row; ``said``: why the last key did nothing, or what was
    done; ``clash``: what is on file, until it is said what this sheet is."""

    title: str
    pace: str
    head: Head
    form: PaperForm | None
    edit: LineEdit
    marks: Sequence[str]
    said: str
    last: str
    clash: str
    keys: Sequence[Sequence[str]]


def draw(sheet: Sheet, width: int, height: int) -> Drawn:
    """The page of the form on the desk."""
    top = [_title(sheet, width), line(), *_head(sheet, width), line()]
    foot = [*_marks(sheet, width), *_said(sheet, width), _last(sheet, width), *_keys(sheet, width)]
    detail = _detail(sheet, width)
    room = max(1, height - len(top) - len(foot) - len(detail))
    grid, at = _grid(sheet, width)
    start = max(0, min(at - room + 2, len(grid) - room))
    body = grid[start : start + room]
    lines = [*top, *body, *[line()] * (room - len(body)), *detail, *foot]
    return Drawn(tuple(lines[:height]), _cursor(lines))


def _title(sheet: Sheet, width: int) -> Line:
    room = width - cell_len(sheet.pace) - 2
    left = fit(sheet.title, min(room - 1, cell_len(sheet.title)))
    return line(Span(f" {left}{' ' * max(1, room - cell_len(left))}{sheet.pace} ", "bar"))


def _head(sheet: Sheet, width: int) -> list[Line]:
    """The fields above the items; the one that is asked for is open."""
    form, head = sheet.form, sheet.head
    step = form.place.step if form else None
    fields = [
        (_("Serial"), head.serial, form is None),
        (_("Unit"), head.unit, step is Step.UNIT),
        (_("Date on form"), head.date, step is Step.FORM_DATE),
        (_("Received"), head.received, False),
    ]
    spans: list[Span] = []
    for name, value, asked in fields:
        shown = f"[{sheet.edit.text}_] {value}" if asked else value
        spans.append(Span(f"  {name} ", "dim"))
        spans.append(Span(shown, "strong" if asked else ""))
    text = plain(line(*spans))
    if cell_len(text) <= width:
        return [line(*spans)]
    rows = packed([f"{name} {value}" for name, value, _asked in fields], width - 4)
    one = next((f"{name} [{sheet.edit.text}_]" for name, _value, asked in fields if asked), "")
    return [*(line("  ", Span(row)) for row in rows[:2]), *([line("  ", Span(one, "strong"))] if one else [])]


def _grid(sheet: Sheet, width: int) -> tuple[list[Line], int]:
    """The items, closed ones in columns, text across; and the row the present one stands in."""
    form = sheet.form
    if form is None:
        return [], 0
    rows: list[Line] = []
    at, low = 0, called_back(form)
    asked = form.form.asked(form.state.answers)
    for text, codes in groupby(asked, key=lambda code: _is_text(form, code)):
        for part in _texts(sheet, list(codes), width) if text else [_columns(form, list(codes), low, width)]:
            here = next((n for n, row in enumerate(part) if _HERE in plain(row)), None)
            at = len(rows) + here if here is not None else at
            rows += part
    return rows, len(rows) if form.place.question == END else at


_HERE = "_]"
"""The open end of the box that is being filled."""


def _is_text(form: PaperForm, code: str) -> bool:
    return form.form.pack.scales[form.form.question(code).scale].type == "text"


def _columns(form: PaperForm, codes: Sequence[str], low: frozenset[str], width: int) -> list[Line]:
    number = max(1, min((width - 2) // COLUMN, len(codes)))
    deep = -(-len(codes) // number)
    size = (width - 2) // number
    rows = [codes[n::deep] for n in range(deep)]
    return [line("  ", *(span for code in row for span in _cell(form, code, low, size))) for row in rows]


def _cell(form: PaperForm, code: str, low: frozenset[str], size: int) -> list[Span]:
    here = form.place.question == code and form.place.step is Step.VALUE
    shown = f"{form.typed}_" if here else sign_of_answer(form, code)
    room_in = DIGIT_BOX if ask_at(form.form, Place(code)).at_once else BOX
    box = f"[{fit(shown, room_in, 'right')}]" if cell_len(shown) <= room_in else f"[{shown}]"
    mark = "!" if code in low else " "
    room = max(4, size - cell_len(box) - 4)
    name = fit(f"{code} {short(form.form, code)}", room)
    return [
        Span(f"{name} ", "strong" if here else ""),
        Span(box, "strong" if here else ""),
        Span(f"{mark}  "),
    ]


def _texts(sheet: Sheet, codes: Sequence[str], width: int) -> list[list[Line]]:
    return [_text(sheet, code, width) for code in codes]


def _text(sheet: Sheet, code: str, width: int) -> list[Line]:
    form = sheet.form
    assert form is not None
    label = f"  {code} {fit(short(form.form, code), min(24, cell_len(short(form.form, code))))} "
    here = form.place.question == code and form.place.step in (Step.VALUE, Step.REMARK)
    if not here:
        return [line(label, f"[{fit(shown, min(cell_len(shown), width - cell_len(label) - 4))}]")
                for shown in (sign_of_answer(form, code),)]  # fmt: skip
    folded = fold(sheet.edit, width - cell_len(label) - 5).window(TEXT_ROWS)
    rows = []
    for n, row in enumerate(folded.rows):
        start = label + "[" if n == 0 else " " * (cell_len(label) + 1)
        end = _HERE if n == len(folded.rows) - 1 else ""
        rows.append(line(Span(start + row + end, "strong")))
    return rows


def _detail(sheet: Sheet, width: int) -> list[Line]:
    """What is asked at present, with its choices: exactly ``DETAIL_ROWS``."""
    said = _asked(sheet)
    rows = [row for text in said for row in wrap(text, width - 4)][: DETAIL_ROWS - 1]
    return [
        line(),
        *(line(Span(f"  {row}", "dim")) for row in rows),
        *[line()] * (DETAIL_ROWS - 1 - len(rows)),
    ]


def _asked(sheet: Sheet) -> list[str]:
    form = sheet.form
    if sheet.clash:
        choices = _("1 newer version: correct the record   2 duplicate: set aside   3 truly another form")
        return [sheet.clash, choices]
    if form is None and sheet.head.finished:
        return [_("No further form waits here."), _("Esc goes back to the batch.")]
    if form is None:
        serial = _("Enter takes the serial shown; or type its running number, or scan the code.")
        day = _("Ctrl+D takes it with the day of the form before, {day}.", day=sheet.head.day_before)
        return [serial, day] if sheet.head.day_before else [serial]
    step = form.place.step
    if step is Step.UNIT:
        return [_("The customer's number; Enter alone leaves it open, F3 looks for a name.")]
    if step is Step.FORM_DATE:
        return [
            _("The day written on the form, like 1115; Enter takes the one shown, - where there is none.")
        ]
    if form.ask.kind == "end":
        return [_end(form)]
    if step is Step.REMARK:
        return [_("In the customer's own words: {question}", question=wording(form.form, form.place))]
    choices = "  ".join(f"{keys} {option}" for keys, option in form.ask.choices)
    name = f"{form.place.question} {short(form.form, form.place.question)}"
    return [name, choices] if choices else [f"{form.place.question} {wording(form.form, form.place)}"]


def _end(form: PaperForm) -> str:
    empty = form.open_fields
    if empty:
        return _(
            "Empty: {codes}. Enter stores the form with them as blank; Up goes back.", codes=" ".join(empty)
        )
    return _("Enter stores the form; Up goes back.")


def _marks(sheet: Sheet, width: int) -> list[Line]:
    rows = [row for text in sheet.marks for row in wrap(f"! {text}", width - 4)][:2]
    return [*[line()] * (1 - min(1, len(rows))), *(line(Span(f"  {row}", "warn")) for row in rows)]


def _said(sheet: Sheet, width: int) -> list[Line]:
    rows = wrap(sheet.said, width - 6)[:MESSAGE_ROWS] if sheet.said else []
    said = [line(Span(("   " if n else " ! ") + row, "warn")) for n, row in enumerate(rows)]
    return [*said, *[line()] * (MESSAGE_ROWS - len(said))]


def _last(sheet: Sheet, width: int) -> Line:
    return line(Span("  " + fit(sheet.last, width - 4), "dim"))


def _keys(sheet: Sheet, width: int) -> list[Line]:
    return [line(" ", Span(packed(items, width - 2)[0] if items else "", "dim")) for items in sheet.keys]


def _cursor(lines: Sequence[Line]) -> tuple[int, int] | None:
    for y, row in enumerate(lines):
        text = plain(row)
        if _HERE in text:
            return cell_len(text[: text.index(_HERE)]), y
    return None
