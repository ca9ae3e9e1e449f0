"""What the screens need of the laptop, as plain data and one protocol. Nothing heavy is imported here.

Every method of ``Services`` is called in a worker thread, possibly several at once; none is called on the
screen's own thread. Texts are given as stored: widgets make them safe to show. A failure that a person can
act on is raised as ``Trouble``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, Protocol

from csat_tui.services.customers import CustomerServices
from csat_tui.services.records import RecordServices
from csat_tui.services.sync import SyncServices

if TYPE_CHECKING:
    from textual.screen import Screen

    from csat_tui.services.imports import Imports
    from csat_tui.services.paper import Paper
    from csat_tui.services.people import People
    from csat_tui.services.visits import Visits
    from schemas.figures.mean import Mean
    from schemas.language import Sentence


class PassphraseNeeded(Exception):
    """The home is protected by a passphrase and none, or a wrong one, was given."""

    def __init__(self, *, wrong: bool = False) -> None:
        super().__init__("wrong" if wrong else "needed")
        self.wrong = wrong


class NotSetUp(Exception):
    """There is no laptop in this home yet: it was never enrolled."""


@dataclass(frozen=True)
class Proof:
    """The last proof: ``held`` of ``total`` questionnaires were on the server at ``at`` (local time)."""

    held: int
    total: int
    at: datetime


@dataclass(frozen=True)
class Status:
    """For whom and in what state this laptop works. ``clock_offset_ms``: server minus laptop clock; ``saved_at``:
    when something was last saved here, local time."""

    organisation: str
    user: str
    site: str
    practice: bool = False
    encrypted: bool = True
    online: bool = False
    to_send: int = 0
    drafts: int = 0
    overdue_tickets: int = 0
    proposals: int = 0
    """Values that wait for somebody to choose between them."""
    proof: Proof | None = None
    clock_offset_ms: int | None = None
    saved_at: datetime | None = None


@dataclass(frozen=True)
class DueRow:
    """One line of today: a task, or a draft to finish (``answered`` of ``questions``).

    ``at`` is the clock time ``HH:MM``, None when any time will do. ``last``: the last score as decimal text.
    """

    kind: Literal["task", "draft"]
    id: str
    customer: str
    purpose: str
    at: str | None = None
    channel: str | None = None
    last: str | None = None
    tickets: int = 0
    tickets_overdue: int = 0
    overdue: bool = False
    do_not_contact: bool = False
    tries: int = 0
    """How often somebody tried to reach this customer, of ``allowed`` times."""
    allowed: int | None = None
    ticket: bool = False
    customer_id: str | None = None
    """None for somebody who is not on file."""
    answered: int = 0
    questions: int = 0


NO_CAUSES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class TaskPage:
    """What is known of a task before a call: the tries so far ((when, disposition, note), local times) of those
    ``allowed``, and the codes of what speaks against a call now."""

    tries: Sequence[tuple[datetime, str, str | None]] = ()
    allowed: int | None = None
    cautions: Sequence[str] = ()
    about: Sequence[tuple[str, str]] = ()
    """Items whose cause the call finds out, code and words (R12)."""


@dataclass(frozen=True)
class Rate:
    """``reached`` of ``due``, with the share asked for in percent (R05, R14)."""

    name: Literal["success", "survey", "mode"]
    reached: int
    due: int
    target: Decimal | None = None


@dataclass(frozen=True)
class MonthLine:
    """The month so far in one line."""

    mean: "Mean"
    target: Decimal | None = None
    rates: Sequence[Rate] = ()


@dataclass(frozen=True)
class Today:
    status: Status
    rows: Sequence[DueRow]
    month: MonthLine | None = None
    trained: bool = True
    """Whether whoever works here passed a training quiz, or has none to take."""


@dataclass(frozen=True)
class Part:
    """The mean of one item, ``code`` its question."""

    code: str
    name: str
    mean: "Mean"


@dataclass(frozen=True)
class Month:
    """The figures of one month from this laptop's records; ``lower``/``upper`` with every converted level at
    the end of its band. ``period`` is ``YYYY-MM``; ``classes``: case class -> count."""

    period: str
    pack: str
    title: str
    lower: "Mean"
    mean: "Mean"
    upper: "Mean"
    target: Decimal | None = None
    previous: "Mean | None" = None
    year_before: "Mean | None" = None
    rates: Sequence[Rate] = ()
    funnel: Mapping[str, int] = field(default_factory=dict)
    """How far the tasks of the month came, stage -> tasks; empty when none is due."""
    mode: Rate | None = None
    """The main mode's share of the complete questionnaires, which must exceed the target (R31)."""
    outcome: Mapping[str, Decimal | None] = field(default_factory=dict)
    """AAPOR outcome rates by name, as shares of 1."""
    parts: Sequence[Part] = ()
    classes: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Why a questionnaire is unrated, code -> words."""


class Services(CustomerServices, RecordServices, SyncServices, Protocol):
    """The laptop as the screens see it."""

    def today(self) -> Today: ...
    def month(self, period: str) -> Month: ...
    def task(self, id: str) -> TaskPage: ...
    def attempt(
        self,
        task: str,
        disposition: str,
        appointment: datetime | None,
        note: str | None,
        causes: Mapping[str, str] = NO_CAUSES,
    ) -> str:
        """Store what came of a call, with what was typed of the cause of each item it is about (R12); how the task
        stands then, in words."""

    def start(self, row: DueRow) -> "Callable[[], Screen[Any]]":
        """Load what the interview of this line needs; the result, called on the screen's thread, builds "
        "it."""

    def reachable(self) -> bool:
        """Whether the centre's address answers now; may take a second or two."""

    def imports(self) -> "Imports": ...
    def visits(self) -> "Visits": ...
    def people(self) -> "People": ...
    def paper(self) -> "Paper":
        """The paper desk; who keys stays the same from call to call."""

    def back_up_day(self, tell: Callable[[str], None]) -> "Sentence | None":
        """Make the backup of the day if it is due; one line on it, or None. ``tell`` hears before it begins."""

    def close(self) -> None: ...


OpenHome = Callable[[str | None], Services]
"""Opens the laptop with a passphrase or None. Raises PassphraseNeeded, NotSetUp or Trouble."""
