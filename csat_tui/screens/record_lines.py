"""A finished questionnaire as lines to read: answers, score, why, its life, and corrections old beside new."""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest

from rich.cells import cell_len

from csat_tui.services.records import (
    Correction,
    GivenAnswer,
    Noted,
    Reason,
    RecordPage,
)
from csat_tui.widgets.cells import fit, spread, wrap
from csat_tui.widgets.line import Line, Span, line, plain
from csat_tui.words.common import channel_name, class_name, origin_name
from schemas.language import texts

_ = texts("csat_tui")


def plain_lines(page: RecordPage, width: int) -> list[str]:
    """The page without tones, for a plain terminal."""
    return [plain(painted).rstrip() for painted in record_lines(page, width)]


def record_lines(page: RecordPage, width: int) -> list[Line]:
    """The whole page."""
    return [*_head(page, width), *_said(page, width), *_known(page, width)]


def wide_lines(page: RecordPage, width: int) -> list[Line]:
    """The whole page where there is room for two columns: what was said, and beside it what follows from it."""
    left, right = width * 55 // 100, width - width * 55 // 100
    pairs = zip_longest(_said(page, left), _known(page, right), fillvalue=())
    return [*_head(page, width), *(_padded(one, left) + two for one, two in pairs)]


def _padded(drawn: Line, width: int) -> Line:
    return (*drawn, Span(" " * (width - cell_len(plain(drawn)))))


def _head(page: RecordPage, width: int) -> list[Line]:
    row = page.row
    return [
        (),
        line(Span(f"   {row.customer}", "strong"), f"   {row.title}"),
        line(Span(f"   {page.pack}   {channel_name(page.channel)}   {page.interviewer}", "dim")),
        *_replaced(page, width),
        (),
        line("   ", Span(_score(page), "strong"), "   " + _("class {name}", name=class_name(row.case_class))),
        (),
    ]


def _said(page: RecordPage, width: int) -> list[Line]:
    return [
        *_heading(_("Answers")),
        *[part for answer in page.answers for part in _answer_lines(answer, width)],
        *_remark(page.remark, width),
        *_notes(page.notes, width),
    ]


def _notes(notes: Sequence[Noted], width: int) -> list[Line]:
    if not notes:
        return []
    size = max(cell_len(note.what) for note in notes) + 2
    rows = [line(f"     {first}{row}") for note in notes for first, row in _note_rows(note, size, width)]
    return [*_heading(_("Beside")), *rows, ()]


def _note_rows(note: Noted, size: int, width: int) -> list[tuple[str, str]]:
    said = wrap(note.said, max(10, width - size - 8))
    return [(fit(note.what if n == 0 else "", size), row) for n, row in enumerate(said)]


def _known(page: RecordPage, width: int) -> list[Line]:
    return [
        *_heading(_("Why")),
        *[part for reason in page.reasons for part in _reason_lines(reason, width)],
        (),
        *_heading(_("Life")),
        *_life(page, width),
        *[part for one in page.corrections for part in correction_lines(one, width)],
    ]


def correction_lines(one: Correction, width: int) -> list[Line]:
    """One correction: who, when and why, then old and new side by side."""
    standing = {
        "replaced": _("replaced by a later one"),
        "overruled": _("does not count"),
        "void": _("set aside: it counts in no figure"),
        "counts": "",
    }
    head = "   " + _("Corrected {time} by {who}", time=_time(one.at), who=one.by or "-")
    said = "  ".join(filter(None, (head, standing[one.standing])))
    column = (width - 10) // 3
    rows = [
        (),
        line(Span(said, "strong")),
        *[line(f"     {text}") for text in wrap(_("Reason: {reason}", reason=one.reason), width - 8)],
        _beside(("", _("as it was"), _("as corrected")), column, "dim"),
    ]
    for difference in one.differences:
        parts = [wrap(text, column) for text in (difference.what, difference.old, difference.new)]
        for n in range(max(map(len, parts))):
            rows.append(_beside([part[n] if n < len(part) else "" for part in parts], column))
    return rows


def _beside(texts: Sequence[str], column: int, tone: str = "") -> Line:
    return line(Span("     " + "  ".join(fit(text, column) for text in texts), tone))


def _replaced(page: RecordPage, width: int) -> list[Line]:
    if page.newer is not None:
        words = _("This version does not count any more; what counts is under Corrected below.")
    elif page.row.void == "duplicate":
        words = _(
            "This questionnaire is a duplicate and counts in no figure; the reason is under Corrected below."
        )
    elif page.row.void:
        words = _(
            "A newer form takes its place and it counts in no figure; the reason is under Corrected below."
        )
    else:
        return []
    return [line(Span(f"   {text}", "warn")) for text in wrap(words, width - 6)]


def _score(page: RecordPage) -> str:
    if page.row.score is None:
        return _("unrated")
    return _("score {score}", score=page.row.score) + f" ({origin_name(page.row.origin)})"


def _heading(title: str) -> list[Line]:
    return [line(Span(f"   {title}", "strong"))]


def _answer_lines(answer: GivenAnswer, width: int) -> list[Line]:
    asked = wrap(answer.question, width - 8)
    given = wrap(answer.answer, width - 12)
    remark = wrap(f'"{answer.remark}"', width - 12) if answer.remark else []
    return [
        *[line(Span(f"     {text}", "dim")) for text in asked],
        *[line(f"       > {text}" if n == 0 else f"         {text}") for n, text in enumerate(given)],
        *[line(f"         {text}") for text in remark],
    ]


def _remark(remark: str | None, width: int) -> list[Line]:
    if not remark:
        return [()]
    return [(), *_heading(_("Remark")), *[line(f"     {text}") for text in wrap(remark, width - 8)], ()]


def _reason_lines(reason: Reason, width: int) -> list[Line]:
    rows: Sequence[str] = wrap(reason.text, width - 20)
    first = spread(f"     {rows[0]}", f"{reason.source} ", width)
    return [line(first), *[line(f"     {text}") for text in rows[1:]]]


def _life(page: RecordPage, width: int) -> list[Line]:
    steps = [
        line("     " + _("taken {time}", time=_time(page.row.occurred_at))),
        line("     " + _("recorded on this laptop {time}", time=_time(page.recorded_at))),
        line("     " + (_("sent {time}", time=_time(page.sent_at)) if page.sent_at else _("not sent yet"))),
        line(
            "     "
            + (_("proven {time}", time=_time(page.proven_at)) if page.proven_at else _("not proven yet"))
        ),
    ]
    if page.quarantine:
        words = _("The server has set it aside: {why}", why=page.quarantine)
        steps += [line(Span(f"     {text}", "warn")) for text in wrap(words, width - 8)]
    return steps


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
