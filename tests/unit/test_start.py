"""From the command to the opened home."""

import gc
from pathlib import Path

from csat_tui import start
from csat_tui.store.database import open_store
from csat_tui.store.devicelog import LaptopLog
from sync.client.ports import Enrolment
from tests.support.store_samples import key_of, practice_home


def test_what_the_start_made_is_not_looked_through_for_garbage_while_somebody_types(tmp_path: Path) -> None:
    home = practice_home(tmp_path)
    store = open_store(home, key_of(home))
    LaptopLog(store).enrolled(Enrolment("http://127.0.0.1:9", "d1", 1, "li", "练习公司"))
    store.close()
    before = gc.get_freeze_count()
    try:
        services = start._open_laptop(home.path, None)
        assert gc.get_freeze_count() > before
        services.close()
    finally:
        gc.unfreeze()
