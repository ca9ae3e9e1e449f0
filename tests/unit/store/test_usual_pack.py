"""Whose month stands on Today where several questionnaires are on a laptop."""

from pathlib import Path

from csat_tui.interview.summary import finish
from csat_tui.laptop.today_page import headline_pack
from schemas.language import use
from tests.support import practice_laptop
from tests.support.store_samples import PACK_NAME, pack_change
from tests.unit.store.test_after_interview import held


def test_it_is_the_one_most_was_recorded_with_and_never_a_plan(tmp_path: Path) -> None:
    use("en")
    practice_laptop.make(tmp_path / "home")
    with practice_laptop.opened(tmp_path / "home") as laptop:
        laptop.replica.apply([pack_change(7, "csm-plan")], "7")
        assert headline_pack(laptop) == PACK_NAME
        laptop.replica.apply([pack_change(8, "csm-visit-mail")], "8")
        begun = held(laptop)
        begun.finalise(finish(begun.interview))
        assert headline_pack(laptop) == PACK_NAME
