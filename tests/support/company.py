"""A whole company in processes of its own: a centre that serves, laptops that enrol, the command line."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from unittest.mock import patch

from csat_tui.cli import run_command
from schemas.language import speaking
from schemas.records.reference import Customer, Task
from sync.centre.admin import Administration
from sync.centre.rollup import count_responses
from sync.centre.server import now as centre_now
from sync.centre.server import open_store, rules
from tests.support import warm
from tests.support.terminal import ROOT

PACK = "dlr-cs-sales"
USER = "李敏"
PASSPHRASE = "four words and a horse"


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its only line of JSON."""
        [line] = self.out.splitlines()
        return json.loads(line)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a process of this company sees; a passphrase file beside the home unlocks it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CSAT_")}
    words = home.with_suffix(".passphrase")
    own = {"CSAT_PASSPHRASE_FILE": str(words)} if words.exists() else {}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | own | more


def csat(home: Path, *words: str, stdin: str | None = None, language: str = "en") -> Done:
    """Run one command to its end."""
    with TemporaryFile() as entered, TemporaryFile() as out, TemporaryFile() as err:
        entered.write((stdin or "").encode())
        entered.seek(0)
        streams = entered.fileno(), out.fileno(), err.fileno()
        running = warm.start(
            ["--home", str(home), *words], environment(home, CSAT_LANGUAGE=language), *streams
        )
        try:
            code = running.wait(180)
        finally:
            running.kill()
        return Done(code, _whole(out), _whole(err))


def _whole(written: IO[bytes]) -> str:
    written.seek(0)
    return written.read().decode().replace("\r\n", "\n")


def csat_here(home: Path, *words: str, stdin: str = "") -> Done:
    """The same in this process: for tests that are about what a command does, not how it is started."""
    out, err, before = StringIO(), StringIO(), sys.stdin
    own = environment(home, CSAT_HOME=str(home))
    sys.stdin = StringIO(stdin)
    try:
        with (
            patch.dict(os.environ, own, clear=True),
            speaking("en"),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = run_command(words)
    finally:
        sys.stdin = before
    return Done(code, out.getvalue(), err.getvalue())


class Centre:
    """A centre in its own process on a home; the address stays the same when it is started again."""

    def __init__(
        self,
        home: Path,
        port: int = 0,
        organisation: str = "",
        options: Sequence[str] = (),
        log: Path | None = None,
        database: str | None = None,
        workers: int = 1,
    ) -> None:
        self.home = home
        self._options = [*options, "--workers", str(workers)]
        self._options += ["--database", database] if database else []
        self._log = log
        self._organisation = organisation.replace("\0", "")  # no command line can carry it
        self.start(port)

    def start(self, port: int | None = None) -> None:
        words = ["--home", str(self.home), "serve", "--json"]
        words += ["--port", str(self.port if port is None else port), "--until-stdin-closes"]
        words += ["--organisation", self._organisation, *self._options]
        stdin, self._holding = os.pipe()
        reading, stdout = os.pipe()
        stderr = os.open(self._log or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.process = warm.start(words, environment(self.home), stdin, stdout, stderr)
        for descriptor in (stdin, stdout, stderr):
            os.close(descriptor)
        self._answers = os.fdopen(reading, "rb")
        self.url: str = json.loads(self._answers.readline())["url"]

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def kill(self) -> None:
        self.process.kill()
        self._gone()

    def stop(self) -> None:
        self._let_go()
        self._gone()

    def _let_go(self) -> None:
        if self._holding >= 0:
            os.close(self._holding)
            self._holding = -1

    def _gone(self) -> None:
        self.process.wait(60)
        self._let_go()
        self._answers.close()

    def approve(self) -> None:
        with self.administration() as administration:
            administration.approve(PACK)

    def publish(self, customers: Iterable[Customer], tasks: Iterable[Task]) -> None:
        with self.administration() as administration:
            administration.publish("customer", customers)
            administration.publish("task", tasks)

    @contextmanager
    def administration(self) -> Iterator[Administration]:
        """Beside the serving process, as an import works."""
        store = open_store(self.home)
        try:
            yield Administration(store, centre_now, rules(count_responses))
        finally:
            store.close()

    def enrol(self, home: Path, user: str = USER, *options: str) -> dict[str, Any]:
        """Enrol the laptop of this home with a new code; what the command said."""
        with self.administration() as administration:
            code = administration.code(user)
        done = csat(home, "enrol", self.url, code, *options, "--json")
        assert done.code == 0, done
        result: dict[str, Any] = done.json
        return result


@contextmanager
def serving(
    home: Path, *options: str, log: Path | None = None, database: str | None = None
) -> Iterator[Centre]:
    """A centre with the sales pack approved, while the block lasts. ``log``: where its standard error goes."""
    centre = Centre(home, options=options, log=log, database=database)
    try:
        centre.approve()
        yield centre
    finally:
        centre.stop()


def with_passphrase(home: Path) -> Path:
    """A laptop's home that is sealed under a passphrase."""
    home.with_suffix(".passphrase").write_text(PASSPHRASE + "\n", encoding="utf-8")
    return home


def customers(names: Sequence[str]) -> list[Customer]:
    return [
        Customer(id=f"c{n}", number=f"K{n:04}", name=name, plate=f"京O·{10000 + n}", business_line="sales")
        for n, name in enumerate(names, start=1)
    ]


def visits(of: Sequence[Customer], user: str = USER, channel: str = "onsite") -> list[Task]:
    """One visit each, due today, a minute after the other."""
    noon = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0)
    return [
        Task.model_validate(
            {
                "id": f"t-{customer.id}",
                "type": "visit",
                "customer": customer.id,
                "pack": PACK,
                "assignee": user,
                "channel": channel,
                "purpose": "交车",
                "due_at": (noon + timedelta(minutes=n)).isoformat(),
            }
        )
        for n, customer in enumerate(of)
    ]


def recorded_line(id: str, score: str = "92", **other: Any) -> str:
    """One line for ``csat record``."""
    answers = {"B0": "1", "S2A": "90", "S2B": "91", "S2C": "1", "S3": "88", "S4": "87", "B8": score}
    content = {
        "id": id,
        "pack": PACK,
        "version": "1.0.0",
        "customer": "c1",
        "channel": "phone",
        "occurred_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "answers": {**answers, "B9": {"missing": "blank"}},
    }
    return json.dumps(content | other, ensure_ascii=False)
