"""A try to reach somebody, noted: stored at once, and the task stands as the rules say."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.services import TaskPage
from csat_tui.store import operations, packs
from csat_tui.trouble import Trouble
from csat_tui.words.tasks import cause_words, caution_words, status_words
from schemas.language import texts
from schemas.records.operations import AttemptMade, ItemCause
from schemas.rejection import InputError
from schemas.tasks.causes import WHOLE, causes_of, read_cause
from schemas.tasks.cautions import cautions
from schemas.tasks.dispositions import DISPOSITIONS, Disposition, disposition
from schemas.tasks.standing import CALLED_BACK, RESERVE

_ = texts("csat_tui")


@dataclass(frozen=True)
class Told:
    """What is told of a try beside its result. Times are ISO 8601 with offset; None is now, or none."""

    at: str | None = None
    appointment_at: str | None = None
    note: str | None = None
    mode: str = "phone"
    causes: Mapping[str, str] = field(default_factory=dict)
    """Item -> what was typed of its cause (``schemas.tasks.causes.read_cause``)."""


@dataclass(frozen=True)
class Tried:
    """How the task stands after a try: its ``status`` and why, tries so far of those allowed; ``moved_up``: the
    task that takes its place; ``cautions``: codes of what spoke against this try."""

    id: str
    task: str
    disposition: str
    status: str
    tries: int
    allowed: int | None = None
    cancelled_reason: str | None = None
    appointment_at: str | None = None
    moved_up: str | None = None
    cautions: tuple[str, ...] = ()
    causes: tuple[Mapping[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"cautions": list(self.cautions), "causes": list(self.causes)}


def attempt(laptop: Laptop, task_id: str, result: str, told: Told | None = None) -> Tried:
    """Store a try on a task. Raises Trouble ``not_found``, ``unknown_disposition``, ``not_a_time``,
    ``appointment_needed``, ``in_reserve``, ``bad_cause``, ``cause_needed``."""
    told = told or Told()
    known = _disposition(result)
    task = operations.here(laptop.store, "task", [task_id]).get(task_id)
    if task is None:
        raise _no_task()
    if task.get("status") == RESERVE:
        raise _in_reserve()
    at = _time(told.at) if told.at else now()
    later = _time(told.appointment_at) if told.appointment_at else None
    if known.name == "appointment" and later is None:
        raise _when()
    causes = _causes(task, known, told.causes)
    made = AttemptMade(
        id=new_id(),
        at=at.isoformat(timespec="seconds"),
        user=laptop.user,
        task=task_id,
        mode=told.mode,
        disposition=known.name,
        appointment_at=later.isoformat(timespec="seconds") if later else None,
        note=told.note,
        causes=[ItemCause.model_validate(one) for one in causes] or None,
    )
    operations.record(laptop.store, [made])
    after = operations.here(laptop.store, "task", [task_id])[task_id]
    return Tried(
        id=made.id,
        task=task_id,
        disposition=known.name,
        status=str(after["status"]),
        tries=len(after["attempts"]),
        allowed=after.get("max_attempts"),
        cancelled_reason=after.get("cancelled_reason"),
        appointment_at=after.get("appointment_at"),
        moved_up=after.get("replaced_by") if after.get("replaced_by") != task.get("replaced_by") else None,
        cautions=cautions_of(laptop, task, at),
        causes=tuple(causes),
    )


def page(laptop: Laptop, task_id: str) -> TaskPage:
    """What the result screen shows before the result. Raises Trouble ``not_found``."""
    task = operations.here(laptop.store, "task", [task_id]).get(task_id)
    if task is None:
        raise _no_task()
    tries = task.get("attempts") or ()
    notes = operations.here(laptop.store, "attempt", [each["id"] for each in tries])
    return TaskPage(
        tries=[
            (_local(each["at"]), each["disposition"], notes.get(each["id"], {}).get("note")) for each in tries
        ],
        allowed=task.get("max_attempts"),
        cautions=cautions_of(laptop, task, now()),
        about=[(code, _item_words(laptop, task, code)) for code in _items(task)],
    )


def _items(task: Mapping[str, Any]) -> Sequence[str]:
    """What a call about a form finds out the causes of: nothing for any other task; the whole form where the task
    does not name its items."""
    return _about(task).get("items") or [WHOLE] if task.get("type") == CALLED_BACK else ()


def _about(task: Mapping[str, Any]) -> Mapping[str, Any]:
    return task.get("about") or {}


def _item_words(laptop: Laptop, task: Mapping[str, Any], code: str) -> str:
    found = packs.find(laptop.store, str(_about(task).get("pack")))
    asked = found[0].questions.get(code) if found else None
    return f"{code} {asked.short}" if asked else code or _("The form")


def _causes(task: Mapping[str, Any], result: Disposition, typed: Mapping[str, str]) -> list[dict[str, str]]:
    """The causes as they are kept. A call that succeeded names one for each item it is about, now or before (R12)."""
    items = _items(task)
    if strange := [item for item in typed if item not in items]:
        raise _bad_cause(_("The call is not about {item}.", item=strange[0][:20] or _("The form")))
    try:
        read = [read_cause(item, said) for item, said in typed.items() if said.strip()]
    except InputError as error:
        raise _bad_cause(str(error)) from error
    known = {*causes_of(task.get("attempts") or ()), *(one["item"] for one in read)}
    if result.name == "success" and (missing := [item for item in items if item not in known]):
        raise _cause_needed(missing)
    return read


def _local(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone().replace(tzinfo=None)


def cautions_of(laptop: Laptop, task: Any, at: datetime) -> tuple[str, ...]:
    """What the pack's rules say against a try at this time."""
    found = packs.find(laptop.store, str(task.get("pack") or "").partition("@")[0])
    rule = found[0].attempts if found else None
    return () if rule is None else cautions(rule, task.get("attempts") or (), at)


def words(tried: Tried) -> str:
    """How the task stands now, for a person."""
    lines = [
        _(
            "{result}: {status}",
            result=DISPOSITIONS[tried.disposition].words,
            status=status_words(tried.status),
        )
    ]
    if tried.allowed:
        lines[0] += "  " + _("try {n} of {most}", n=tried.tries, most=tried.allowed)
    if tried.disposition == "success" and tried.status != "done":
        lines.append(_("The task is done when its questionnaire is finished."))
    if tried.moved_up:
        lines.append(_("Another customer of the draw takes this place: task {id}.", id=tried.moved_up))
    return "\n".join([*lines, *map(caution_words, tried.cautions)])


def _disposition(result: str) -> Disposition:
    found = disposition(result)
    if found is None:
        raise Trouble(
            "unknown_disposition",
            _("There is no result “{result}”.", result=result[:20]),
            _("Nothing was stored."),
            _("Use one of: {names}.", names=", ".join(DISPOSITIONS)),
        )
    return found


def _time(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Trouble(
            "not_a_time",
            _("“{text}” is not a time.", text=text[:30]),
            _("Nothing was stored."),
            _("Write it like 2026-11-22T09:30:00+08:00."),
        ) from error
    return moment if moment.tzinfo else moment.astimezone()


def _no_task() -> Trouble:
    return Trouble(
        "not_found",
        _("There is no task of this id on this laptop."),
        _("Nothing was stored."),
        _("See csat tasks list."),
    )


def _in_reserve() -> Trouble:
    return Trouble(
        "in_reserve",
        _("This task is in reserve: it is due only when it takes the place of another."),
        _("Nothing was stored."),
        _("See csat tasks list for what is due."),
    )


def _bad_cause(words: str) -> Trouble:
    return Trouble("bad_cause", words, _("Nothing was stored."), _("Causes: {causes}.", causes=cause_words()))


def _cause_needed(items: Sequence[str]) -> Trouble:
    return Trouble(
        "cause_needed",
        _(
            "The call asks for a cause of each item; none is given for: {items}.",
            items=", ".join(item or _("The form") for item in items),
        ),
        _("Nothing was stored."),
        _("Causes: {causes}.", causes=cause_words()),
    )


def _when() -> Trouble:
    return Trouble(
        "appointment_needed",
        _("An appointment needs its time."),
        _("Nothing was stored."),
        _("Say for when it was made, as with --appointment 2026-11-23T10:00:00+08:00."),
    )
