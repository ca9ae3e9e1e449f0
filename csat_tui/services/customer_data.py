"""What the screens about customers show, as plain data. Telephone numbers are masked but in ``Phone``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schemas.rates import Rate


@dataclass(frozen=True)
class FoundCustomer:
    """One line of a search. ``last``: the last score as decimal text; ``merged``: others were merged into it."""

    id: str
    number: str
    name: str
    phone: str = ""
    plate: str = ""
    company: str = ""
    last: str | None = None
    temporary: bool = False
    merged: bool = False
    do_not_contact: bool = False


@dataclass(frozen=True)
class Found:
    """The answer to ``wish``; ``more``: there may be others that match."""

    wish: str
    rows: Sequence[FoundCustomer]
    more: bool = False


@dataclass(frozen=True)
class Stop:
    """Not to be contacted: why, on whose wish, noted by whom and when (local time)."""

    reason: str = ""
    asked_by: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class ContactPerson:
    name: str
    about: str = ""
    """Role and department."""
    phone: str = ""


@dataclass(frozen=True)
class Dated:
    """Something with a day: an event, a task, a project. ``state``: its code."""

    day: str
    words: str
    state: str = ""


@dataclass(frozen=True)
class PastResponse:
    """A finished questionnaire in the history of a customer."""

    id: str
    occurred_at: datetime
    title: str
    score: str | None
    case_class: str
    remark: str = ""


@dataclass(frozen=True)
class Promise:
    """What was promised in a questionnaire: by whom and until when, as far as was noted."""

    day: str
    what: str
    who: str = ""
    until: str = ""


@dataclass(frozen=True)
class PastVisit:
    """A visit that was made. ``form``: how; ``people``: whom they met, with department and role."""

    day: str
    form: str
    purpose: str
    people: str
    said: str = ""


@dataclass(frozen=True)
class FileQuality:
    """R32. ``missing``: names of the required fields that are empty; ``stale``: verified too long ago, or
    never; ``wrong_numbers``: of the attempts; ``phone_to_verify``: the number was wrong when it was last tried."""

    filled: "Rate"
    missing: Sequence[str]
    stale: bool
    wrong_numbers: "Rate"
    phone_to_verify: bool = False


@dataclass(frozen=True)
class MergedOne:
    """Another that was found to be this customer."""

    id: str
    label: str


@dataclass(frozen=True)
class CustomerPage:
    """The card. Everything about the customer under any id it ever had."""

    id: str
    number: str
    name: str
    quality: FileQuality
    type: str = "person"
    status: str = "active"
    tier: str = ""
    salutation: str = ""
    phone: str = ""
    plate: str = ""
    company: str = ""
    business_line: str = ""
    consultant: str = ""
    last_verified: date | None = None
    stop: Stop | None = None
    contacts: Sequence[ContactPerson] = ()
    assets: Sequence[str] = ()
    projects: Sequence[Dated] = ()
    events: Sequence[Dated] = ()
    tasks: Sequence[Dated] = ()
    history: Sequence[PastResponse] = ()
    visits: Sequence[PastVisit] = ()
    promises: Sequence[Promise] = ()
    merged: Sequence[MergedOne] = ()
    proposals: int = 0
    """Open proposals about it."""

    @property
    def temporary(self) -> bool:
        return self.status == "temporary"


@dataclass(frozen=True)
class Phone:
    """A whole telephone number and whose it is."""

    whose: str
    number: str


@dataclass(frozen=True)
class Field:
    """A field of a form: ``code`` as in the record, ``value`` as shown at first; ``shown`` stands in place of
    a value that is not to be read (a masked number), which stays when nothing is typed."""

    code: str
    value: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Editable:
    """A customer to be changed. ``before``: the fields as they stood when the form was opened."""

    id: str
    fields: Sequence[Field]
    version: int = 0
    before: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Beside:
    """One field of two customers that are to be one: ``after`` is what stays. ``code`` as in the record."""

    code: str
    one: str
    other: str
    after: str


@dataclass(frozen=True)
class Match:
    """What it does when customer ``one`` is found to be customer ``other`` (ids, and what they are called);
    ``refusal``: why it cannot be done, in words."""

    one: str
    one_name: str
    other: str
    other_name: str
    fields: Sequence[Beside]
    refusal: str | None = None


@dataclass(frozen=True)
class PackChoice:
    """An approved pack with a questionnaire to be asked, and the channels it may be asked by."""

    name: str
    title: str
    channels: Sequence[str]


@dataclass(frozen=True)
class OpenProposal:
    """A value that waits for a decision. ``about``: which record, in words; ``state``: open, accepted or
    declined; ``customer``: the id where it is about one, to see whole telephone numbers by."""

    id: str
    entity: str
    about: str
    field: str
    kept: str
    proposed: str
    user: str
    at: datetime | None
    state: str = "open"
    customer: str | None = None
