"""Coverage-guided fuzzing: ``python -m tests.fuzz.run TARGET SECONDS`` (needs the dependency group ``fuzz``).

The corpus grows in a folder of its own beside the one that is kept; ``python -m tests.fuzz.keep TARGET`` takes
over what covers something new. A find is written into the present folder as ``crash-…``.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["csat_tui.importing", "csat_tui.recording", "sync", "schemas"]):
    from tests.fuzz.seeds import seeds
    from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).with_name("corpus")
LONGEST = 4096


def main(target: str, seconds: int) -> None:
    kept = CORPUS / target
    kept.mkdir(parents=True, exist_ok=True)
    found = Path(tempfile.gettempdir()) / f"csat-fuzz-{target}"
    found.mkdir(exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (found / f"seed-{number:02}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        "-timeout=20",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
        "-verbosity=0",
        f"-artifact_prefix={found}/crash-",
    ]
    atheris.Setup([sys.argv[0], *options, str(found), str(kept)], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
