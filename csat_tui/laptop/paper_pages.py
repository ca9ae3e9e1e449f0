"""``csat_tui.services.paper.Paper`` on a real laptop."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csat_tui.laptop import people
from csat_tui.laptop.mailing_rows import mailing_page, mailing_row
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.paper_rows import batch_page, batch_row, difference_rows
from csat_tui.paper import (
    batches,
    decisions,
    duplicates,
    mailings,
    meeting,
    next_form,
    reminding,
    returned,
    scans,
    second,
    shelf,
    taking_back,
)
from csat_tui.paper.arrival import read_arrival, read_declared
from csat_tui.paper.desk import Desk
from csat_tui.paper.operator_rows import operator_rows
from csat_tui.paper.places import demand_batch, operator_of
from csat_tui.paper.second_desk import SecondDesk
from csat_tui.paper.side_by_side import met_forms
from csat_tui.paper.words_desk import WordsDesk
from csat_tui.trouble import Trouble
from csat_tui.viewing import Viewing
from schemas.language import texts
from schemas.paper.scan import SUFFIX
from schemas.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.screen import Screen

    from csat_tui.paper.decisions import Choice
    from csat_tui.paper.mailings import Marked
    from csat_tui.paper.meeting import Answer
    from csat_tui.paper.side_by_side import Met
    from csat_tui.services.paper import (
        BatchPage,
        BatchRow,
        DifferenceRow,
        MailingPage,
        MailingRow,
        OperatorRow,
    )
    from schemas.paper.balance import Finding

_ = texts("csat_tui")


class LaptopPaper:
    """Called in worker threads. Who keys is whoever is signed in, until somebody else sits down."""

    def __init__(self, laptop: Laptop) -> None:
        self._laptop = laptop
        self.signed_in = laptop.seat.person
        self._operator = operator_of(laptop)

    def guarded(self) -> bool:
        return any(one.has_pin for one in people.everybody(self._laptop))

    def operator(self) -> str:
        return self._operator

    def sit_down(self, operator: str, pin: str = "") -> None:
        if self.guarded():
            self._operator = people.check(self._laptop, operator, pin).id
            return
        name = one_line(clean(operator)).strip()[:40]
        if not name:
            raise Trouble("no_operator", _("Type the name of whoever keys."), _("Nothing was changed."), "")
        self._operator = name

    def batches(self, closed: bool) -> Sequence[BatchRow]:
        found = shelf.batches(self._laptop.store, closed=closed)
        return [batch_row(self._laptop, one) for one in found]

    def batch(self, id: str) -> BatchPage:
        found = demand_batch(self._laptop, id)
        arrived = second.compare_arrived(self._laptop, found)
        if arrived or found.status == "open":  # the power may have gone between a decision and the judgement
            found = decisions.judge(self._laptop, found)
        return batch_page(self._laptop, found)

    def open_batch(self, pack: str, channel: str, typed: Mapping[str, str]) -> str:
        wanted = mailings.pack_of(self._laptop, pack)
        return batches.open_batch(self._laptop, wanted, read_arrival(channel, typed)).id

    def proposed(self, batch: str) -> str:
        return str(next_form.shown(self._laptop, demand_batch(self._laptop, batch)) or "")

    def sort(self, batch: str, serial: str, finding: Finding) -> tuple[str, str]:
        held = demand_batch(self._laptop, batch)
        shown = next_form.shown(self._laptop, held)
        meant = next_form.meant(self._laptop, held, serial, shown)
        form = duplicates.sort_out(self._laptop, held, meant, finding)
        return form.serial, str(next_form.shown(self._laptop, held, meant) or "")

    def close(self, batch: str) -> None:
        batches.close(self._laptop, demand_batch(self._laptop, batch))

    def leave_open(self, batch: str, because: str) -> None:
        why = clean(because).strip()
        if not why:
            raise Trouble("reason_needed", _("Type why the batch stays open."), _("Nothing was changed."), "")
        batches.leave_open(self._laptop, demand_batch(self._laptop, batch), why)

    def declare(self, batch: str, declared: str) -> None:
        batches.declare(self._laptop, demand_batch(self._laptop, batch), read_declared(declared))

    def key(self, batch: str) -> Callable[[], Screen[Any]]:
        return self._screen(Desk, batch)

    def words_waiting(self, batch: str) -> Callable[[], Screen[Any]]:
        return self._screen(WordsDesk, batch)

    def verify(self, batch: str) -> Callable[[], Screen[Any]]:
        return self._screen(SecondDesk, batch)

    def differences(self, batch: str) -> Sequence[DifferenceRow]:
        return difference_rows(self._laptop, demand_batch(self._laptop, batch))

    def decide(self, batch: str, row: DifferenceRow, choice: Choice, value: str, reason: str) -> None:
        held = demand_batch(self._laptop, batch)
        for keying in shelf.keyings_of(self._laptop.store, held.id):
            if keying.id == row.keying:
                decisions.decide(self._laptop, keying, row.code, choice, value, reason, self._operator)

    def met_waiting(self) -> int:
        meeting.settle(self._laptop)  # what was decided before the power went is carried out now
        return len(meeting.met(self._laptop))

    def met(self) -> Sequence[Met]:
        return met_forms(self._laptop)

    def answer_met(self, met: Met, what: Answer) -> None:
        meeting.answer(self._laptop, meeting.demand(self._laptop, met.serial), what)

    def mailings(self) -> Sequence[MailingRow]:
        return [mailing_row(self._laptop, one) for one in shelf.mailings(self._laptop.store)]

    def mailing(self, series: str) -> MailingPage:
        return mailing_page(self._laptop, mailings.demand_mailing(self._laptop, series))

    def mark_sent(self, serial: str, what: Marked) -> None:
        mailings.mark(self._laptop, serial, what)

    def mark_returned(self, serial: str) -> str:
        return returned.register_returned(self._laptop, serial).number

    def take_back(self, serial: str, *, keyed: bool = False) -> str:
        return taking_back.words(taking_back.take_back(self._laptop, serial, keyed=keyed))

    def remind(self, series: str) -> int:
        return reminding.remind_all(self._laptop, mailings.demand_mailing(self._laptop, series))

    def operators(self) -> Sequence[OperatorRow]:
        return operator_rows(self._laptop)

    def newest_scan(self) -> str:
        return str(scans.newest(self._laptop) or "")

    def attach_scan(self, serial: str, path: str) -> str:
        file = Path(path.strip().strip("\"'")).expanduser()
        done = scans.attach(self._laptop, serial, file, self._operator)
        if done.new:
            return _("{file} is attached to form {serial}.", file=file.name, serial=done.scan.serial)
        return _("{file} was attached to form {serial} before.", file=file.name, serial=done.scan.serial)

    def show_scan(self, serial: str) -> str:
        row, content = scans.demand(self._laptop, serial)
        self._viewing.show(f"{row.serial}{SUFFIX[row.kind]}", content)
        return _("The scan of form {serial} is opened in the viewer.", serial=row.serial)

    def show_scan_of(self, response: str) -> str:
        serial = scans.serial_of(self._laptop, response)
        if serial is None:
            raise Trouble("no_scan", _("This questionnaire was not keyed from a paper form."), "", "")
        return self.show_scan(serial)

    def put_scan_away(self) -> None:
        if "_viewing" in self.__dict__:
            self._viewing.put_away()

    @cached_property
    def _viewing(self) -> Viewing:
        return Viewing(self._laptop.home)

    def _screen(self, kind: type[Desk], batch: str) -> Callable[[], Screen[Any]]:
        desk = kind(self._laptop, demand_batch(self._laptop, batch), self._operator)
        return lambda: keying_screen(desk)


def keying_screen(desk: Desk) -> Screen[Any]:
    """The screen of a desk."""
    from csat_tui.screens.keying import KeyingScreen

    return KeyingScreen(desk)
