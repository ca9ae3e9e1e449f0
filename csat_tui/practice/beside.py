"""The practice company beside the real work: ``csat demo`` in a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from schemas.language import current


def run_beside(home: Path | None) -> int:
    """Run it in this terminal until the user leaves it; its exit code. Without a home it is thrown away."""
    return subprocess.run(
        [sys.executable, "-m", "csat_tui", "demo"], env=around(home), check=False
    ).returncode


def around(home: Path | None, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment of the practice company: its folder stands beside the real one and is never the same."""
    kept = {name: value for name, value in environment.items() if not name.startswith("CSAT_")}
    folder = {"CSAT_HOME": str(home.with_name(f"{home.name}-practice"))} if home is not None else {}
    return {**kept, **folder, "CSAT_LANGUAGE": current()}
