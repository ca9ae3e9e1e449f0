"""The lines of a customer's card. Each comes with what Enter opens, or None."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from csat_tui.services.customer_data import CustomerPage, Dated, MergedOne, PastResponse, Phone
from csat_tui.widgets.cells import fit, packed, wrap
from csat_tui.widgets.line import Line, Span, line
from csat_tui.words.common import NO_CLASS, class_name
from csat_tui.words.customers import field_name, state_name, type_name
from schemas.language import texts

_ = texts("csat_tui")

Target = PastResponse | MergedOne
Row = tuple[Line, Target | None]
INDENT = "     "
BESIDE = 30
"""Cells of a past questionnaire beside its title and class: margins, day, score."""


def card_rows(page: CustomerPage, phones: Sequence[Phone], width: int) -> list[Row]:
    """The whole card: warnings first, then what was said, then what is on file."""
    plain = [*_head(page, phones, width), *_stop(page, width), *_quality(page, width)]
    return [
        *((drawn, None) for drawn in plain),
        *_history(page, width),
        *((drawn, None) for drawn in (*_visits(page, width), *_promises(page, width), *_open(page, width))),
        *_merged(page, width),
        *((drawn, None) for drawn in _on_file(page, phones, width)),
    ]


def _head(page: CustomerPage, phones: Sequence[Phone], width: int) -> list[Line]:
    words = [page.number or "-", type_name(page.type), state_name(page.status)]
    if page.tier:
        words.append(_("tier {tier}", tier=page.tier))
    whole = next((one.number for one in phones if one.whose == page.name), None)
    told = {
        _("Telephone"): whole or page.phone or "-",
        _("Plate"): page.plate or "-",
        _("Company"): page.company or "-",
        _("Consultant"): page.consultant or "-",
    }
    name = f"{page.name} {page.salutation}".strip()
    return [
        (),
        line(Span(f"   {name}", "strong"), "   ", Span("  ".join(words), "dim")),
        *[line(f"   {row}") for row in packed((f"{key} {value}" for key, value in told.items()), width - 6)],
        *_seen(phones, width),
    ]


def _seen(phones: Sequence[Phone], width: int) -> list[Line]:
    if not phones:
        return []
    words = _("The numbers are masked again after 30 seconds without a key; that you saw them is noted.")
    return [line(Span(f"   {row}", "dim")) for row in wrap(words, width - 6)]


def _stop(page: CustomerPage, width: int) -> list[Line]:
    if page.stop is None:
        return []
    stop = page.stop
    words = [_("DO NOT CONTACT"), stop.reason or _("no reason was noted")]
    if stop.asked_by:
        words.append(_("asked by {who}", who=stop.asked_by))
    if stop.by or stop.at:
        noted = f"{stop.by} {stop.at:%Y-%m-%d %H:%M}" if stop.at else stop.by
        words.append(_("noted by {who}", who=noted.strip()))
    rows = wrap("   ".join(words), width - 6)
    return [(), *[line(Span((" ! " if n == 0 else "   ") + row, "warn")) for n, row in enumerate(rows)]]


def _quality(page: CustomerPage, width: int) -> list[Line]:
    quality = page.quality
    verified = f"{page.last_verified:%Y-%m-%d}" if page.last_verified else _("never")
    filled = quality.filled
    words = [
        _("File {share}% ({n} of {of})", share=filled.display(), n=filled.numerator, of=filled.base),
        _("last verified {day}", day=verified) + (_(" (out of date: Ctrl+Y)") if quality.stale else ""),
    ]
    if quality.phone_to_verify:
        words.append(_("TELEPHONE TO VERIFY"))
    if quality.wrong_numbers.numerator:
        wrong = quality.wrong_numbers
        words.append(_("wrong number {n} of {of} attempts", n=wrong.numerator, of=wrong.base))
    if quality.missing:
        words.append(_("missing: {names}", names=", ".join(map(field_name, quality.missing))))
    if page.proposals:
        words.append(_("proposals to decide: {n}", n=page.proposals))
    return [(), *[line(f"   {row}") for row in packed(words, width - 6, gap="   ")]]


def _history(page: CustomerPage, width: int) -> Iterator[Row]:
    yield from _title(_("Questionnaires recorded here {n}", n=len(page.history)))
    if not page.history:
        yield line(Span(INDENT + _("None yet."), "dim")), None
    for past in page.history:
        day, score = f"{past.occurred_at:%Y-%m-%d}", past.score or "-"
        case_class = "" if past.case_class == NO_CLASS else class_name(past.case_class)
        room = width - BESIDE - cell_len(case_class)
        yield line(f"{INDENT}{day}  {fit(score, 6, 'right')}  {fit(past.title, room)}  {case_class}"), past
        if past.remark:
            yield from (
                (line(Span(f"{INDENT}  {row}", "dim")), None) for row in wrap(past.remark, width - 12)
            )


def _visits(page: CustomerPage, width: int) -> Iterator[Line]:
    if page.visits:
        yield from (drawn for drawn, _target in _title(_("Visits {n}", n=len(page.visits))))
    for one in page.visits:
        about = "  ".join(filter(None, (one.form, one.purpose, one.people)))
        rows = wrap(about, width - 20)
        yield line(f"{INDENT}{one.day}  {rows[0]}")
        yield from (line(f"{INDENT}            {row}") for row in rows[1:])
        yield from (line(Span(f"{INDENT}  {row}", "dim")) for row in wrap(one.said, width - 12) if one.said)


def _promises(page: CustomerPage, width: int) -> Iterator[Line]:
    yield from (drawn for drawn, _target in _title(_("Promises")))
    if not page.promises:
        yield line(Span(INDENT + _("None is noted in what was recorded here."), "dim"))
    for promise in page.promises:
        who = "  ".join(filter(None, (promise.what, promise.who, promise.until)))
        rows = wrap(who, width - 20)
        yield line(f"{INDENT}{promise.day}  {rows[0]}")
        yield from (line(f"{INDENT}            {row}") for row in rows[1:])


def _open(page: CustomerPage, width: int) -> Iterator[Line]:
    yield from (drawn for drawn, _target in _title(_("Tasks")))
    yield from _dated(page.tasks, _("None."), width)
    yield from (drawn for drawn, _target in _title(_("Tickets")))
    yield line(Span(INDENT + _("Tickets are not kept on this laptop; ask the office."), "dim"))


def _merged(page: CustomerPage, width: int) -> Iterator[Row]:
    if page.merged:
        yield from _title(_("The same customer"))
        yield from ((line(f"{INDENT}{fit(one.label, width - 8)}"), one) for one in page.merged)


def _on_file(page: CustomerPage, phones: Sequence[Phone], width: int) -> Iterator[Line]:
    whole = {one.whose: one.number for one in phones}
    people = [
        "  ".join(filter(None, (one.name, one.about, whole.get(one.name, one.phone))))
        for one in page.contacts
    ]
    for title, rows in ((_("Contact persons"), people), (_("Vehicles, assets"), page.assets)):
        if rows:
            yield from (drawn for drawn, _target in _title(title))
            yield from (line(f"{INDENT}{row}") for row in rows)
    for title, dated in ((_("Projects"), page.projects), (_("Events"), page.events)):
        if dated:
            yield from (drawn for drawn, _target in _title(title))
            yield from _dated(dated, "", width)


def _title(words: str) -> list[Row]:
    return [((), None), (line(Span(f"   {words}", "strong")), None)]


def _dated(rows: Sequence[Dated], none: str, width: int) -> Iterator[Line]:
    if not rows:
        yield line(Span(INDENT + none, "dim"))
    for row in rows:
        yield line(
            f"{INDENT}{fit(row.day or '-', 10)}  {fit(row.words, width - 34)}  {state_name(row.state)}"
        )
