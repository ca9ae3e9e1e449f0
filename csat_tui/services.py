"""What the screens need of the laptop, as plain data and one protocol. Nothing heavy is imported here.

Every method of ``Services`` is called in a worker thread, possibly several at once; none is called on the
screen's own thread. Texts are given as stored: widgets make them safe to show. A failure that a person can
act on is raised as ``Trouble``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, Protocol

from csat_tui.customer_services import CustomerServices

if TYPE_CHECKING:
    from textual.screen import Screen

    from csat_tui.import_services import Imports
    from csat_tui.paper_services import Paper
    from csat_tui.people_services import People
    from csat_tui.visit_services import Visits
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
class Behind:
    """Which questionnaires a number is made of: those of a month and pack that are counted there.

    ``part``: all of them, the scored ones, the unrated ones (``code``: the reason), those of a case class
    (``code``), or those in which an item has points (``code``: the question)."""

    period: str
    pack: str
    part: Literal["all", "scored", "unrated", "class", "item"] = "all"
    code: str = ""
    name: str = ""
    """How the number is called, for the head of the list."""


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


@dataclass(frozen=True)
class Wanted:
    """Which questionnaires to list: those behind a number (None: all), narrowed by what somebody typed."""

    behind: Behind | None = None
    line: str = ""


@dataclass(frozen=True)
class Listing:
    """How a list begins. ``count``: how many rows it has, None where there are more than these; ``understood``: what
    was typed, each word with what it was taken for (``period``, ``pack``, ``class``, ``state``, ``text``)."""

    rows: Sequence["RecordRow"]
    count: int | None = None
    understood: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class RecordRow:
    """One finished questionnaire in a list. ``origin`` says where the score comes from (R01, R02); ``amended``: this is
    a correction of an earlier one."""

    id: str
    occurred_at: datetime
    customer: str
    title: str
    score: str | None
    origin: str
    case_class: str
    sent: bool = False
    proven: bool = False
    amended: bool = False
    set_aside: bool = False
    void: str | None = None


@dataclass(frozen=True)
class GivenAnswer:
    """A question as it was asked and the answer in words, with the remark noted at it."""

    question: str
    answer: str
    remark: str | None = None


@dataclass(frozen=True)
class Reason:
    """One step of why the score and class are what they are, and the rule it follows (``R04``)."""

    text: str
    source: str


@dataclass(frozen=True)
class Difference:
    """What a correction changed: a question (or what else), and what stood and stands there, in words."""

    what: str
    old: str
    new: str


Standing = Literal["counts", "replaced", "overruled", "void"]


@dataclass(frozen=True)
class Correction:
    """One amendment, with what it changed. ``standing``: in force, replaced by a later one, ``overruled``: the server
    counts another one in its place, or ``void``: the questionnaire counts in no figure."""

    id: str
    at: datetime
    by: str
    reason: str
    differences: Sequence[Difference]
    standing: Standing = "counts"


@dataclass(frozen=True)
class RecordPage:
    """One finished questionnaire, whole. Times are local; a time that is None has not come yet. ``corrections``:
    oldest first, whichever version this is; ``newer``: the version that counts in the place of this one."""

    row: RecordRow
    channel: str
    pack: str
    interviewer: str
    answers: Sequence[GivenAnswer]
    reasons: Sequence[Reason]
    recorded_at: datetime
    remark: str | None = None
    sent_at: datetime | None = None
    proven_at: datetime | None = None
    quarantine: str | None = None
    """Why the server has set it aside, in words; None when it has not."""
    corrections: Sequence[Correction] = ()
    newer: str | None = None


@dataclass(frozen=True)
class Progress:
    """Where a sync stands: ``done`` of ``total`` items of this step (None: not known), bytes so far. The last
    three are what became of the items sent, where that is known already."""

    step: Literal["push", "pull", "verify", "scan"]
    done: int = 0
    total: int | None = None
    bytes_up: int = 0
    bytes_down: int = 0
    stored: int = 0
    duplicates: int = 0
    quarantined: int = 0


@dataclass(frozen=True)
class SetAside:
    """A record the server keeps aside, and why, in words."""

    what: str
    why: str


@dataclass(frozen=True)
class SyncEnd:
    """How a sync ended: ``proven`` only when the server's answer agrees with this laptop in n and chain."""

    proven: bool
    stopped: bool = False
    responses: int = 0
    responses_total: int = 0
    stored: int = 0
    duplicates: int = 0
    pulled: Mapping[str, int] = field(default_factory=dict)
    set_aside: Sequence[SetAside] = ()
    n: int = 0
    chain: str = ""
    seconds: float = 0.0
    bytes_up: int = 0
    bytes_down: int = 0
    at: datetime | None = None
    scans: int = 0
    scans_waiting: int = 0


class Services(CustomerServices, Protocol):
    """The laptop as the screens see it."""

    def today(self) -> Today: ...
    def month(self, period: str) -> Month: ...
    def record_list(self, wanted: Wanted, limit: int) -> Listing:
        """The first finished questionnaires, newest first."""

    def records(self, wanted: Wanted, offset: int, limit: int, count: int) -> Sequence[RecordRow]:
        """The same list, of so many, from this row on."""

    def record_count(self, wanted: Wanted) -> int:
        """How many there are."""

    def records_after(self, wanted: Wanted, day: date) -> int:
        """How many of them are of later days than this one."""

    def record(self, id: str) -> RecordPage: ...
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

    def amend(self, id: str) -> "Callable[[], Screen[Any]]":
        """The same for the correction of a finished questionnaire."""

    def reachable(self) -> bool:
        """Whether the centre's address answers now; may take a second or two."""

    def imports(self) -> "Imports": ...
    def visits(self) -> "Visits": ...
    def people(self) -> "People": ...
    def paper(self) -> "Paper":
        """The paper desk; who keys stays the same from call to call."""

    def sync(
        self,
        report: Callable[[Progress], None],
        stopped: Callable[[], bool],
        *,
        accept_removal: bool = False,
    ) -> SyncEnd:
        """Raises Trouble ``mass_removal`` when most of a collection would vanish here and nobody has said that
        this is right."""

    def back_up_day(self, tell: Callable[[str], None]) -> "Sentence | None":
        """Make the backup of the day if it is due; one line on it, or None. ``tell`` hears before it begins."""

    def close(self) -> None: ...


OpenHome = Callable[[str | None], Services]
"""Opens the laptop with a passphrase or None. Raises PassphraseNeeded, NotSetUp or Trouble."""
