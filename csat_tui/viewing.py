"""Show a file in the system's viewer: written to a private folder of the home, taken away again afterwards."""

import atexit
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from csat_tui.home import Home
from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")


class Viewing:
    """What is being shown, one file at a time. A file goes when the next is shown, when ``put_away`` is called, at the
    end of the program, and after a crash at its next start."""

    def __init__(self, home: Home) -> None:
        self._folder = home.viewing
        self.put_away()
        atexit.register(self.put_away)

    def show(self, name: str, content: bytes) -> None:
        """Open the content in the viewer for files called so. Raises Trouble ``no_viewer``."""
        viewer = viewer_of(sys.platform, os.environ)
        if viewer is None:
            raise no_viewer()
        self.put_away()
        self._folder.mkdir(mode=0o700, exist_ok=True)
        file = self._folder / name
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)
        try:
            viewer(file)
        except OSError as error:
            self.put_away()
            raise no_viewer() from error

    def put_away(self) -> None:
        """Take the decrypted file away; what a viewer still holds open goes the next time."""
        shutil.rmtree(self._folder, ignore_errors=True)


class Opener:
    """A program that is told the file and left alone."""

    def __init__(self, *command: str) -> None:
        self.command = command

    def __call__(self, file: Path) -> None:
        silent = subprocess.DEVNULL
        subprocess.Popen(
            [*self.command, str(file)], stdin=silent, stdout=silent, stderr=silent, start_new_session=True
        )


def viewer_of(platform: str, environment: Mapping[str, str]) -> Opener | None:
    """How this system opens a file; None where there is nothing to open it on, such as a terminal over ssh."""
    if platform == "win32":
        return Opener("rundll32", "url.dll,FileProtocolHandler")
    if platform == "darwin":
        return None if "SSH_CONNECTION" in environment else Opener("open")
    if not any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        return None
    found = shutil.which("xdg-open")
    return Opener(found) if found else None


def no_viewer() -> Trouble:
    """Nothing here can show a picture."""
    return Trouble(
        "no_viewer",
        _("No viewer can be opened here: this terminal has no screen for pictures."),
        _("The scan stays in the database."),
        _("Write it to a file: csat paper scan SERIAL --out FILE"),
    )
