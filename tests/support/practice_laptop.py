"""A practice laptop with one visit due, made without a network, and its database looked at between runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from csat_tui.home import open_home
from csat_tui.laptop.opening import Laptop, open_laptop
from sync.client.ports import Enrolment
from tests.support.store_samples import PACK_NAME, customer_change, pack_change, task_change

USER = "李敏"


@contextmanager
def opened(home: Path) -> Iterator[Laptop]:
    """The laptop while no app runs on it."""
    laptop = open_laptop(home)
    try:
        yield laptop
    finally:
        laptop.close()


def make(home: Path) -> None:
    """Enrolled, with the sales pack one customer and one visit."""
    open_home(home, kind="practice")
    with opened(home) as laptop:
        laptop.log.enrolled(Enrolment("http://127.0.0.1:9", "d1", 1, USER, "练习公司", mark="2L36"))
        laptop.replica.apply([pack_change(), customer_change("c1", name="王建国")], "1")
        publish(laptop, 1)


def publish(laptop: Laptop, number: int) -> None:
    """One more visit, due now."""
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    task = {"pack": PACK_NAME, "channel": "onsite", "assignee": USER, "due_at": at, "purpose": "交车"}
    laptop.replica.apply([task_change(f"t{number}", seq=number, **task)], f"1-{number}")
