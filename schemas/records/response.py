"""A finished questionnaire, as it is signed off on the laptop and never changed again."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field, field_validator

from schemas.forms.answers import Answer
from schemas.records.envelope import Envelope, adapter

RESPONSE_FINAL = "response.final"
RESPONSE_AMEND = "response.amend"

Channel = Literal["phone", "mail", "onsite", "fax", "email", "web"]
FillMethod = Literal["self", "interviewer", "proxy"]
Consent = Literal["agreed", "anonymous", "refused", "not_asked"]
Completion = Literal["COMPLETE", "PARTIAL", "BREAKOFF", "REFUSED"]
Void = Literal["duplicate", "superseded"]
Origin = Literal["direct", "converted", "computed", "none"]
TicketKind = Literal["complaint", "grievance", "problem", "demand"]
Severity = Literal["minor", "serious", "major"]
Ended = Literal["refused", "broken_off"]


class Temporary(BaseModel):
    """A customer not yet on file, with the least fields, to be matched later (J1.2)."""

    name: str
    phone: str | None = None
    company: str | None = None


class Respondent(BaseModel):
    """Who answered, where the customer is not one person."""

    name: str | None = None
    department: str | None = None
    role: str | None = None


class Promise(BaseModel):
    """What was promised to the customer, who does it, and by which day (ISO 8601 date)."""

    what: str = Field(min_length=1)
    who: str = Field(min_length=1)
    by: date


class TicketDraft(BaseModel):
    """A complaint or problem taken down on the spot (J1.7): ``words`` what is wrong, ``demand`` what the customer
    wants done about it."""

    kind: TicketKind
    words: str = Field(min_length=1)
    demand: str | None = None
    severity: Severity | None = None


class CallBack(BaseModel):
    """That this form is called back about (R12): ``about`` the codes of items below the limit and of grievances
    (``""``: a remark on the whole form), ``by`` the last day for it by the pack's ``tickets.reply_sla``."""

    about: list[str] = Field(min_length=1)
    by: date


class PaperCopy(BaseModel):
    """Where the paper of a keyed form is. ``form``: id of the paper form; three days: ``form_date`` as written
    on it, ``received_on``, and the response's own ``recorded_at`` for the keying (J2)."""

    form: str
    serial: str
    batch: str
    form_date: str | None = None
    received_on: str


class Score(BaseModel):
    """The score of one contact (R01, R02). Numbers as text: decimals, or a fraction like ``14/3`` where they do
    not end; ``low``/``high`` equal ``value`` unless a level was converted."""

    value: str | None = None
    origin: Origin = "none"
    level: str | None = None
    low: str | None = None
    high: str | None = None
    estimate: str | None = None
    unrated_reason: str | None = None
    contradiction: bool = False


class ResponseFinal(Envelope):
    """Body of kind ``response.final``.

    ``occurred_at``: ISO 8601 with offset, the laptop's clock; ``clock_offset_ms``: server minus laptop clock
    as last measured, null when never; ``local_date``: the day that decides the period; ``active_ms``: time
    spent on it by a monotonic clock; ``remarks``: question code (or ``""`` for the whole form) -> words.

    ``ended``: the contact ended early, after the notice; ``moved_from``: customers it was held for by mistake
    before (ids, or the name of somebody not on file), the first one first; ``repeats``: the questionnaire of the
    same customer and period that was shown before it was finished, ``repeat_reason`` why it stands beside it;
    ``computed``: code -> value of the pack's computed fields; ``cautions``: codes of doubts that held (``Caution``).
    """

    kind: str = RESPONSE_FINAL
    pack: str
    pack_version: str
    pack_hash: str
    questionnaire_version: int
    engine: str
    customer: str | None = None
    temp: Temporary | None = None
    task: str | None = None
    event: str | None = None
    business_line: str | None = None
    consultant: str | None = None
    channel: Channel
    fill_method: FillMethod = "interviewer"
    interviewer: str | None = None
    language: str = "zh_CN"
    occurred_at: str
    local_date: str
    recorded_at: str
    clock_offset_ms: int | None = None
    active_ms: int | None = None
    consent: Consent
    answers: dict[str, Answer] = Field(default_factory=dict)
    remarks: dict[str, str] = Field(default_factory=dict)
    flags: dict[str, Any] = Field(default_factory=dict)
    paper: PaperCopy | None = None
    completion: Completion
    score: Score
    case_class: str
    respondent: Respondent | None = None
    promises: list[Promise] | None = None
    ticket: TicketDraft | None = None
    ended: Ended | None = None
    moved_from: list[str] | None = None
    repeats: str | None = None
    repeat_reason: str | None = None
    callback: CallBack | None = None
    computed: dict[str, str] | None = None
    cautions: list[str] | None = None


class ResponseAmend(ResponseFinal):
    """Body of kind ``response.amend``: the whole new content of a questionnaire, beside the old one, never over it.

    ``original``: the id of the ``response.final`` it goes back to; ``amends``: the id of the version it corrects,
    the original itself or an earlier amendment; ``amends_sha256``: SHA-256 of the exact bytes of that version, 64
    hexadecimal digits; ``reason``: why, in words; ``amended_by``: who; ``recorded_at`` says when; ``void``: why the
    questionnaire counts in no figure while this version stands (``false`` on the wire: it counts).
    """

    kind: str = RESPONSE_AMEND
    original: str = Field(min_length=1, max_length=128)
    amends: str = Field(min_length=1, max_length=128)
    amends_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    reason: str = Field(min_length=1)
    amended_by: str | None = None
    void: Void | None = None

    @field_validator("void", mode="before")
    @classmethod
    def _not_void(cls, said: Any) -> Any:
        return None if said is False else said


RESPONSES: Mapping[str, type[ResponseFinal]] = {RESPONSE_FINAL: ResponseFinal, RESPONSE_AMEND: ResponseAmend}
"""The kinds of bodies that are a whole questionnaire."""


def read_response(content: Mapping[str, Any]) -> ResponseFinal:
    """A stored questionnaire, final or amendment; pydantic's ValidationError when it is neither."""
    model = RESPONSES.get(content.get("kind", ""), ResponseFinal)
    found: ResponseFinal = adapter(model).validate_python(content)
    return found
