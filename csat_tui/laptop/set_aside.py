"""What the centre keeps aside of this laptop's records, and why, in words a person can act on."""

from collections.abc import Mapping

from sqlmodel import col, select

from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.record_lists import rows_of
from csat_tui.services.sync import SetAside
from csat_tui.store.tables import LogRow, ResponseRow
from schemas.language import texts
from schemas.records import operations
from schemas.records.looks import CUSTOMER_LOOK
from schemas.records.response import RESPONSES

_ = texts("csat_tui")


def set_aside(laptop: Laptop) -> list[SetAside]:
    """All of it, in the order in which it was recorded; what is of one kind and waits for the same stands once."""
    query = select(LogRow.seq, LogRow.kind, LogRow.code).where(LogRow.result == "quarantined")
    with laptop.store.read() as session:
        entries = session.exec(query.order_by(col(LogRow.seq))).all()
        forms = [seq for seq, kind, _code in entries if kind in RESPONSES]
        found = session.exec(select(ResponseRow).where(col(ResponseRow.log_seq).in_(forms))).all()
        rows = rows_of(session, found)
        told = {
            one.log_seq: f"{row.customer}  {row.title}  {row.occurred_at:%Y-%m-%d}"
            for one, row in zip(found, rows, strict=True)
        }
    counted: dict[tuple[str, str], int] = {}
    for seq, kind, code in entries:
        what = told.get(seq) or kind_words(kind)
        counted[what, quarantine_words(code)] = counted.get((what, quarantine_words(code)), 0) + 1
    return [SetAside(what if n == 1 else f"{what} ({n})", why) for (what, why), n in counted.items()]


def quarantine_words(code: str | None) -> str:
    """Why the centre has set a record aside."""
    words = {
        "unknown_pack": _("the server has not published this questionnaire version yet"),
        "pack_hash": _("the server knows this questionnaire version with other content"),
        "conflict": _("the server holds a record of this id with other content"),
        "unknown_amended": _("what it corrects has not arrived at the server or waits there itself"),
        "amended_before": _("the server counts another correction of the same version"),
        "amended_differs": _("the server holds what it corrects with other content"),
        "other_questionnaire": _("it does not belong to the questionnaire it would correct"),
        "role_needed": _("only a supervisor or manager approves a visit plan; the plan is a draft again"),
        "revoked": _("this laptop was revoked; your administrator looks at it and lets it in"),
        "unknown_record": _("what it changes is not on the server (any more)"),
        "unknown_kind": _("the server is older than this program; it is let in after an update"),
        "failed": _("the server could not work it in; your administrator looks at it"),
        "invalid_body": _("the server cannot read it; your administrator looks at it"),
        "too_deep": _("the server cannot read it; your administrator looks at it"),
    }
    return words.get(code or "", code or "")


def kind_words(kind: str) -> str:
    """What an entry of the log is, where it is no questionnaire."""
    words: Mapping[str, str] = {
        operations.CUSTOMER_OP: _("change of a customer"),
        operations.EVENT_IMPORT: _("imported order"),
        operations.PROJECT_OP: _("change of a project"),
        operations.TASK_OP: _("task"),
        operations.SAMPLE_DRAW: _("draw of a sample"),
        operations.ATTEMPT: _("result of a call"),
        operations.MERGE: _("two customers made one"),
        operations.SEPARATE: _("customers parted again"),
        operations.DO_NOT_CONTACT: _("do not contact"),
        operations.IMPORT_BATCH: _("import"),
        operations.WITHDRAW: _("import taken back"),
        operations.DECISION: _("decision on a value"),
        operations.MAILING_OP: _("mailing"),
        operations.BATCH_OP: _("batch of paper forms"),
        operations.FORM_OP: _("paper form"),
        operations.SECOND_KEYING: _("second keying"),
        operations.VISIT_OP: _("visit"),
        operations.PLAN_OP: _("visit plan"),
        operations.PLAN_LINE_OP: _("planned visit"),
        CUSTOMER_LOOK: _("look at a customer"),
    }
    return words.get(kind, kind)
