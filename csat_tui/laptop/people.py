"""Several people, one laptop: who they are, their PINs, who sits at it now.

Until a second person is added the enrolled user works without a PIN. A wrong PIN is counted on disk before it is
checked, so that ending the program does not help; each one doubles the wait for the next try.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from csat_tui.keys import pin as pins
from csat_tui.laptop.opening import Laptop, Seat, now
from csat_tui.services.people import Person
from csat_tui.store import people as rows
from csat_tui.store.drafts import owner
from csat_tui.store.tables import PersonRow
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.records.visiting import APPROVERS
from schemas.text import clean, one_line

_ = texts("csat_tui")

STAFF = "staff"
ROLES = (STAFF, "supervisor", "manager")
SEE_ALL = APPROVERS
LONGEST_WAIT_S = 15 * 60
NAME = 40


def everybody(laptop: Laptop) -> Sequence[Person]:
    """Who works on this laptop, the enrolled user first."""
    return [_person(row) for row in _rows(laptop)]


def wait_s(wrong: int, since: timedelta) -> int:
    """Whole seconds to wait after so many wrong PINs, the last this long ago: 1, 2, 4, … s, at most 15 minutes. A clock
    that was set back starts the wait anew."""
    whole = min(2 ** min(wrong - 1, 20), LONGEST_WAIT_S) if wrong else 0
    gone = since.total_seconds()
    left = whole - gone if gone >= 0 else whole
    return max(0, int(-(-left // 1)))


def check(laptop: Laptop, person: str, typed: str, at: datetime | None = None) -> Person:
    """Whoever is named, their PIN checked. Raises Trouble ``unknown_person``, ``pin_wait``, ``wrong_pin``."""
    row, moment = _row(laptop, person), at or now()
    if row.pin is None:
        return _person(row)
    since = moment - datetime.fromisoformat(row.wrong_at) if row.wrong_at else timedelta.max
    if left := wait_s(row.wrong, since):
        raise _wait(left)
    rows.count_wrong(laptop.store, row.id, moment.isoformat())
    if not pins.fits(row.pin, typed):
        raise _wrong(wait_s(row.wrong + 1, timedelta()))
    rows.keep(laptop.store, row.id, wrong=0, wrong_at=None)
    return _person(row)


def sign_in(laptop: Laptop, person: str, typed: str) -> Person:
    """Check the PIN and let them sit down."""
    found = check(laptop, person, typed)
    sit(laptop.seat, found, several=len(everybody(laptop)) > 1)
    return found


def sit(seat: Seat, person: Person, *, several: bool) -> None:
    """Whatever is done from now on is this person's."""
    seat.person, seat.name = person.id, person.name
    seat.shared, seat.sees_all = several, person.role in SEE_ALL


def demand_ready(laptop: Laptop, id: str) -> None:
    """Whether this person can be added. Raises Trouble ``not_enrolled``, ``own_pin_first``."""
    if laptop.enrolled is None:
        raise _not_enrolled()
    if id != laptop.enrolled and not _row(laptop, laptop.enrolled).pin:
        raise _own_pin_first(laptop.enrolled)


def add(laptop: Laptop, id: str, pin: str | None, *, name: str | None, role: str | None) -> Person:
    """Put somebody on this laptop, or change name and role of one who is. Raises Trouble ``not_enrolled``,
    ``own_pin_first``, ``weak_pin``."""
    who = _line(id)
    demand_ready(laptop, who)
    known = who in {row.id for row in _rows(laptop)}
    changed = {"name": _line(name) if name else None, "role": role}
    if pin is not None or not known:
        changed["pin"] = pins.hashed(pins.read_pin(pin or ""))
    changed = {key: value for key, value in changed.items() if value is not None}
    rows.keep(laptop.store, who, active=True, **changed)
    return _person(_row(laptop, who))


def set_pin(laptop: Laptop, id: str, pin: str) -> Person:
    """Give somebody a new PIN; wrong ones of before are forgotten. Raises Trouble ``unknown_person``, ``weak_pin``."""
    row = _row(laptop, id)
    rows.keep(laptop.store, row.id, pin=pins.hashed(pins.read_pin(pin)), wrong=0, wrong_at=None)
    return _person(_row(laptop, id))


def remove(laptop: Laptop, id: str) -> None:
    """Let somebody work here no longer; what they recorded stays. Raises Trouble ``unknown_person``, ``enrolled_user``,
    ``has_drafts``."""
    row = _row(laptop, id)
    if row.id == laptop.enrolled:
        raise _enrolled_stays()
    if row.id in {owner(draft.header) for draft in laptop.drafts.open_drafts(everybody=True)}:
        raise _has_drafts(row.name)
    rows.keep(laptop.store, row.id, active=False, pin=None, wrong=0, wrong_at=None)


def may_change(laptop: Laptop, by: str, whom: str) -> bool:
    """Whether the PIN of one person is enough to change another: their own, the enrolled user's, a supervisor's."""
    return by in (whom, laptop.enrolled) or _row(laptop, by).role in SEE_ALL


def accept_notice(laptop: Laptop) -> None:
    """Keep when whoever works now accepted the confidentiality notice."""
    if laptop.user is not None:
        rows.keep(laptop.store, laptop.user, notice_at=now().isoformat(timespec="seconds"))


def may_approve(laptop: Laptop) -> bool:
    """Whether whoever works now may approve a plan: a supervisor or manager, on a laptop that is enrolled for one. The
    centre judges by whom the device belongs to, and would set the approval aside."""
    roles = {row.id: row.role for row in _rows(laptop)}
    return all(roles.get(who or "") in SEE_ALL for who in (laptop.user, laptop.enrolled))


def _rows(laptop: Laptop) -> Sequence[PersonRow]:
    """Of whom the laptop is enrolled for, the centre's word on the role is the one that counts."""
    found, told = rows.everybody(laptop.store, laptop.enrolled), laptop.log.role()
    if told is not None and found and found[0].id == laptop.enrolled:
        found[0].role = told if told in ROLES else STAFF
    return found


def _row(laptop: Laptop, id: str) -> PersonRow:
    for row in _rows(laptop):
        if id in (row.id, row.name):
            return row
    raise Trouble(
        "unknown_person",
        _("{who} does not work on this laptop.", who=one_line(clean(id))[:NAME]),
        _("Nothing was changed."),
        _("csat people list shows who does; csat people add NAME adds somebody."),
    )


def _person(row: PersonRow) -> Person:
    return Person(row.id, row.name, row.role, row.pin is not None, row.notice_at is not None)


def _line(text: str) -> str:
    plain = one_line(clean(text)).strip()[:NAME]
    if not plain:
        raise Trouble("no_name", _("Give the name of the person."), _("Nothing was changed."), "")
    return plain


def _wait(seconds: int) -> Trouble:
    return Trouble(
        "pin_wait",
        _("Too soon after a wrong PIN: the next try is possible in {n} s.", n=seconds),
        _("Nothing is lost."),
        _("Wait, then type the PIN again."),
    )


def _wrong(seconds: int) -> Trouble:
    return Trouble(
        "wrong_pin",
        _("That was not the PIN. The next try is possible in {n} s.", n=seconds),
        _("Nothing is lost."),
        _("Type it again; whoever the laptop is enrolled for can set a new one: csat people pin."),
    )


def _not_enrolled() -> Trouble:
    return Trouble(
        "not_enrolled",
        _("This laptop is not enrolled yet."),
        _("Nothing was changed."),
        _("Enrol it first: csat enrol URL CODE."),
    )


def _own_pin_first(who: str) -> Trouble:
    return Trouble(
        "own_pin_first",
        _("{who} has no PIN yet, and would be open to everybody who is added.", who=who),
        _("Nothing was changed."),
        _("First: csat people pin {who}", who=who),
    )


def _enrolled_stays() -> Trouble:
    return Trouble(
        "enrolled_user",
        _("The laptop is enrolled for this person."),
        _("Nothing was changed."),
        _("Enrol the laptop for somebody else instead."),
    )


def _has_drafts(who: str) -> Trouble:
    return Trouble(
        "has_drafts",
        _("{who} has drafts here that are not finished.", who=who),
        _("Nothing was changed."),
        _("Let them sign in and finish or discard the drafts first."),
    )
