"""What the screens of the paper desk need of the laptop, as plain data and one protocol, called in worker threads.

The desk of the keying screen is the exception: it is called on the screen's own thread (``csat_tui.paper.desk``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from textual.screen import Screen

    from csat_tui.paper.decisions import Choice
    from csat_tui.paper.mailings import Marked
    from csat_tui.paper.meeting import Answer
    from csat_tui.paper.side_by_side import Met
    from schemas.paper.balance import Balance, Finding

State = Literal["open", "balanced", "verified", "closed", "rekey"]


@dataclass(frozen=True)
class BatchRow:
    """One batch in the list. ``because``: why it stays open; ``awaited``: forms whose words are to be typed; ``drawn``
    and ``verified``: forms to be keyed twice and done so; ``to_decide``: differences without a decision."""

    id: str
    number: str
    title: str
    received: str
    sender: str
    balance: "Balance"
    status: State
    because: str | None = None
    awaited: int = 0
    drawn: int = 0
    verified: int = 0
    to_decide: int = 0


@dataclass(frozen=True)
class FormRow:
    """One form of a batch. ``fate`` None: waits to be keyed; ``draft``: it was begun; ``seconds``: of work on it;
    ``marks``: what to look at, in words."""

    serial: str
    customer: str
    fate: str | None
    form_date: str | None
    keyed_by: str | None
    seconds: "Fraction | None"
    draft: bool = False
    awaited: bool = False
    marks: Sequence[str] = ()


@dataclass(frozen=True)
class BatchPage:
    """A batch with its forms, in the order they lie in it."""

    row: BatchRow
    pack: str
    channel: str
    box: str | None
    tracking: str | None
    verify: str
    verify_percent: str
    forms: Sequence[FormRow]
    error_rate: str | None = None
    """Differing of compared fields and per cent, in words; None before anything was compared."""


@dataclass(frozen=True)
class DifferenceRow:
    """A field that was keyed differently, it and both values in words; ``decision`` in words when it is made."""

    keying: str
    serial: str
    code: str
    field: str
    first: str
    second: str
    keyer: str
    verifier: str
    decision: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class OperatorRow:
    """What one operator did, of one batch or pack; figures as they are shown, None where there are none."""

    operator: str
    pack: str
    batch: str
    second: bool
    forms: int
    strokes: int
    forms_per_hour: str | None
    strokes_per_hour: str | None
    seconds_per_form: str | None
    errors: int
    errors_per_1000: str | None
    field_errors: str | None


@dataclass(frozen=True)
class MailingRow:
    """One mailing in the list. Counts of forms: ``issued``, ``due`` to be reminded, ``returned`` in time,
    ``undeliverable``, ``late``; ``gross`` and ``valid``: per cent as shown (R34), None where nothing was sent;
    ``rates``: both in words; ``remind_from``: the day from which reminders are due."""

    series: str
    title: str
    sent: str
    remind_from: str
    issued: int
    due: int
    returned: int
    undeliverable: int
    late: int
    gross: str | None
    valid: str | None
    rates: str


@dataclass(frozen=True)
class SentRow:
    """One form of a mailing, and how it stands in words."""

    serial: str
    number: str
    name: str
    standing: str


@dataclass(frozen=True)
class MailingPage:
    """A mailing with its forms, in the order of their numbers."""

    row: MailingRow
    forms: Sequence[SentRow]


class Paper(Protocol):
    """The paper desk of this laptop."""

    def operator(self) -> str:
        """Who keys now."""

    def sit_down(self, operator: str, pin: str = "") -> None:
        """Somebody else keys from now on; who has a PIN gives it. Raises Trouble as ``People.sign_in``."""

    def batches(self, closed: bool) -> Sequence[BatchRow]: ...
    def batch(self, id: str) -> BatchPage: ...
    def open_batch(self, pack: str, channel: str, typed: Mapping[str, str]) -> str:
        """Register a pile; its id. Raises Trouble ``bad_arrival``."""

    def sort(self, batch: str, serial: str, finding: "Finding") -> tuple[str, str]:
        """Register a form with what was found; the number it lies under, and that of the form below it."""

    def proposed(self, batch: str) -> str:
        """The serial that lies on top."""

    def close(self, batch: str) -> None: ...
    def leave_open(self, batch: str, because: str) -> None: ...
    def declare(self, batch: str, declared: str) -> None: ...
    def key(self, batch: str) -> "Callable[[], Screen[Any]]":
        """The keying screen of a batch."""

    def words_waiting(self, batch: str) -> "Callable[[], Screen[Any]]":
        """The same for the forms whose words are to be typed."""

    def verify(self, batch: str) -> "Callable[[], Screen[Any]]":
        """The same for the second keying."""

    def differences(self, batch: str) -> Sequence[DifferenceRow]: ...
    def decide(self, batch: str, row: DifferenceRow, choice: "Choice", value: str, reason: str) -> None: ...
    def met_waiting(self) -> int:
        """How many forms were keyed on two laptops and wait to be decided."""

    def met(self) -> Sequence["Met"]:
        """Forms that were keyed on two laptops and wait, the oldest first."""

    def answer_met(self, met: "Met", what: "Answer") -> None:
        """Say what the second keying is. Raises Trouble ``not_met``."""

    def mailings(self) -> Sequence[MailingRow]:
        """What was sent out, the newest first."""

    def mailing(self, series: str) -> MailingPage: ...
    def mark_sent(self, serial: str, what: "Marked") -> None:
        """Note what became of a form that was sent out. Raises Trouble ``came_back``."""

    def mark_returned(self, serial: str) -> str:
        """Register a form that came back in the open batch of its questionnaire; its number. Raises Trouble
        ``no_batch``."""

    def take_back(self, serial: str, *, keyed: bool = False) -> str:
        """Take back what was noted of a form last, ``keyed``: also that it was; what was done, in words. Raises
        Trouble."""

    def remind(self, series: str) -> int:
        """Note that everybody due was reminded today; how many. Raises Trouble ``nothing_due``."""

    def operators(self) -> Sequence[OperatorRow]: ...
    def newest_scan(self) -> str:
        """The path of the newest file in the scan folder; empty when there is none."""

    def attach_scan(self, serial: str, path: str) -> str:
        """Keep a file with a form; what was done, in words. Raises Trouble."""

    def show_scan(self, serial: str) -> str:
        """Open a form's scan in the system's viewer; what was done, in words. Raises Trouble."""

    def show_scan_of(self, response: str) -> str:
        """The same of the form a questionnaire was keyed from."""

    def put_scan_away(self) -> None:
        """Take away what was decrypted for the viewer."""
