"""An interview on this laptop: begun for a task, resumed from its draft, finalised in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from csat_tui.interview import events
from csat_tui.interview.filing import Header, response_final
from csat_tui.interview.interview import Interview
from csat_tui.interview.journal import Event
from csat_tui.interview.pages import Form
from csat_tui.interview.summary import Finished
from csat_tui.interview.twin import Twin
from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.laptop.prefill import fixed, prefilled
from csat_tui.store import customers, packs, responses
from csat_tui.store.tables import TaskRow
from csat_tui.trouble import Trouble
from schemas.language import current, texts
from schemas.packs.model import Pack
from schemas.records.reference import Customer, Task
from schemas.tasks.rotation import left_out
from schemas.tasks.windows import due_day

_ = texts("csat_tui")


@dataclass(frozen=True)
class DraftJournal:
    """``csat_tui.interview.journal.Journal`` on one draft of the store."""

    laptop: Laptop
    draft: str

    def append(self, event: Event) -> None:
        done, total = event["progress"]
        self.laptop.drafts.append(self.draft, event, (done, total))

    def pending(self, text: str) -> None:
        self.laptop.drafts.pending(self.draft, text)


@dataclass(frozen=True)
class Visit:
    """An interview with what it is about. ``customer`` is None for somebody not on file."""

    laptop: Laptop
    header: Header
    pack: Pack
    pack_hash: str
    customer: Customer | None
    interview: Interview

    @property
    def customer_label(self) -> str:
        """Name and plate, as the title shows them."""
        if self.customer is None:
            return str((self.header.temp or {}).get("name", ""))
        return " ".join(filter(None, (self.customer.name, self.customer.plate)))

    def twins(self) -> Sequence[Twin]:
        """Questionnaires of this customer and period that are on file."""
        from csat_tui.laptop.twins import twins

        return twins(self.laptop, self.header, self.pack, self.interview.state)

    def moved(self, customer_id: str) -> "Visit":
        """The same form under another customer, which is noted in it. Raises Trouble ``not_found``,
        ``do_not_contact``; then nothing is changed."""
        customer = customers.standing_for(self.laptop.store, customer_id)
        if customer is None:
            raise gone()
        demand_contact(customer)
        before = self.header.customer or self.customer_label
        if customer.id == self.header.customer:
            return self
        header = replace(
            self.header,
            customer=customer.id,
            temp=None,
            task=None,
            event=None,
            business_line=customer.business_line,
            consultant=customer.consultant,
            words={**self.header.words, "姓氏": customer.name[:1]},
            moved_from=[*self.header.moved_from, before],
        )
        self.laptop.drafts.change_header(
            header.id, asdict(header), events.moved_customer(before, customer.name)
        )
        return resume(self.laptop, header.id)

    def finalise(self, finished: Finished) -> int:
        """Make it final; how many records now wait to be sent. Raises Trouble, then the draft is as before."""
        twin = next(iter(self.twins()), None) if "repeat_reason" in finished.more else None
        response = response_final(
            replace(self.header, repeats=twin.id if twin else None),
            self.pack,
            self.pack_hash,
            finished,
            now=now(),
            clock_offset_ms=self.laptop.clock_offset_ms,
        )
        try:
            stored = responses.finalise(self.laptop.store, response, self.pack, self.header.id)
        except responses.NotAmendable as error:
            raise not_amendable(error.code) from error
        if stored.outcome == "conflict":
            raise _conflict()
        return self.laptop.log.to_send()


def begin(laptop: Laptop, task_id: str) -> Visit:
    """The interview of a task; its draft when there is one already."""
    begun = [d for d in laptop.drafts.open_drafts(everybody=True) if d.header.get("task") == task_id]
    if begun and not laptop.drafts.mine(begun[0]):
        raise _in_other_hands()
    if begun:
        return resume(laptop, begun[0].id)
    with laptop.store.read() as session:
        row = session.get(TaskRow, task_id)
    if row is None:
        raise gone()
    demand_contact(customers.standing_for(laptop.store, row.customer))
    if not row.body.get("pack"):
        raise _asks_nothing()
    return create(laptop, _header(laptop, Task.model_validate(row.body)))


def without_questionnaire(laptop: Laptop, task_id: str) -> bool:
    """Whether the task is a visit that no questionnaire goes with: its record is the visit itself."""
    with laptop.store.read() as session:
        row = session.get(TaskRow, task_id)
    return row is not None and row.body.get("type") == "visit" and not row.body.get("pack")


def create(laptop: Laptop, header: Header) -> Visit:
    """The interview of a header, its draft kept from now on; what is on file is filled in."""
    found = packs.find(laptop.store, header.pack, header.pack_version)
    if found is None:
        raise no_pack(f"{header.pack}@{header.pack_version}")
    customer = customers.by_id(laptop.store, header.customer) if header.customer else None
    known = prefilled(laptop, found[0], customer, header.event)
    header = replace(header, fixed=fixed(found[0], known))
    laptop.drafts.create(header.id, asdict(header), events.prefilled(known) if known else None)
    return resume(laptop, header.id)


def resume(laptop: Laptop, draft_id: str) -> Visit:
    """A draft, at the place where it was left."""
    try:
        header = Header.read(laptop.drafts.header(draft_id))
    except KeyError as error:
        raise gone() from error
    past, pending = laptop.drafts.events(draft_id), laptop.drafts.pending_text(draft_id)
    return _visit(laptop, header, past, pending)


def demand_contact(customer: Customer | None) -> None:
    """Refuse to begin with somebody who is not to be contacted. Raises Trouble ``do_not_contact``."""
    if customer is not None and customer.do_not_contact:
        why = customer.do_not_contact_reason or _("no reason was noted")
        raise Trouble(
            "do_not_contact",
            _("{name} is not to be contacted: {why}", name=customer.name, why=why),
            _("Nothing was begun."),
            _("The card (F3) says since when; only a decision of the office lifts the mark."),
        )


def _header(laptop: Laptop, task: Task) -> Header:
    customer = customers.by_id(laptop.store, task.customer)
    found = packs.find(laptop.store, task.pack or "")
    if found is None:
        raise no_pack(task.pack or "-")
    return Header(
        id=new_id(),
        pack=found[0].pack,
        pack_version=found[0].version,
        channel=task.channel,
        occurred_at=now().isoformat(timespec="seconds"),
        customer=task.customer,
        task=task.id,
        event=task.event,
        business_line=customer.business_line if customer else None,
        consultant=customer.consultant if customer else None,
        interviewer=laptop.user,
        language=current(),
        words=notice_words(laptop, customer.name if customer else "", _due(task), task.purpose),
        without=sorted(left_out(found[0], task.optional)),
    )


def _due(task: Task) -> date:
    return date.fromisoformat(due_day(task.due_at))


def _day_words(day: date) -> str:
    return f"{day.month}月{day.day}日" if current() == "zh_CN" else f"{day:%d %b}"


def notice_words(
    laptop: Laptop, customer: str, day: date | None = None, purpose: str | None = None
) -> Mapping[str, str]:
    """What fills the places of the notice and the wording: the customer's name, the day and what it is about."""
    enrolment = laptop.log.enrolment()
    words = {
        "公司": enrolment.organisation if enrolment else "",
        "部门": "客服部" if current() == "zh_CN" else "customer service",
        "姓名": laptop.called,
        "日期": _day_words(day) if day else "",
        "服务事项": purpose or "",
        "姓氏": customer[:1],
    }
    return {name: word for name, word in words.items() if word}


def _visit(laptop: Laptop, header: Header, past: list[dict[str, Any]], pending: str) -> Visit:
    found = packs.find(laptop.store, header.pack, header.pack_version)
    if found is None:
        raise no_pack(f"{header.pack}@{header.pack_version}")
    pack, pack_hash = found
    form = Form(
        pack,
        header.channel,
        header.words,
        header.facts,
        without=frozenset(header.without),
        amending=header.amending is not None,
        fixed=frozenset(header.fixed),
    )
    interview = Interview(form, DraftJournal(laptop, header.id), past, pending)
    customer = customers.by_id(laptop.store, header.customer) if header.customer else None
    return Visit(laptop, header, pack, pack_hash, customer, interview)


def gone() -> Trouble:
    """What was to be begun or resumed is not here."""
    return Trouble(
        "not_found",
        _("This entry is no longer there: it was finished or taken back."),
        _("Nothing was lost."),
        _("Press F5 to see what is due now."),
    )


def _in_other_hands() -> Trouble:
    """Another person of this laptop has a draft of it."""
    return Trouble(
        "in_other_hands",
        _("Somebody else who works on this laptop has begun this one."),
        _("Their draft is kept; nothing was begun."),
        _("They finish it after signing in."),
    )


def _asks_nothing() -> Trouble:
    """A promise or a ticket: something to be done, without a questionnaire."""
    return Trouble(
        "asks_nothing",
        _("This is something to do, not a questionnaire: what was promised, or a ticket taken down."),
        _("It stays here until it is done."),
        _("F6 and 1 note that it is done."),
    )


def no_pack(name: str) -> Trouble:
    """The questionnaire's pack is not here."""
    return Trouble(
        "unknown_pack",
        _("The pack {pack} is not on this laptop.", pack=name),
        _("Nothing was lost."),
        _("Sync once with Ctrl+S, then begin again."),
    )


def not_amendable(code: str) -> Trouble:
    """Why a correction changes nothing."""
    if code == "nothing_changed":
        return Trouble(
            "nothing_changed",
            _("Nothing was changed: this says the same as the questionnaire it would correct."),
            _("The questionnaire is kept as it was, and the draft as well."),
            _("Change an answer, or leave with Esc."),
        )
    return Trouble(
        "conflict",
        _("This questionnaire was corrected in the meantime."),
        _("The other correction counts; this one is kept as a draft."),
        _("Open the record again and correct what stands there now."),
    )


def _conflict() -> Trouble:
    return Trouble(
        "conflict",
        _("This questionnaire was finished before with other answers."),
        _("The first one is kept, and the draft as well."),
        _("Look at both under Records."),
    )
