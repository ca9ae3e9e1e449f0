"""What the first screen shows, put together from one look at the database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlmodel import Session

from csat_tui.laptop.figures import period_figures, period_funnel
from csat_tui.laptop.opening import Laptop, now
from csat_tui.laptop.training import trained
from csat_tui.paper.shelf import tasks_with_a_form
from csat_tui.services import (
    DueRow,
    MonthLine,
    Proof,
    Rate,
    Status,
    Today,
)
from csat_tui.store import customers, month, packs
from csat_tui.store.drafts import Draft
from csat_tui.store.today import TaskDue
from csat_tui.store.today import Today as Stored
from csat_tui.store.today import today as stored_today
from csat_tui.words.common import score_words
from csat_tui.words.tasks import type_words
from schemas.figures.gates import Gate
from schemas.figures.periods import month_of
from schemas.language import current, texts
from schemas.numbers import exact
from schemas.tasks.making import TICKET
from schemas.tasks.standing import CALLED_BACK
from schemas.tasks.windows import due_day

_ = texts("csat_tui")

MAIL_OUT = "mail_out"
LATE_DAYS = 92
"""How far back it is counted which questionnaire is the usual one here."""


def today(laptop: Laptop) -> Today:
    """Due tasks and drafts, what waits, the last proof, and the month in one line."""
    stored = stored_today(laptop.store, day=now().date(), user=laptop.user, shared=laptop.seat.shared)
    own = [draft for draft in stored.drafts if laptop.drafts.mine(draft)]
    begun = {draft.header.get("task") for draft in stored.drafts}
    out = tasks_with_a_form(laptop.store, [task.id for task in stored.tasks if task.type == MAIL_OUT])
    tasks = [_task_row(task, task.id in out) for task in stored.tasks if task.id not in begun]
    timed = next((n for n, row in enumerate(tasks) if row.at is None and not row.ticket), len(tasks))
    drafts = [_draft_row(laptop, draft) for draft in own]
    # What was begun comes before what has no time: it is half done, and nobody waits for the other.
    rows = [*tasks[:timed], *drafts, *tasks[timed:]]
    status = _status(laptop, replace(stored, drafts=tuple(own)))
    return Today(status, rows, _month_line(laptop), trained(laptop))


def _status(laptop: Laptop, stored: Stored) -> Status:
    enrolment = laptop.log.enrolment()
    proven = stored.proven
    return Status(
        organisation=enrolment.organisation if enrolment else "",
        user=laptop.called,
        site="",
        practice=laptop.home.kind == "practice",
        encrypted=laptop.store.encrypted,
        to_send=stored.to_send,
        drafts=len(stored.drafts),
        proposals=stored.proposals,
        proof=Proof(proven.n, proven.total, _local(proven.at)) if proven else None,
        clock_offset_ms=stored.clock_offset_ms,
        saved_at=_local(stored.saved_at) if stored.saved_at else None,
    )


def _local(iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone().replace(tzinfo=None)


def _what(task: TaskDue, is_out: bool) -> str:
    if is_out:
        return _("form sent out")
    kind = type_words(task.type)
    if task.type == CALLED_BACK and task.purpose:
        return f"{kind}: {task.purpose}"
    return task.purpose or kind


def _task_row(task: TaskDue, is_out: bool) -> DueRow:
    """``is_out``: a form was issued for it."""
    clock = task.waiting.clock
    moment = datetime.fromisoformat(clock).astimezone() if clock else None
    day = moment.date() if moment else date.fromisoformat(due_day(task.due_at))
    return DueRow(
        "task",
        task.id,
        " ".join(filter(None, (task.customer_name, task.plate))),
        " ".join(filter(None, (task.severity, _what(task, is_out)))),
        at=f"{moment:%H:%M}" if moment else None,
        channel=task.channel,
        last=score_words(task.last_score),
        overdue=day < now().date(),
        tries=task.tries,
        allowed=task.allowed,
        ticket=task.priority == TICKET,
        customer_id=task.customer,
    )


def _draft_row(laptop: Laptop, draft: Draft) -> DueRow:
    # Read from what is stored beside the draft: unfolding it would bring the whole interview in with it.
    header = draft.header
    customer = customers.by_id(laptop.store, header["customer"]) if header.get("customer") else None
    label = " ".join(filter(None, (customer.name, customer.plate))) if customer else ""
    title = pack_title(laptop, header["pack"], header["pack_version"])
    return DueRow(
        "draft",
        draft.id,
        label or str((header.get("temp") or {}).get("name", "")),
        _("correction: {title}", title=title) if header.get("amending") else title,
        channel=header["channel"],
        customer_id=customer.id if customer else None,
        answered=draft.done or 0,
        questions=draft.total or 0,
    )


def _month_line(laptop: Laptop) -> MonthLine | None:
    """The month so far of the pack that has a period score; None while no pack is here."""
    pack = headline_pack(laptop)
    if pack is None:
        return None
    this_month = month_of(now().date())
    result = period_figures(laptop, pack, this_month)
    tasks = period_funnel(laptop, result.pack, this_month)
    success = tasks.gates.get("success_rate") if tasks.counts["due"] else None
    rates = [] if success is None else [_rate(success)]
    return MonthLine(result.mean, result.target_of_mean, rates)


def _rate(gate: Gate) -> Rate:
    return Rate("success", gate.rate.numerator, gate.rate.base, Decimal(exact(gate.minimum * 100)))


def headline_pack(laptop: Laptop) -> str | None:
    """The pack whose month is shown: of those with a period score of their answers the one most was recorded with of
    late, else the first approved."""
    scored = list(dict.fromkeys(_scored_packs(laptop)))
    today = now().date()
    days = (today - timedelta(days=LATE_DAYS)).isoformat(), today.isoformat()
    counted = month.questionnaires(laptop.store, scored, *days) if len(scored) > 1 else {}
    return max(scored, key=lambda pack: counted.get(pack, 0), default=None)


def _scored_packs(laptop: Laptop) -> Iterator[str]:
    for record in packs.approved(laptop.store):
        scoring = record.content.get("scoring", {})
        of_answers = (scoring.get("contact_score") or {}).get("kind") != "none"
        if scoring.get("period_score") and of_answers:
            yield record.pack


def pack_title(laptop: Laptop, pack: str, version: str) -> str:
    """The title of a pack in the current language; its name when it is not here."""
    with laptop.store.read() as session:
        return pack_title_in(session, pack, version)


def pack_title_in(session: Session, pack: str, version: str) -> str:
    """The same as part of a transaction: who holds one must not ask for another, or two of them wait for ever."""
    titles = packs.titles(session, pack, version)
    return titles["en" if current() == "en" else "zh"] if titles else pack
