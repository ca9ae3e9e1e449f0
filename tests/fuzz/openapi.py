"""Schemathesis over the description a serving centre gives of itself: ``python -m tests.fuzz.openapi [EXAMPLES]``.

A centre of its own is started, a laptop is enrolled, and every operation gets requests made from its schema, right
and wrong ones, with a token and without. No answer may be a 5xx, each has to be of our media type and of the schema
that is declared for its status. Needs the dependency group ``fuzz``.
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sync.client.clock import SystemClock
from sync.client.conversation import Conversation
from sync.client.http import HttpTransport
from sync.client.identity import enrol
from sync.client.signer import DeviceKey
from tests.support.company import Centre, serving
from tests.support.sync_memory import MemoryLog, MemoryReplica

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
PER_SECOND = 15
"""Below what a device may send, so that most answers are not a request to slow down."""


def token(centre: Centre) -> str:
    """An access token of a laptop that was enrolled for this run."""
    line, key, log = HttpTransport(centre.url), DeviceKey.new(), MemoryLog()
    with centre.administration() as administration:
        code = administration.code("fuzz")
    enrolment, _pulled = enrol(centre.url, code, log, MemoryReplica(), line, key, SystemClock())
    talk = Conversation(line, key, SystemClock(), Random(1), lambda: False)
    talk.hello()
    granted = talk.identify(enrolment.device)
    line.close()
    return granted.token


def main(examples: int) -> int:
    """The exit code of schemathesis: 0 when every answer was as described."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "centre") as centre:
        command = [Path(sys.executable).with_name("schemathesis"), "run", f"{centre.url}/openapi.json"]
        command += ["--header", f"Authorization: Bearer {token(centre)}"]
        command += ["--checks", CHECKS, "--max-examples", str(examples)]
        command += ["--rate-limit", f"{PER_SECOND}/s", "--mode", "all", "--seed", "1", "--no-color"]
        command += ["--phases", "examples,coverage,fuzzing", "--suppress-health-check", "all"]
        began = datetime.now(UTC)
        done = subprocess.run([str(part) for part in command], env=_environment(), check=False)
        took = (datetime.now(UTC) - began).seconds
        print(json.dumps({"exit_code": done.returncode, "seconds": took, "examples": examples}))
    return done.returncode


def _environment() -> dict[str, str]:
    return os.environ | {"SCHEMATHESIS_HOOKS": "tests.fuzz.openapi_hooks"}


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
