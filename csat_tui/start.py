"""Run the app in this terminal, from a bare interpreter to the exit code."""

import gc
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from csat_tui import terminal
from schemas.language import use

if TYPE_CHECKING:
    from csat_tui.services import OpenHome, Services
    from csat_tui.trouble import Trouble


def run(
    open_home: "OpenHome",
    *,
    log: Path,
    now: Callable[[], datetime] = datetime.now,
    settings_file: Path | None = None,
) -> int:
    """Show the app until the user leaves; 0, or 1 after a fault (which is then noted in ``log``)."""
    terminal.prepare()
    # Textual reads its settings at import, hence only now.
    from csat_tui.app import CsatApp

    app = CsatApp(open_home, log=log, now=now, settings_file=settings_file)
    word = app.run()
    if word is not None:
        print(word)
    if app.services is not None:
        if word is not None:
            _back_up_day(app.services, app.trouble_of)
        app.services.close()
    return app.return_code or 0


def _back_up_day(services: "Services", trouble_of: "Callable[[Exception], Trouble]") -> None:
    """The day's backup on the way out, if it is due; one that fails is said and is made at the next start."""
    try:
        words = services.back_up_day(print)
    except Exception as error:
        print(trouble_of(error))
    else:
        if words is not None:
            print(words)


def run_home(home: Path) -> int:
    """Show the app on the laptop in this folder, in the language it was left in."""
    from csat_tui.settings import read

    language = os.environ.get("CSAT_LANGUAGE") or read(home / "settings.toml").get("language")
    if language:
        use(language)
    return run(
        lambda passphrase: _open_laptop(home, passphrase),
        log=home / "log" / "csat.log",
        settings_file=home / "settings.toml",
    )


def _open_laptop(home: Path, passphrase: str | None) -> "Services":
    """Everything slow is imported here, in a thread behind the first frame."""
    from csat_tui.home import find
    from csat_tui.services import NotSetUp, PassphraseNeeded
    from csat_tui.trouble import Trouble

    if find(home) is None:
        raise NotSetUp
    from csat_tui.keys.passphrase import Passphrases
    from csat_tui.laptop.opening import open_laptop
    from csat_tui.laptop.services import open_services

    try:
        services = open_services(open_laptop(home, Passphrases(ask=lambda new: passphrase)))
    except Trouble as trouble:
        if trouble.code in ("locked", "bad_passphrase"):
            raise PassphraseNeeded(wrong=trouble.code == "bad_passphrase") from trouble
        raise
    gc.freeze()  # what the start made stays: looking it through would take a key 50 to 100 ms now and then
    return services
