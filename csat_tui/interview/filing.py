"""From a finished form to the record that is stored and sent."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any

from csat_tui.interview.summary import Finished
from schemas import ENGINE_VERSION
from schemas.packs.logic import Facts
from schemas.packs.model import Pack
from schemas.records.response import ResponseAmend, ResponseFinal
from schemas.records.scores import score_record
from schemas.scoring.callback_day import callback_by


@dataclass(frozen=True)
class Amending:
    """What a form corrects: see ``schemas.records.response.ResponseAmend``."""

    original: str
    amends: str
    amends_sha256: str
    amended_by: str | None = None
    void: str | None = None


@dataclass(frozen=True)
class Header:
    """What is known of a contact beside its answers. ``id`` is the id of draft and response; ``customer`` an
    id, or None with ``temp`` (name, phone, company) for somebody not on file; ``occurred_at`` ISO 8601."""

    id: str
    pack: str
    pack_version: str
    channel: str
    occurred_at: str
    customer: str | None = None
    temp: Mapping[str, str] | None = None
    task: str | None = None
    event: str | None = None
    business_line: str | None = None
    consultant: str | None = None
    interviewer: str | None = None
    language: str = "zh_CN"
    paper: Mapping[str, Any] | None = None
    """A form that came on paper: ``schemas.records.response.PaperCopy``."""
    keying: Mapping[str, Any] | None = None
    """How a paper form is keyed: ``head``: steps above its items; of a second keying also ``second`` (its id),
    ``response``, ``keyer``, ``verifier`` and ``mode``."""
    amending: Amending | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    """What fills the places in braces of the wording (company, name, date …)."""
    without: Sequence[str] = ()
    """Optional items that are not this contact's turn."""
    fixed: Sequence[str] = ()
    """Items whose answer was known and is not to be asked."""
    moved_from: Sequence[str] = ()
    """Customers it was held for by mistake before."""
    repeats: str | None = None
    """The questionnaire of this customer in the same period that is on file already."""

    @staticmethod
    def read(kept: Mapping[str, Any]) -> "Header":
        """The header that a draft was begun with, by this version or another."""
        amending, known = kept.get("amending"), {each.name for each in fields(Header)}
        told = {name: value for name, value in kept.items() if name in known}
        return Header(**{**told, "amending": Amending(**amending) if amending else None})

    @property
    def facts(self) -> Facts:
        """What the pack's expressions are told; the same that a stored response tells them again
        (``schemas.records.scores.logic_facts``)."""
        return Facts(
            channel=self.channel,
            language=self.language,
            today=datetime.fromisoformat(self.occurred_at).date().isoformat(),
            now=self.occurred_at,
        )


def response_final(
    header: Header,
    pack: Pack,
    pack_hash: str,
    finished: Finished,
    *,
    now: datetime,
    clock_offset_ms: int | None,
) -> ResponseFinal:
    """The final response, or the amendment where the header says what is corrected. ``now``: the laptop's clock with
    offset; the period is the local day it occurred."""
    content: dict[str, Any] = {
        "id": header.id,
        "pack": pack.pack,
        "pack_version": pack.version,
        "pack_hash": pack_hash,
        "questionnaire_version": pack.questionnaire.version if pack.questionnaire else 0,
        "engine": ENGINE_VERSION,
        "customer": header.customer,
        "temp": header.temp,
        "task": header.task,
        "event": header.event,
        "business_line": header.business_line,
        "consultant": header.consultant,
        "channel": header.channel,
        "fill_method": finished.fill_method,
        "interviewer": header.interviewer,
        "language": header.language,
        "occurred_at": header.occurred_at,
        "local_date": datetime.fromisoformat(header.occurred_at).date().isoformat(),
        "recorded_at": now.isoformat(timespec="milliseconds"),
        "clock_offset_ms": clock_offset_ms,
        "active_ms": finished.active_ms,
        "consent": finished.consent,
        "answers": finished.answers,
        "remarks": finished.remarks,
        "flags": finished.flags,
        "paper": header.paper,
        "completion": finished.completion,
        "score": score_record(finished.scored),
        "case_class": finished.scored.case_class,
        "moved_from": list(header.moved_from) or None,
        "repeats": header.repeats,
        "callback": _callback(pack, finished, now),
        **finished.more,
    }
    if header.amending is None:
        return ResponseFinal.model_validate(content)
    return ResponseAmend.model_validate(content | asdict(header.amending) | {"reason": finished.reason})


def _callback(pack: Pack, finished: Finished, now: datetime) -> dict[str, Any] | None:
    about = finished.scored.followup
    return {"about": list(about), "by": callback_by(pack, now.date())} if about else None
