"""``csat_tui.services.customers.CustomerServices`` on a real laptop; each module comes when it is first asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csat_tui.laptop.opening import Laptop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.screen import Screen

    from csat_tui.laptop.visit import Visit
    from csat_tui.screens.interview import Session
    from csat_tui.services import customer_data as data


class LaptopCustomers:
    """Called in worker threads, several at once; the store underneath is safe for that."""

    def __init__(self, laptop: Laptop) -> None:
        self._laptop = laptop

    def find_customers(self, wish: str) -> data.Found:
        from csat_tui.laptop import find_page

        return find_page.find(self._laptop, wish)

    def customer(self, id: str) -> data.CustomerPage:
        from csat_tui.laptop import customer_page

        return customer_page.page(self._laptop, id)

    def phones(self, id: str) -> Sequence[data.Phone]:
        from csat_tui.laptop import customer_page

        return customer_page.phones(self._laptop, id)

    def add_temporary(self, fields: Mapping[str, str]) -> str:
        from csat_tui.laptop import customer_changes

        return customer_changes.add_temporary(self._laptop, fields)

    def editable(self, id: str) -> data.Editable:
        from csat_tui.laptop import customer_changes

        return customer_changes.editable(self._laptop, id)

    def change(self, edited: data.Editable, fields: Mapping[str, str]) -> int:
        from csat_tui.laptop import customer_changes

        return customer_changes.change(self._laptop, edited, fields)

    def half_typed(self, form: str) -> Mapping[str, str]:
        from csat_tui.laptop import half_typed

        return half_typed.half_typed(self._laptop, form)

    def keep_half_typed(self, form: str, typed: Mapping[str, str]) -> None:
        from csat_tui.laptop import half_typed

        half_typed.keep(self._laptop, form, typed)

    def verified_today(self, id: str) -> None:
        from csat_tui.laptop import customer_changes

        customer_changes.verified_today(self._laptop, id)

    def stop_contact(self, id: str, reason: str, asked_by: str) -> None:
        from csat_tui.laptop import customer_changes

        customer_changes.stop_contact(self._laptop, id, reason, asked_by)

    def match(self, one: str, other: str) -> data.Match:
        from csat_tui.laptop import customer_changes

        return customer_changes.match(self._laptop, one, other)

    def merge(self, one: str, other: str) -> None:
        from csat_tui.laptop import customer_changes

        customer_changes.merge(self._laptop, one, other)

    def separate(self, id: str) -> None:
        from csat_tui.laptop import customer_changes

        customer_changes.separate(self._laptop, id)

    def packs(self) -> Sequence[data.PackChoice]:
        from csat_tui.laptop import customer_visit

        return customer_visit.choices(self._laptop)

    def start_with(self, customer: str, pack: str, channel: str) -> Callable[[], Screen[Any]]:
        from csat_tui.laptop import customer_visit

        begun = customer_visit.begin(self._laptop, customer, pack, channel)
        return lambda: interview_screen(begun)

    def proposals(self) -> Sequence[data.OpenProposal]:
        from csat_tui.laptop import proposals_page

        return proposals_page.waiting(self._laptop)

    def decide(self, proposal: str, accept: bool) -> None:
        from csat_tui.laptop import proposals_page

        proposals_page.decide(self._laptop, proposal, accept)

    def proposal_values(self, proposal: str) -> tuple[str, str]:
        from csat_tui.laptop import proposals_page

        return proposals_page.in_full(self._laptop, proposal)


def interview_screen(begun: Visit) -> Screen[Any]:
    """The screen of an interview that is loaded."""
    from csat_tui.screens.interview import InterviewScreen

    return InterviewScreen(session_of(begun))


def session_of(begun: Visit) -> Session:
    """The interview as its screen holds it."""
    from csat_tui.screens.interview import Session

    move = None if begun.header.amending else lambda customer: session_of(begun.moved(customer))
    return Session(begun.interview, begun.customer_label, begun.finalise, begun.twins, move)
