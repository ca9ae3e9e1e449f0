"""From the command to the opened home."""

import gc
from pathlib import Path

from csat_tui import start
from tests.support.store_samples import practice_home


def test_what_the_start_made_is_not_looked_through_for_garbage_while_somebody_types(tmp_path: Path) -> None:
    home = practice_home(tmp_path)
    before = gc.get_freeze_count()
    try:
        services = start._open_laptop(home.path, None)
        assert gc.get_freeze_count() > before
        services.close()
    finally:
        gc.unfreeze()
