"""The import screens at 80 by 24: from a file to records, and back.

CSAT_GOLDEN=write renews the files in golden/; read the difference.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from textual.events import Key
from textual.pilot import Pilot

from csat_tui.app import CsatApp
from csat_tui.importing.judged_rows import Line
from csat_tui.laptop import import_pages, importing
from csat_tui.laptop.opening import Laptop
from csat_tui.screens.import_file import ImportFileScreen
from csat_tui.screens.import_preview import ImportPreviewScreen
from csat_tui.services.imports import Progress, Stopped
from csat_tui.store import operations
from schemas.language import LANGUAGES, use
from schemas.records.identity import customer_id
from tests.support.emulator import looks_as_agreed
from tests.support.imports import ImportingLaptop, importing_laptop
from tests.support.laptop import NOW
from tests.support.screens import painted, settle

COLUMNS = ["ctrl+b", "f3", "enter"]
"""From Today to the columns of the first file of the list."""
WAYS = {
    "imports_none": ["ctrl+b"],
    "import_file": ["ctrl+b", "f3"],
    "import_columns": COLUMNS,
    "import_field": [*COLUMNS, "down", "enter"],
    "import_preview": [*COLUMNS, "f9"],
    "import_asked": [*COLUMNS, "f9", "f9"],
    "import_result": [*COLUMNS, "f9", "f9", "enter"],
    "imports": [*COLUMNS, "f9", "f9", "enter", "escape"],
    "imports_undone": [*COLUMNS, "f9", "f9", "enter", "escape", "f8", "enter"],
}


@asynccontextmanager
async def opened(laptop: ImportingLaptop, log: Path) -> AsyncIterator[Pilot[Any]]:
    app = CsatApp(lambda _passphrase: laptop, log=log, now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        yield pilot


async def press(pilot: Pilot[Any], keys: list[str]) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def shown(pilot: Pilot[Any]) -> str:
    return "\n".join(painted(pilot.app))


def customer(laptop: Laptop, number: str) -> Any:
    id = customer_id(number)
    return operations.here(laptop.store, "customer", [id]).get(id)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", WAYS)
async def test_an_import_screen_looks_as_agreed(screen: str, language: str, tmp_path: Path) -> None:
    use(language)
    services, laptop = importing_laptop(tmp_path)
    async with opened(services, tmp_path / "log") as pilot:
        await press(pilot, WAYS[screen])
        await looks_as_agreed(pilot, f"{screen}.{language}")
    laptop.close()


class TestChoosing:
    async def test_typing_narrows_the_list_and_enter_opens_what_is_marked(self, tmp_path: Path) -> None:
        services, laptop = importing_laptop(tmp_path)
        async with opened(services, tmp_path / "log") as pilot:
            await press(pilot, ["ctrl+b", "f3", "f2", "工", "单"])
            assert "维修工单.xlsx" in shown(pilot)
            assert "客户档案.csv" not in shown(pilot)
            await press(pilot, ["enter"])
            assert "维修工单.xlsx" in shown(pilot)
            assert "S1" in shown(pilot)
        laptop.close()

    async def test_a_file_that_is_no_table_is_refused_with_a_reason_and_the_screen_stays(
        self, tmp_path: Path
    ) -> None:
        use("en")
        services, laptop = importing_laptop(tmp_path)
        async with opened(services, tmp_path / "log") as pilot:
            await press(pilot, ["ctrl+b", "f3", "说", "明", "enter"])
            assert "names the columns" in " ".join(shown(pilot).split())
        laptop.close()


class TestColumns:
    async def test_a_column_is_changed_with_the_picker_and_remembered_for_the_source(
        self, tmp_path: Path
    ) -> None:
        use("en")
        services, laptop = importing_laptop(tmp_path)
        async with opened(services, tmp_path / "log") as pilot:
            await press(pilot, [*COLUMNS, *["down"] * 4, "enter", "end", "enter"])
            assert "* Remark" in shown(pilot)
            await press(pilot, ["f9", "f9", "enter"])
        assert customer(laptop, "K001")["remark"] == "x"
        again = services.imports().open("customers", "客户档案.csv", "DMS")
        assert again.assigned.columns["remark"].label == "备用号"
        laptop.close()

    async def test_the_order_of_dates_goes_round_and_back_to_none_even_when_one_is_remembered(
        self, tmp_path: Path
    ) -> None:
        use("en")
        services, laptop = importing_laptop(tmp_path)
        async with opened(services, tmp_path / "log") as pilot:
            await press(pilot, [*COLUMNS, "f4", "f9", "f9", "enter"])
        remembered = services.imports().open("customers", "客户档案.csv", "DMS").wishes.order
        assert remembered == "ymd"
        async with opened(services, tmp_path / "log") as pilot:
            await press(pilot, [*COLUMNS, "f4", "f4", "f4"])
            assert "dates with two meanings are refused" in " ".join(shown(pilot).split())
        laptop.close()


class TestApplying:
    async def test_nothing_is_stored_before_enter_confirms(self, tmp_path: Path) -> None:
        services, laptop = importing_laptop(tmp_path)
        async with opened(services, tmp_path / "log") as pilot:
            await press(pilot, [*COLUMNS, "f9", "f9", "escape", "escape"])
        assert customer(laptop, "K001") is None
        laptop.close()

    async def test_rejected_rows_are_listed_with_the_reason(self, tmp_path: Path) -> None:
        use("en")
        services, laptop = importing_laptop(tmp_path)
        async with opened(services, tmp_path / "log") as pilot:
            await press(pilot, [*COLUMNS, "f9"])
            assert "its last digits are lost" in " ".join(shown(pilot).split())
            await press(pilot, ["f2", "f2"])
            assert "K001 王建国" in shown(pilot)
            assert "last digits" not in shown(pilot)
        laptop.close()

    async def test_an_import_that_is_stopped_leaves_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        services, laptop = importing_laptop(tmp_path)

        def stopped(_screen: ImportPreviewScreen, _rows: int) -> None:
            raise Stopped

        async with opened(services, tmp_path / "log") as pilot:
            await press(pilot, [*COLUMNS, "f9", "f9"])
            monkeypatch.setattr(ImportPreviewScreen, "_watched", stopped)
            await press(pilot, ["enter"])
            assert isinstance(pilot.app.screen, ImportPreviewScreen)
            assert not pilot.app.screen.running
        assert customer(laptop, "K001") is None
        assert laptop.log.head().n == 0
        laptop.close()

    async def test_escape_in_the_middle_leaves_nothing_and_it_can_be_begun_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        use("en")
        services, laptop = importing_laptop(tmp_path)
        halfway, pressed = threading.Event(), threading.Event()
        whole = importing.watch

        def held_up(parts: Iterable[list[Line]], watched: Progress) -> Iterator[list[Line]]:
            """As slow as a file of many rows: it waits behind its first part until Esc was pressed."""
            for part in whole(parts, watched):
                yield part
                halfway.set()
                assert pressed.wait(30)
                watched(len(part))

        async with opened(services, tmp_path / "log") as pilot:
            await press(pilot, [*COLUMNS, "f9", "f9"])
            monkeypatch.setattr(importing, "watch", held_up)
            await pilot.press("enter")
            assert await asyncio.to_thread(halfway.wait, 30)
            await pilot.press("escape")
            pressed.set()
            await settle(pilot)
            assert "nothing was stored" in shown(pilot)
            assert laptop.log.head().n == 0
            monkeypatch.setattr(importing, "watch", whole)
            await press(pilot, ["f9", "enter"])
        assert customer(laptop, "K001") is not None
        laptop.close()

    async def test_of_many_rows_the_first_of_each_outcome_are_shown_and_the_screen_says_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        use("en")
        monkeypatch.setattr(import_pages, "LISTED", 1)
        services, laptop = importing_laptop(tmp_path)
        async with opened(services, tmp_path / "log") as pilot:
            await press(pilot, [*COLUMNS, "f9", "f2", "f2"])
            assert "of each outcome the first" in shown(pilot)
            assert "K001 王建国" in shown(pilot)
        laptop.close()

    async def test_taking_back_says_what_hangs_on_it(self, tmp_path: Path) -> None:
        use("en")
        services, laptop = importing_laptop(tmp_path)
        async with opened(services, tmp_path / "log") as pilot:
            await press(pilot, [*COLUMNS, "f9", "f9", "enter", "escape"])
            await press(pilot, ["f3", "f2", "工", "单", "enter", "f9", "f9", "enter", "escape"])
            await press(pilot, ["down", "f8", "enter"])
            told = " ".join(shown(pilot).split())
            assert "are in use" in told
            assert "王建国" in told
        assert customer(laptop, "K001") is not None
        laptop.close()


async def test_keys_typed_fast_are_taken_in_their_order(tmp_path: Path) -> None:
    services, laptop = importing_laptop(tmp_path)
    async with opened(services, tmp_path / "log") as pilot:
        await press(pilot, ["ctrl+b", "f3"])
        assert isinstance(pilot.app.screen, ImportFileScreen)
        for event in (Key("f2", None), Key("x", "x"), Key("enter", "\r")):
            pilot.app.post_message(event)
        screen = pilot.app.screen
        kinds: list[str] = []
        with patch.object(screen, "do_open_file", lambda: kinds.append(screen.kind)):
            await settle(pilot)
    laptop.close()
    assert kinds == ["events"]
