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


@contextmanager
def running(home: Path) -> Iterator[str]:
    """Serve the centre in this home on a free port; its URL."""
    command = [sys.executable, "-m", "csat_tui", "--home", str(home)]
    command += ["serve", "--port", "0", "--json", "--until-stdin-closes"]
    log = home / "centre.log"
    home.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as errors:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield _url(process.stdout.readline(), log)
    finally:
        process.stdin.close()
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def _url(line: bytes, log: Path) -> str:
    try:
        return str(json.loads(line)["url"])
    except (ValueError, KeyError) as error:
        raise Trouble(
            "no_centre",
            _("The practice centre did not start; the reason is in {log}.", log=log),
            _("The practice data is safe."),
            _("Start again; if it happens again, delete the practice folder to begin anew."),
        ) from error
