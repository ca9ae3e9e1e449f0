"""Tasks made on this laptop: from what is on file, logged like anything else that is done here."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.store import frames, packs
from csat_tui.store.operations import harmless, record_in
from csat_tui.trouble import Trouble
from schemas.days_off import CHINA
from schemas.figures.periods import Period, month_of, period, shifted
from schemas.language import texts
from schemas.packs.model import Pack
from schemas.records.operations import Operation, SampleDrawn, TaskOp
from schemas.rejection import InputError
from schemas.tasks import making
from schemas.tasks.drawing import grows, is_census
from schemas.tasks.kinds import FRAMES
from schemas.tasks.sources import Known, is_chosen, supported

_ = texts("csat_tui")

AHEAD = timedelta(days=making.LONGEST_WINDOW)


@dataclass(frozen=True)
class Wish:
    """How a draw is to be made, where the pack leaves it open; ``batch``: the import it is made for; ``chosen``: ids
    of those a person picked."""

    seed: str | None = None
    size: int | None = None
    batch: str | None = None
    chosen: Collection[str] | None = None


def make(
    laptop: Laptop, name: str, asked: Period | None, wish: Wish, *, preview: bool = False
) -> list[making.Made]:
    """The tasks of a pack for a period, or for what is due about now; stored unless it is a preview.

    Raises Trouble ``unknown_pack``, ``no_frame``, ``list_needed``, ``no_list``, or the InputError's code of a draw
    that cannot be made.
    """
    pack = demand_pack(laptop, name)
    if is_chosen(pack) != (wish.chosen is not None):
        raise _list_needed(pack) if is_chosen(pack) else _no_list(pack)
    try:
        return [_make(laptop, pack, each, wish, preview) for each in ([asked] if asked else about_now(pack))]
    except InputError as error:
        raise Trouble(error.code, str(error), _("Nothing was stored."), "") from error


def demand_pack(laptop: Laptop, name: str) -> Pack:
    """The pack of this name, or name@version, whose tasks can be made. Raises Trouble ``unknown_pack``,
    ``no_frame``."""
    pack, version = _named(name)
    found = packs.find(laptop.store, packs.called(laptop.store, pack), version)
    if found is None:
        raise _unknown(name)
    if not supported(found[0]):
        raise _no_frame(found[0])
    return found[0]


def make_due(laptop: Laptop, batch: str | None = None) -> list[making.Made]:
    """What the packs of this laptop make due about now, of its events above all: every pack whose list needs no
    decision. Draws of a number wait for ``make``; draws of a share follow the cases as they come.

    ``batch``: the import that they are made for, with which they are taken back."""
    done = []
    for pack in _newest(laptop):
        daily = pack.lost is not None or pack.reminder is not None
        listed = pack.frame is not None and (pack.frame.source in FRAMES or daily)
        if listed and supported(pack) and (is_census(pack) or grows(pack)):
            wish = Wish(batch=batch)
            done += [_make(laptop, pack, each, wish, False) for each in about_now(pack)]
    return done


def waiting_for_a_draw(laptop: Laptop) -> list[str]:
    """Packs whose customers come from events but are drawn by number: the draw waits for a person."""
    return [
        pack.pack
        for pack in _newest(laptop)
        if pack.frame is not None
        and pack.frame.source in FRAMES
        and not (is_census(pack) or grows(pack))
        and pack.screen == "interview"
    ]


def about_now(pack: Pack) -> list[Period]:
    """The periods in which something may be due now: of a list of days from the begin of last month on, of a
    draw the pack's own period, and the one before while its first month runs."""
    today = now().date()
    first = shifted(month_of(today), -1).first
    if pack.lost is not None or pack.reminder is not None:
        return [Period(f"{first}..{today}", first, today)]
    if pack.cadence == "day" and pack.frame is not None and pack.frame.source not in FRAMES:
        return [period(today.isoformat())]
    if is_census(pack) and pack.frame is not None and pack.frame.source in FRAMES:
        return [Period(f"{first}..{today + AHEAD}", first, today + AHEAD)]
    return list(dict.fromkeys(own_period(pack, day) for day in (first, today)))


def own_period(pack: Pack, day: date) -> Period:
    """The month, quarter, half-year or year of the pack in which a day lies."""
    cadence = pack.severity.period if pack.severity else pack.cadence
    if cadence == "quarter":
        return period(f"{day.year}Q{(day.month + 2) // 3}")
    if cadence in ("half_year", "half"):
        return period(f"{day.year}H{1 if day.month < 7 else 2}")
    return period(f"{day.year}") if cadence == "year" else month_of(day)


def _make(laptop: Laptop, pack: Pack, asked: Period, wish: Wish, preview: bool) -> making.Made:
    known = _chosen(_known(laptop, pack, asked), wish)
    if preview:
        with laptop.store.read() as session:
            return _made(pack, asked, known, lambda ids: frames.held(session, ids), wish)
    with laptop.store.write() as session:
        made = _made(pack, asked, known, lambda ids: frames.held(session, ids), wish)
        record_in(session, map(harmless, _operations(made, laptop.user, wish.batch)))
        return made


def _made(pack: Pack, asked: Period, known: Known, look: making.Look, wish: Wish) -> making.Made:
    moment = now()
    offset = moment.isoformat()[-6:]
    return making.make(
        pack, asked, known, look, CHINA, today=moment.date(), offset=offset, seed=wish.seed, size=wish.size
    )


def _known(laptop: Laptop, pack: Pack, asked: Period) -> Known:
    source = pack.frame.source if pack.frame else ""
    if source in FRAMES and pack.lost is None:
        return frames.of_events(laptop.store, asked.first - AHEAD, asked.last)
    return frames.of_projects(laptop.store) if source == "projects" else frames.of_everybody(laptop.store)


def _chosen(known: Known, wish: Wish) -> Known:
    return known if wish.chosen is None else replace(known, chosen=wish.chosen)


def _operations(made: making.Made, user: str | None, batch: str | None) -> Iterator[Operation]:
    at = now().isoformat(timespec="seconds")
    for task in made.tasks:
        fields = {name: value for name, value in task.items() if name != "id"}
        yield TaskOp(id=new_id(), at=at, user=user, record=task["id"], fields=fields, batch=batch)
    if made.draw is not None:
        yield SampleDrawn.model_validate({**made.draw, "at": at, "user": user})


def _newest(laptop: Laptop) -> Sequence[Pack]:
    records = {record.pack: record for record in reversed(packs.approved(laptop.store))}
    return [packs.typed(record.content, record.hash) for record in records.values()]


def _named(name: str) -> tuple[str, str | None]:
    pack, _at, version = name.partition("@")
    return pack, version or None


def _unknown(name: str) -> Trouble:
    return Trouble(
        "unknown_pack",
        _("The pack {pack} is not on this laptop.", pack=name),
        _("Nothing was changed."),
        _("Sync first: the packs that the centre has approved come with it."),
    )


def _list_needed(pack: Pack) -> Trouble:
    return Trouble(
        "list_needed",
        _("Who is asked with {pack} is a list that somebody chooses.", pack=pack.pack),
        _("Nothing was changed."),
        _("Give it with --list FILE: a CSV file or workbook with the number or name of each, one a line."),
    )


def _no_list(pack: Pack) -> Trouble:
    return Trouble(
        "no_list",
        _("Who is asked with {pack} comes from its rule, not from a list.", pack=pack.pack),
        _("Nothing was changed."),
        _("Leave --list out."),
    )


def _no_frame(pack: Pack) -> Trouble:
    source = pack.frame.source if pack.frame else "-"
    return Trouble(
        "no_frame",
        _(
            "Who is asked with {pack} does not come from what csat has on file ({source}).",
            pack=pack.pack,
            source=source,
        ),
        _("Nothing was changed."),
        _("Record its questionnaires without tasks, or make tasks at the centre."),
    )
