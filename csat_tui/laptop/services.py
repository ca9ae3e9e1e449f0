"""``csat_tui.services.Services`` on a real laptop: each method hands on to the module that knows.

That module is imported when it is first asked, but for today's: network, keys and interview are not needed to
show what is due, and would be a third of the time until it is shown.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from csat_tui import services
from csat_tui.laptop import today_page
from csat_tui.laptop.customer_services import LaptopCustomers, interview_screen
from csat_tui.laptop.opening import Laptop
from csat_tui.services.records import Listing, RecordPage, RecordRow, Wanted
from csat_tui.services.sync import Progress, SyncEnd
from csat_tui.trouble import Trouble

if TYPE_CHECKING:
    from textual.screen import Screen

    from csat_tui.laptop.paper_pages import LaptopPaper
    from csat_tui.services.imports import Imports
    from csat_tui.services.paper import Paper
    from csat_tui.services.people import People
    from csat_tui.services.visits import Visits
    from schemas.language import Sentence


class LaptopServices(LaptopCustomers):
    """Called in worker threads, several at once; the store underneath is safe for that."""

    _paper: "LaptopPaper | None" = None

    def today(self) -> services.Today:
        return today_page.today(self._laptop)

    def month(self, period: str) -> services.Month:
        from csat_tui.laptop import month_page

        return month_page.month(self._laptop, period)

    def record_list(self, wanted: Wanted, limit: int) -> Listing:
        from csat_tui.laptop import record_lists

        return record_lists.listing(self._laptop, wanted, limit)

    def records(self, wanted: Wanted, offset: int, limit: int, count: int) -> Sequence[RecordRow]:
        from csat_tui.laptop import record_lists

        return record_lists.rows(self._laptop, wanted, offset, limit, count)

    def record_count(self, wanted: Wanted) -> int:
        from csat_tui.laptop import record_lists

        return record_lists.count(self._laptop, wanted)

    def records_after(self, wanted: Wanted, day: date) -> int:
        from csat_tui.laptop import record_lists

        return record_lists.after(self._laptop, wanted, day)

    def record(self, id: str) -> RecordPage:
        from csat_tui.laptop import record_pages

        return record_pages.page(self._laptop, id)

    def task(self, id: str) -> services.TaskPage:
        from csat_tui.laptop import trying

        return trying.page(self._laptop, id)

    def attempt(
        self,
        task: str,
        disposition: str,
        appointment: datetime | None,
        note: str | None,
        causes: Mapping[str, str] = services.NO_CAUSES,
    ) -> str:
        from csat_tui.laptop import trying

        later = appointment.isoformat() if appointment else None
        told = trying.Told(appointment_at=later, note=note, causes=causes)
        return trying.words(trying.attempt(self._laptop, task, disposition, told))

    def start(self, row: services.DueRow) -> "Callable[[], Screen[Any]]":
        from csat_tui.laptop import paper_draft, visit

        if row.kind == "task" and visit.without_questionnaire(self._laptop, row.id):
            return self._visit_screen(row.id)
        if row.kind == "draft" and (screen := paper_draft.screen_of(self._laptop, row.id)) is not None:
            return screen
        begun = (
            visit.resume(self._laptop, row.id) if row.kind == "draft" else visit.begin(self._laptop, row.id)
        )
        return lambda: interview_screen(begun)

    def _visit_screen(self, task: str) -> "Callable[[], Screen[Any]]":
        form = self.visits().form(None, task)

        def build() -> "Screen[Any]":
            from csat_tui.screens.visit import VisitScreen

            return VisitScreen(form)

        return build

    def amend(self, id: str) -> "Callable[[], Screen[Any]]":
        from csat_tui.laptop import amend

        begun = amend.begin(self._laptop, id)
        return lambda: interview_screen(begun)

    def reachable(self) -> bool:
        from csat_tui.laptop.syncing import reachable

        return reachable(self._laptop)

    def sync(
        self,
        report: Callable[[Progress], None],
        stopped: Callable[[], bool],
        *,
        accept_removal: bool = False,
    ) -> SyncEnd:
        from csat_tui.laptop import syncing

        return syncing.sync_for_screen(self._laptop, report, stopped, accept_removal=accept_removal)

    def imports(self) -> "Imports":
        from csat_tui.laptop.import_pages import LaptopImports

        return LaptopImports(self._laptop)

    def visits(self) -> "Visits":
        from csat_tui.laptop.visit_pages import LaptopVisits

        return LaptopVisits(self._laptop)

    def people(self) -> "People":
        from csat_tui.laptop.people_seat import LaptopPeople

        return LaptopPeople(self._laptop)

    def back_up_day(self, tell: Callable[[str], None]) -> "Sentence | None":
        from csat_tui.laptop import day_end
        from csat_tui.laptop.opening import now

        return day_end.back_up_day(self._laptop, now(), tell)

    def paper(self) -> "Paper":
        from csat_tui.laptop.paper_pages import LaptopPaper

        if self._paper is None or self._paper.signed_in != self._laptop.seat.person:
            self._paper = LaptopPaper(self._laptop)
        return self._paper

    def close(self) -> None:
        self._laptop.close()


def open_services(laptop: Laptop) -> LaptopServices:
    """The services of an open laptop. Raises Trouble ``not_enrolled`` when it belongs to no centre yet."""
    if laptop.log.enrolment() is None:
        laptop.close()
        raise services.NotSetUp
    if laptop.home.viewing.exists():  # a program that ended while it showed a scan
        from csat_tui.viewing import Viewing

        Viewing(laptop.home)
    return LaptopServices(laptop)


__all__ = ["LaptopServices", "Trouble", "open_services"]
