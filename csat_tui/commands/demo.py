"""``csat demo``: the app on a practice company with its own centre."""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

import click

from csat_tui.home import find
from csat_tui.laptop.opening import now
from csat_tui.output import say_error
from csat_tui.practice import setup
from csat_tui.practice.local_centre import running
from csat_tui.start import run_home
from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")


@click.command()
@click.option(
    "--set-up-only", is_flag=True, help="Make the practice company ready, then end without the app."
)
def demo(set_up_only: bool) -> int:
    """Open the app on a practice car dealer: in --home, kept from day to day, or in a throw-away folder."""
    with ExitStack() as stack:
        home = _home(stack)
        _refuse_real(home)
        today = now().date()
        code = setup.prepare_centre(home, today, _tell)
        url = stack.enter_context(running(setup.centre_home(home)))
        setup.prepare_laptop(home, url, code, today, _tell)
        return 0 if set_up_only else run_home(home)


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
