"""The training quiz on the screen: digits answer, what is right is said, the result is kept."""

from pathlib import Path

import pytest

from schemas.language import LANGUAGES, use
from tests.screens.test_shell_golden import rows_of, see_as_agreed
from tests.support.laptop import FakeLaptop

BEGIN = ["ctrl+p", "p", "x", "enter", "enter"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "keys"), [("quiz", ["2", "enter"]), ("quiz_wrong", ["１"])])
async def test_it_looks_as_agreed_at_80_by_24(
    name: str, keys: list[str], language: str, tmp_path: Path
) -> None:
    await see_as_agreed(name, FakeLaptop(), [*BEGIN, *keys], language, tmp_path / "log")


async def test_gone_through_to_its_end_its_result_is_kept(tmp_path: Path) -> None:
    use("en")
    laptop = FakeLaptop()
    right = ["2", "2", "2", "3", "3", "4", "1"]
    keys = [key for digit in right for key in (digit, "enter")]
    rows = await rows_of(laptop, [*BEGIN, *keys], (80, 24), tmp_path / "log")
    assert laptop.workers.noticed == ["dlr-cs-sales 6/7"]
    assert any("6 of 7 right." in row for row in rows)
    assert any("Passed." in row for row in rows)
