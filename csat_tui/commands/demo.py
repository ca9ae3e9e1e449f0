"""``csat demo``: the app on a practice company with its own centre."""

import os
import tempfile
import threading
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import click

from csat_tui import settings
from csat_tui.home import find
from csat_tui.output import say_error
from csat_tui.practice.local_centre import LocalCentre, running
from csat_tui.start import run_home
from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")

PREPARED = "prepared"
"""Name of the setting that holds the day the practice company was last made ready for."""


@click.command()
@click.option(
    "--set-up-only", is_flag=True, help="Make the practice company ready, then end without the app."
)
def demo(set_up_only: bool) -> int:
    """Open the app on a practice car dealer: in --home, kept from day to day, or in a throw-away folder."""
    with ExitStack() as stack:
        home = _home(stack)
        _refuse_real(home)
        today = date.today()
        if settings.read(home / "settings.toml").get(PREPARED) == today.isoformat():
            centre = stack.enter_context(running(home / "centre"))
            follower = threading.Thread(target=_follow, args=(home, centre))
            follower.start()
            stack.callback(follower.join)
        else:
            _prepare(stack, home, today)
        return 0 if set_up_only else run_home(home)


def _prepare(stack: ExitStack, home: Path, today: date) -> None:
    """Everything a new day (or a new company) needs, before the app opens."""
    from csat_tui.practice import setup

    code = setup.prepare_centre(home, today, _tell)
    centre = stack.enter_context(running(home / "centre"))
    setup.prepare_laptop(home, centre.url(), code, today, _tell)
    settings.remember(home / "settings.toml", PREPARED, today.isoformat())


def _follow(home: Path, centre: LocalCentre) -> None:
    """Behind the app: tell the laptop where the centre answers today."""
    from csat_tui.laptop import syncing
    from csat_tui.practice.setup import practice_laptop

    try:
        url = centre.url()
    except Trouble:
        return  # the log says why; a sync will say that nothing answers
    laptop = practice_laptop(home)
    try:
        syncing.follow(laptop, url)
    finally:
        laptop.close()


def _tell(text: str) -> None:
    say_error(f"  {text} ...")


def _home(stack: ExitStack) -> Path:
    named = os.environ.get("CSAT_HOME")
    if named:
        return Path(named).expanduser().absolute()
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="csat-demo-", ignore_cleanup_errors=True))
    return Path(folder)


def _refuse_real(path: Path) -> None:
    """A practice company never moves into a laptop that is in use."""
    home = find(path)
    if home is not None and home.kind != "practice":
        raise Trouble(
            "not_practice",
            _("The folder {folder} is a real home, not a practice one.", folder=path),
            _("Nothing was changed."),
            _("Choose another folder with --home, or leave it out for a throw-away one."),
        )
