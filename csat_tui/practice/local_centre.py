"""The practice company's own centre: a process of its own that ends with the app, also when that is killed.

The centre reads the pipe that the app holds open; when the app is gone, however it went, the pipe ends.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")

PATIENCE_SECONDS = 10


class LocalCentre:
    """A centre that is starting or serving. ``url`` waits until it answers."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._log = home / "centre.log"
        command = [sys.executable, "-m", "csat_tui", "--home", str(home)]
        command += ["serve", "--port", "0", "--json", "--until-stdin-closes"]
        with self._log.open("ab") as errors:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
            )

    def url(self) -> str:
        """Its address, asked for once. Raises Trouble ``no_centre`` when it ended instead of answering."""
        assert self._process.stdout is not None
        try:
            return str(json.loads(self._process.stdout.readline())["url"])
        except (ValueError, KeyError) as error:
            raise Trouble(
                "no_centre",
                _("The practice centre did not start; the reason is in {log}.", log=self._log),
                _("The practice data is safe."),
                _("Start again; if it happens again, delete the practice folder to begin anew."),
            ) from error

    def end(self) -> None:
        """Close the pipe and wait for its orderly end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


@contextmanager
def running(home: Path) -> Iterator[LocalCentre]:
    """Serve the centre in this home on a free port while the block lasts."""
    centre = LocalCentre(home)
    try:
        yield centre
    finally:
        centre.end()
