"""What the screens about customers ask of the laptop.

As in ``csat_tui.services``: called in worker threads, texts as stored, failures as ``Trouble``. What they get is
in ``csat_tui.services.customer_data``, which is imported when the first of these screens is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.screen import Screen

    from csat_tui.services.customer_data import (
        CustomerPage,
        Editable,
        Found,
        Match,
        OpenProposal,
        PackChoice,
        Phone,
    )


class CustomerServices(Protocol):
    """The customers of the laptop as the screens see them."""

    def find_customers(self, wish: str) -> Found: ...
    def customer(self, id: str) -> CustomerPage:
        """The card; that it was opened is noted."""

    def phones(self, id: str) -> Sequence[Phone]:
        """The whole telephone numbers; that they were seen is noted."""

    def add_temporary(self, fields: Mapping[str, str]) -> str:
        """Put a temporary customer on file (name, company, phone); its id."""

    def editable(self, id: str) -> Editable: ...
    def change(self, edited: Editable, fields: Mapping[str, str]) -> int:
        """Set what differs from what was shown; how many fields."""

    def half_typed(self, form: str) -> Mapping[str, str]:
        """What was typed into this form and not saved yet, by line."""

    def keep_half_typed(self, form: str, typed: Mapping[str, str]) -> None:
        """The same, kept; nothing: the form is done with. Called on the screen's own thread: a line that was left is on
        the disk before the next one is typed in."""

    def verified_today(self, id: str) -> None: ...
    def stop_contact(self, id: str, reason: str, asked_by: str) -> None: ...
    def match(self, one: str, other: str) -> Match:
        """What it would do to make them one; who has a number stays."""

    def merge(self, one: str, other: str) -> None: ...
    def separate(self, id: str) -> None:
        """Take back that this one was merged."""

    def packs(self) -> Sequence[PackChoice]: ...
    def start_with(self, customer: str, pack: str, channel: str) -> Callable[[], Screen[Any]]: ...
    def proposals(self) -> Sequence[OpenProposal]: ...
    def decide(self, proposal: str, accept: bool) -> None: ...
    def proposal_values(self, proposal: str) -> tuple[str, str]:
        """Kept and proposed in full; that a telephone number was seen is noted."""
