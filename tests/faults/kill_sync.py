"""``kill -9`` of laptop and centre in turn, under load, through the command line.

    python -m tests.faults.kill_sync --seconds 60 --seed 1 [--database URL]

A ``csat record`` that is handed line after line, a ``csat sync`` and a ``csat serve`` run as processes, and one
of them is killed at a random moment, again and again. What ``csat record`` has answered is on the laptop; after
the last kill one sync must prove all of it at the centre, each once.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from csat_tui.home import open_home
from tests.support.company import Centre, csat, customers, environment, recorded_line, serving

LONGEST_WAIT = 1.5
"""Seconds a process may work before it is killed: from its start to its middle."""

LINES = 60
"""Handed to ``csat record`` at once: more than it answers before it dies."""


@dataclass
class Load:
    """One laptop and one centre at work. ``told``: ids that ``csat record`` has answered."""

    home: Path
    centre: Centre
    random: Random
    told: set[str] = field(default_factory=set)
    handed: int = 0
    kills: int = 0

    def round(self) -> None:
        """Record while syncing, and kill one of the three."""
        recording, syncing = self._record(), self._start("sync", "--json")
        victim = self.random.choice(("record", "sync", "centre"))
        time.sleep(self.random.uniform(0.2, LONGEST_WAIT))
        if victim == "centre":
            self.centre.kill()
            self.centre.start()
        else:
            {"record": recording, "sync": syncing}[victim].kill()
        self.kills += 1
        time.sleep(self.random.uniform(0, 0.3))
        recording.kill()
        self._listen(recording)
        syncing.kill()
        syncing.communicate()

    def prove(self) -> None:
        """Everything that was told is at the centre, once; so is everything the laptop holds."""
        done = csat(self.home, "sync", "--json")
        assert done.code == 0, done
        here = [row["id"] for row in csat(self.home, "list", "--kind", "response.final", "--json").lines]
        there = [row["id"] for row in csat(self.centre.home, "list", "--json").lines]
        assert self.told <= set(here), f"answered and gone: {sorted(self.told - set(here))}"
        assert sorted(here) == sorted(there), "the ends differ"
        assert len(there) == len(set(there)) == done.json["responses_total"]

    def _record(self) -> "subprocess.Popen[bytes]":
        process = self._start("record", "-")
        lines = "".join(recorded_line(f"k{self.handed + n}") + "\n" for n in range(LINES))
        self.handed += LINES
        assert process.stdin is not None
        try:
            process.stdin.write(lines.encode())
            process.stdin.close()
        except BrokenPipeError:
            pass
        process.stdin = None
        return process

    def _start(self, *words: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "csat_tui", "--home", str(self.home), *words]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment(self.home)
        )

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        """The lines that came whole are answers."""
        out, _ = process.communicate()
        for line in out.splitlines(keepends=True):
            if line.endswith(b"\n"):
                answer = json.loads(line)
                assert answer["status"] == "final", answer
                self.told.add(answer["id"])


def run(folder: Path, seed: int, *, rounds: int = 0, seconds: float = 0, database: str | None = None) -> Load:
    """So many rounds, or as many as fit into so many seconds, then the proof."""
    home = folder / "laptop"
    open_home(home, kind="practice")
    with serving(folder / "centre", database=database) as centre:
        centre.publish(customers(["王建国"]), [])
        centre.enrol(home)
        load, end = Load(home, centre, Random(seed)), time.monotonic() + seconds
        while load.kills < rounds or time.monotonic() < end:
            load.round()
        load.prove()
    return load


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kill_sync", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", metavar="URL", help="of the centre; a file in its home without it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        load = run(Path(folder), options.seed, seconds=options.seconds, database=options.database)
    print(f"{load.kills} kills, {len(load.told)} records answered, all proven at the centre, each once")
    return 0


if __name__ == "__main__":
    sys.exit(main())
