"""Make the practice company ready for today: once in full, later only what a new day adds.

It goes the ways of a real company: the pack is approved, customers and tasks are published at the centre, the
laptop enrols with a code, past questionnaires go through ``recording``, and a sync proves them there.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from csat_tui.home import open_home
from csat_tui.laptop import syncing
from csat_tui.laptop.opening import Laptop, open_laptop
from csat_tui.laptop.surroundings import surroundings
from csat_tui.practice import company
from csat_tui.practice.company import PastContact
from csat_tui.recording.line import read_line
from csat_tui.store import responses
from csat_tui.visiting import plans, shelf
from schemas.language import texts
from schemas.records.identity import plan_id
from sync.centre.admin import Administration
from sync.centre.rollup import count_responses
from sync.centre.server import now as centre_now
from sync.centre.server import open_store, rules

_ = texts("csat_tui")

Tell = Callable[[str], None]


def centre_home(home: Path) -> Path:
    """Where the practice company's centre keeps its database."""
    return home / "centre"


def prepare_centre(home: Path, today: date, tell: Tell) -> str | None:
    """Approve the pack and publish customers and today's visits; an enrolment code for a laptop without one."""
    tell(_("Preparing the practice centre"))
    store = open_store(centre_home(home), organisation=company.ORGANISATION)
    try:
        centre = Administration(store, centre_now, rules(count_responses))
        for pack in company.PACKS:
            centre.approve(pack, by=company.USER)
        centre.publish("customer", company.customers())
        centre.publish("task", company.visits(today))
        return None if _enrolled(home) else centre.code(company.USER, role="supervisor")
    finally:
        store.close()


def _enrolled(home: Path) -> bool:
    laptop = practice_laptop(home)
    try:
        return laptop.log.enrolment() is not None
    finally:
        laptop.close()


def practice_laptop(home: Path) -> Laptop:
    """The laptop of the practice company."""
    open_home(home, kind="practice")
    return open_laptop(home)


def prepare_laptop(home: Path, url: str, code: str | None, today: date, tell: Tell) -> None:
    """Enrol or follow the centre to its new address, fill in the past that is missing, and sync."""
    laptop = practice_laptop(home)
    try:
        if code is not None:
            tell(_("Enrolling the practice laptop"))
            syncing.enrol(laptop, url, code)
        else:
            syncing.follow(laptop, url)
        syncing.sync(laptop)
        if _record_past(laptop, today, tell) + _plan_visits(laptop, today):
            syncing.sync(laptop)
    finally:
        laptop.close()


def _plan_visits(laptop: Laptop, today: date) -> int:
    """The plan of the year as a draft, to be looked at and approved; how many visits were new."""
    if shelf.plan(laptop.store, plan_id(plans.PACK, today.year, "")) is not None:
        return 0
    return len(plans.add(laptop, today.year, company.planned(today)).new)


def _record_past(laptop: Laptop, today: date, tell: Tell) -> int:
    """Record what happened since the last recorded day; how many were new."""
    around = surroundings(laptop)
    missing = list(_not_recorded(laptop, today))
    for place, contact in enumerate(missing):
        if place % 50 == 0:
            tell(_("Recording past questionnaires {n}/{total}", n=place, total=len(missing)))
        line = read_line(contact.line, around)
        responses.finalise(laptop.store, line.response, line.pack)
    return len(missing)


def _not_recorded(laptop: Laptop, today: date) -> Iterator[PastContact]:
    for contact in company.history(today):
        if responses.find(laptop.store, contact.line["id"]) is None:
            yield contact
