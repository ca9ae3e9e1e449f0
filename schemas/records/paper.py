"""Paper on its way: mailings that went out, batches that came in, each form, and its second keying (J2)."""

from typing import Any, Literal

from pydantic import Field

from schemas.records.known import Reference

VerifyMode = Literal["none", "dependent", "blind"]
"""``dependent`` stops at the field that differs; ``blind`` keys the whole form and compares after."""


class Mailing(Reference):
    """Forms of one pack sent out together. ``series`` begins every serial; days are ISO days.

    ``issued``: how many; ``sender``: address lines of ``sync.printing.content.Sender``; ``letter``: its text;
    ``late_counts``: whether what comes back after ``closes_on`` is a return (R34).
    """

    series: str
    pack: str
    pack_version: str
    channel: str = "mail"
    issued_on: str
    return_by: str | None = None
    remind_on: str | None = None
    closes_on: str | None = None
    late_counts: bool = False
    issued: int = 0
    sender: dict[str, str] = Field(default_factory=dict)
    letter: str | None = None


class PaperBatch(Reference):
    """A pile that came in. ``number`` is what people call it by; ``declared``: forms its sender says it holds.

    States: open, balanced, verified, closed, rekey (too many errors: all of it is keyed again).
    ``received_on``, ``opened_on``: ISO days; ``seed`` decides which forms are keyed twice.
    """

    number: str
    pack: str
    pack_version: str
    questionnaire_version: int = 1
    channel: str = "mail"
    received_on: str
    opened_on: str
    sender: str | None = None
    tracking: str | None = None
    box: str | None = None
    wave: str | None = None
    declared: int = Field(ge=0)
    verify: VerifyMode = "blind"
    verify_percent: str = "10"
    seed: str = ""
    status: str = "open"
    open_because: str | None = None
    keyed_by: str | None = None


class PaperForm(Reference):
    """One form, from the day it is printed to the day it is filed; its id is made of its serial.

    ``fate``: issued, keyed, blank, duplicate, unreadable, returned_to_sender, undeliverable, superseded, or
    None while it waits in its batch; ``task``: what it was sent out for; ``finding``: what the pre-sort saw.
    Three days: ``form_date`` written on it, ``received_on``, and when it was keyed. ``keyed``: what it was keyed
    as, {response, by, at, active_ms, pause_ms, strokes} and ``schemas.records.keyed_twice.keyed_as``, one field, so
    that two keyings of one form meet as one.
    ``scan``: SHA-256 of its picture.
    """

    serial: str
    mailing: str | None = None
    batch: str | None = None
    customer: str | None = None
    task: str | None = None
    place: int | None = None
    fate: str | None = None
    finding: str | None = None
    form_date: str | None = None
    received_on: str | None = None
    keyed: dict[str, Any] | None = None
    reminded_on: str | None = None
    remark_waits: bool = False
    scan: str | None = None
    note: str | None = None


class Keying(Reference):
    """A second keying of a form: its own answers, never shown to the first keyer before the comparison.

    ``differences``: ``{code, first?, second?, decision?, reason?, by?}``; ``compared``: fields.
    States: keying, open (differences wait for a decision), settled.
    """

    form: str
    batch: str
    response: str
    keyer: str
    verifier: str
    mode: VerifyMode
    answers: dict[str, Any] = Field(default_factory=dict)
    compared: int = 0
    differences: list[dict[str, Any]] = Field(default_factory=list)
    keyed_at: str
    active_ms: int = 0
    pause_ms: int = 0
    strokes: int = 0
    status: str = "open"
