"""The pictures of the documents, taken from the running app on a freshly made practice company.

python docs/pictures.py           write docs/pictures/*.svg

The company, its centre and the app are the real ones; only the clock stands still, so that the same program
gives the same pictures. A picture of a sync is left as it is when only its seconds and bytes differ.
"""

import asyncio
import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone, tzinfo
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Self
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

FOLDER = ROOT / "docs" / "pictures"
TAKEN = datetime(2026, 3, 24, 9, 12, tzinfo=timezone(timedelta(hours=8)))
SIZE = (80, 24)
BEFORE = ("9", "0", "enter", "8", "8", "enter", "9", "2")
"""After the consent: two scores that need not be asked, and the third half typed."""
AFTER = ("enter", "9", "5", "enter", "1", "9", "0", "enter", "8", "5", "enter", "minus", "9", "2", "enter")
"""Up to the overall score, for which the customer gives no number: / asks for the level."""


class Standing(datetime):
    """A clock that stands at ``TAKEN``."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        moment = TAKEN.astimezone(tz)
        return cls.fromisoformat((moment if tz else moment.replace(tzinfo=None)).isoformat())


def modules() -> Iterator[object]:
    """Every module of the program, migrations excepted."""
    for package in ("csat_tui", "sync", "schemas"):
        for found in walk_packages([str(ROOT / package)], f"{package}."):
            if "migrations" not in found.name and "__main__" not in found.name:
                yield import_module(found.name)


def stop_the_clock() -> None:
    """Time stands still, and ids are counted."""
    os.environ["TZ"] = "Asia/Shanghai"
    time.tzset()
    for module in modules():
        if getattr(module, "datetime", None) is datetime:
            module.datetime = Standing  # type: ignore[attr-defined]
    interview = import_module("csat_tui.interview.interview")
    interview.time = SimpleNamespace(monotonic_ns=lambda: 0)  # type: ignore[attr-defined]
    ids = import_module("csat_tui.laptop.ids")
    counted = iter(range(1, 1000))
    ids.uuid7 = lambda: UUID(int=next(counted))  # type: ignore[attr-defined]


def centre(home: Path) -> str:
    """Serve the practice centre from a thread of this process; its address."""
    from sync.centre.rollup import count_responses
    from sync.centre.server import Serving, serve

    ready: SimpleQueue[str] = SimpleQueue()

    def work() -> None:
        serve(Serving(home, on_responses=count_responses), port=0, on_ready=ready.put)

    threading.Thread(target=work, daemon=True).start()
    return ready.get(timeout=30)


def practice(home: Path) -> None:
    """A practice company as ``csat demo`` makes it."""
    from csat_tui.practice import setup

    code = setup.prepare_centre(home, TAKEN.date(), print)
    setup.prepare_laptop(home, centre(setup.centre_home(home)), code, TAKEN.date(), print)


async def take(home: Path, language: str) -> None:
    """A walk through a day, with a picture at each stop."""
    from screen_svg import picture

    from csat_tui.app import CsatApp
    from csat_tui.start import _open_laptop
    from schemas.language import use

    use(language)
    app = CsatApp(lambda passphrase: _open_laptop(home, passphrase), log=home / "log" / "csat.log", now=now)
    async with app.run_test(size=SIZE) as pilot:

        async def press(*keys: str) -> None:
            for key in keys:
                await pilot.press(key)
                await settled()

        async def settled() -> None:
            for _round in range(3):
                await app.workers.wait_for_complete()
                await pilot.pause()

        def shoot(name: str) -> None:
            keep(FOLDER / f"{name}.{'zh' if language == 'zh_CN' else language}.svg", picture(app))

        await settled()
        shoot("today")
        await press("enter", "1", *BEFORE)
        shoot("interview")
        await press(*AFTER, "slash")
        shoot("levels")
        await press("7", *"试驾请早点安排", "enter", "enter")  # the second passes the kind of the remark
        shoot("finish")
        await press("f9", "enter", "ctrl+s")
        shoot("sync")
        await press("escape", "f2")
        shoot("month")
    if app.services is not None:
        app.services.close()


def now() -> datetime:
    """The clock of the app: local time without a zone."""
    return TAKEN.replace(tzinfo=None)


def keep(path: Path, content: str) -> None:
    """Write a picture; that of a sync stays when only seconds, bytes and chain differ."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    same = steady(old) == steady(content) if path.name.startswith("sync.") else old == content
    if not same:
        path.write_text(content, encoding="utf-8")
        print(f"written: {path.relative_to(ROOT)}")


def steady(content: str) -> str:
    """The picture without what another run measures otherwise."""
    measured = r">[^<]*(?:\d\.\d|KB|\.\.[0-9a-f]{8})[^<]*<"
    return re.sub(measured, "><", content)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    stop_the_clock()
    for language in ("zh_CN", "en"):
        with tempfile.TemporaryDirectory(prefix="csat-pictures-", ignore_cleanup_errors=True) as folder:
            practice(Path(folder))
            asyncio.run(take(Path(folder), language))


if __name__ == "__main__":
    main()
