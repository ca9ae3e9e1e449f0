"""Run the app in this terminal, from a bare interpreter to the exit code."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from csat_tui import terminal

if TYPE_CHECKING:
    from csat_tui.services import OpenHome


def run(open_home: "OpenHome", *, log: Path, now: Callable[[], datetime] = datetime.now) -> int:
    """Show the app until the user leaves; 0, or 1 after a fault (which is then noted in ``log``)."""
    terminal.prepare()
    # Textual reads its settings at import, hence only now.
    from csat_tui.app import CsatApp

    app = CsatApp(open_home, log=log, now=now)
    word = app.run()
    if app.services is not None:
        app.services.close()
    if word is not None:
        print(word)
    return app.return_code or 0
