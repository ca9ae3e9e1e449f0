"""The app as a process: what it imports before the first frame, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from csat_tui import crash
from csat_tui.terminal import prepare
from schemas.language import use
from tests.support.terminal import ROOT, on_terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

HEAVY = [
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "httpx",
    "keyring",
    "ruamel",
    "cryptography",
    "click",
    "sqlcipher3",
]

FIRST_FRAME = """
import json, sys
from pathlib import Path
from csat_tui.terminal import prepare
prepare()
from csat_tui.app import CsatApp
from csat_tui.trouble import Trouble
def open_home(_passphrase):
    rows = [strip.text for strip in app.screen._compositor.render_strips()]
    print(json.dumps([sorted(sys.modules), any("csat" in row for row in rows)]))
    app.call_from_thread(app.exit)
    raise Trouble("over", "", "", "")
app = CsatApp(open_home, log=Path("/dev/null"))
app.run(headless=True, size=(80, 24))
"""
RUNNING = """
from pathlib import Path
from schemas.language import use
use("en")
from csat_tui.terminal import prepare
prepare()
from csat_tui.app import CsatApp
from tests.support.laptop import FakeLaptop
app = CsatApp(lambda _passphrase: FakeLaptop(), log=Path({log!r}), watch_seconds=0.05)
"""
FAULTY = (
    RUNNING
    + """
def fail(row):
    customer = row.customer
    raise ValueError(customer)
from csat_tui.screens.today import TodayScreen
TodayScreen.do_start = lambda self: fail(self.due.marked)
app.run()
raise SystemExit(app.return_code)
"""
)


def test_the_first_frame_needs_only_textual_and_the_first_screen() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME], cwd=ROOT, capture_output=True, text=True, check=True
    )
    modules, painted_before_opening = json.loads(done.stdout.splitlines()[0])
    assert [name for name in modules if name.split(".")[0] in HEAVY] == []
    assert painted_before_opening


def test_the_app_ends_when_its_terminal_is_gone(tmp_path: Path) -> None:
    with on_terminal(RUNNING.format(log=str(tmp_path / "log")) + "app.run()") as program:
        program.read_until("Month 92.4")
        program.take_away()
        assert program.process.wait(timeout=30) == 129


def test_a_fault_shows_two_lines_and_no_customer_data(tmp_path: Path) -> None:
    log = tmp_path / "csat.log"
    with on_terminal(FAULTY.format(log=str(log))) as program:
        program.read_until("Month 92.4")
        seen = len(program.written)
        program.type("\r")
        text = program.read_to_end()
        assert program.process.wait(timeout=30) == 1
    said = text[seen // 2 :]
    assert "csat had to stop because of a fault in the program." in said
    assert "Traceback" not in text
    noted = log.read_text(encoding="utf-8")
    assert "builtins.ValueError at " in noted
    assert "王建国" not in noted


def test_the_log_names_the_cause_and_no_message(tmp_path: Path) -> None:
    def fail() -> None:
        try:
            raise KeyError("王建国")
        except KeyError as error:
            raise ValueError("王建国") from error

    log = tmp_path / "logs" / "csat.log"
    with pytest.raises(ValueError, match="王建国") as caught:
        fail()
    crash.note(log, caught.value)
    noted = log.read_text(encoding="utf-8")
    assert "builtins.KeyError" in noted
    assert "builtins.ValueError" in noted
    assert "王建国" not in noted


def test_a_log_that_cannot_be_written_is_no_second_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    crash.note(tmp_path / "file" / "csat.log", ValueError())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_last_words_name_the_log_in_both_languages(language: str, tmp_path: Path) -> None:
    use(language)
    first, second = crash.farewell(tmp_path / "csat.log")
    assert ("故障" in first) == (language == "zh_CN")
    assert str(tmp_path / "csat.log") in second


class TestEnvironment:
    def test_the_kitty_protocol_is_off_except_on_windows(self) -> None:
        linux: dict[str, str] = {}
        windows: dict[str, str] = {}
        prepare(linux, "linux")
        prepare(windows, "win32")
        assert linux["TEXTUAL_DISABLE_KITTY_KEY"] == "1"
        assert "TEXTUAL_DISABLE_KITTY_KEY" not in windows
        assert windows["TEXTUAL_ANIMATIONS"] == "none"

    def test_what_the_user_has_set_stays(self) -> None:
        environment = {"ESCDELAY": "100"}
        prepare(environment, "linux")
        assert environment["ESCDELAY"] == "100"


def test_a_terminal_that_hangs_up_ends_the_app_at_once(tmp_path: Path) -> None:
    if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        pytest.skip("started under nohup: whoever does that wants programs to outlive the terminal")
    with on_terminal(RUNNING.format(log=str(tmp_path / "log")) + "app.run()") as program:
        program.read_until("Month 92.4")
        program.process.send_signal(signal.SIGHUP)
        assert program.process.wait(timeout=30) == -signal.SIGHUP


def sleeps(pid: int) -> bool:
    """Whether a child of this process stops within half a minute."""
    for _attempt in range(600):
        found, state = os.waitpid(pid, os.WUNTRACED | os.WNOHANG)
        if found:
            return os.WIFSTOPPED(state)
        time.sleep(0.05)
    return False


def test_suspended_it_sleeps_and_woken_it_goes_on_where_it_was(tmp_path: Path) -> None:
    with on_terminal(RUNNING.format(log=str(tmp_path / "log")) + "app.run()") as program:
        program.read_until("Month 92.4")
        program.process.send_signal(signal.SIGTSTP)
        assert sleeps(program.process.pid)
        program.process.send_signal(signal.SIGCONT)
        program.written = b""
        program.read_until("Month 92.4")
        program.type("\x05")
        program.read_until("Finished questionnaires")


LEAVING = """
from pathlib import Path
from schemas.language import use
use("en")
from csat_tui.start import run
from tests.support.laptop import FakeLaptop
class Saving(FakeLaptop):
    def back_up_day(self, tell):
        if not self.asked.count(("today",)) or self.screen is None:
            self.screen = print
            return None
        {act}
raise SystemExit(run(lambda _passphrase: Saving(), log=Path({log!r})))
"""


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("return 'Backup of the day: here'", "Backup of the day: here"),
        ("raise ValueError('王建国')", "Everything saved is safe."),
    ],
)
def test_leaving_in_the_evening_says_where_the_backup_is(act: str, said: str, tmp_path: Path) -> None:
    with on_terminal(LEAVING.format(act=act, log=str(tmp_path / "log"))) as program:
        program.read_until("Month 92.4")
        program.type("\x11")
        text = program.read_to_end()
        assert program.process.wait(timeout=30) == 0
    assert said in text.rpartition("csat closed.")[2]
    assert "Traceback" not in text
    assert "王建国" not in text.rpartition("csat closed.")[2]
