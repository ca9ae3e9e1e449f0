"""The backup at the end of the day: when it is due, that it can be restored, and how many are kept."""

import os
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from csat_tui.home import open_home
from csat_tui.keys.passphrase import Passphrases
from csat_tui.laptop import day_end
from csat_tui.laptop.customer_changes import add_temporary
from csat_tui.laptop.day_end import KEPT, back_up_day, is_due, last_end, made_backups
from csat_tui.laptop.opening import Laptop, open_laptop
from csat_tui.laptop.saving import bring_back_laptop, save_laptop
from csat_tui.saved import Saved
from csat_tui.trouble import Trouble
from schemas.language import speaking
from tests.support import practice_laptop

CHINA = timezone(timedelta(hours=8))
EVENING = datetime(2026, 11, 27, 17, 30, tzinfo=CHINA)
ASKED = Passphrases(ask=lambda new: "correct horse 1")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    open_home(tmp_path / "home")
    opened = open_laptop(tmp_path / "home", ASKED)
    add_temporary(opened, {"name": "王女士"})
    return opened


class TestWhen:
    def test_a_day_ends_at_five(self) -> None:
        assert last_end(at(27, 17)) == at(27, 17)
        assert last_end(at(27, 16, 59)) == at(26, 17)

    def test_leaving_in_the_evening_makes_one_and_leaving_again_does_not(self) -> None:
        assert is_due([], at(27, 17, 30))
        assert not is_due([at(27, 17, 30)], at(27, 20))

    def test_who_left_before_the_evening_gets_it_at_the_first_start_of_the_next_day(self) -> None:
        assert not is_due([at(26, 18)], at(27, 16))
        assert is_due([at(26, 16)], at(27, 8))
        assert not is_due([at(27, 8)], at(27, 8, 30))

    def test_one_made_by_a_clock_that_ran_ahead_does_not_count(self) -> None:
        assert is_due([datetime(2027, 1, 1, tzinfo=UTC)], at(27, 18))


class TestWhat:
    def test_it_says_in_one_line_where_it_is_and_holds_everything(
        self, laptop: Laptop, tmp_path: Path
    ) -> None:
        told: list[str] = []
        with speaking("en"):
            words = back_up_day(laptop, EVENING, told.append)
        laptop.close()
        (_at, file), *rest = made_backups(laptop.home.backups)
        assert rest == []
        assert words is not None
        with speaking("zh_CN"):
            assert "备份" in str(words)  # said in the language that the screen has by now
        assert str(file) in str(words)
        assert "\n" not in str(words)
        assert told == ["Making the backup of the day ..."]
        restored = bring_back_laptop(file, tmp_path / "again", ASKED, replace=False)
        assert not restored.faults

    def test_it_is_not_made_twice(self, laptop: Laptop) -> None:
        assert back_up_day(laptop, EVENING, lambda _words: None)
        assert back_up_day(laptop, EVENING + timedelta(hours=1), lambda _words: None) is None
        laptop.close()

    def test_the_newest_are_kept_and_what_the_user_made_is_not_touched(
        self, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def quickly(_laptop: Laptop, file: Path, _asked: object) -> Saved:
            file.write_bytes(b"")
            return Saved(file, "laptop", 1)

        monkeypatch.setattr(day_end, "save_laptop", quickly)
        own = laptop.home.backups / "csat-laptop-20260101T000000Z.backup"
        own.write_bytes(b"")
        for day in range(KEPT + 3):
            assert back_up_day(laptop, EVENING + timedelta(days=day), lambda _words: None)
        laptop.close()
        kept = [when.astimezone(CHINA) for when, _file in made_backups(laptop.home.backups)]
        assert kept == [EVENING + timedelta(days=day) for day in range(3, KEPT + 3)]
        assert own.exists()

    def test_one_that_fails_its_check_does_not_count_and_throws_nothing_away(
        self, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            day_end, "save_laptop", lambda _laptop, file, _asked: Saved(file, "laptop", 1, faults=["log: 3"])
        )
        with pytest.raises(Trouble, match=r"."):
            back_up_day(laptop, EVENING, lambda _words: None)
        laptop.close()
        assert made_backups(laptop.home.backups) == []

    def test_a_full_disk_is_said_in_words(self, laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(_laptop: Laptop, _file: Path, _asked: object) -> Saved:
            raise OSError(28, os.strerror(28))

        monkeypatch.setattr(day_end, "save_laptop", full)
        with pytest.raises(Trouble) as caught:
            back_up_day(laptop, EVENING, lambda _words: None)
        laptop.close()
        assert caught.value.code == "disk_full"

    def test_keys_in_the_keyring_stay_there_when_nobody_can_be_asked(
        self, laptop: Laptop, tmp_path: Path
    ) -> None:
        class Keyring:
            place = "keyring"
            get = staticmethod(laptop.vault.get)

        file = tmp_path / "day.backup"
        kept = Laptop(laptop.home, Keyring(), laptop.store)  # type: ignore[arg-type]
        saved = save_laptop(kept, file, None)
        laptop.close()
        assert not saved.faults
        assert "sealed-keys.json" not in zipfile.ZipFile(file).namelist()
        with zipfile.ZipFile(file) as archive:
            assert not archive.read("csat.db").startswith(b"SQLite format 3")

    def test_a_home_in_which_nothing_was_entered_yet_needs_none(self, tmp_path: Path) -> None:
        open_home(tmp_path / "new")
        new = open_laptop(tmp_path / "new", ASKED)
        assert back_up_day(new, EVENING, lambda _words: None) is None
        new.close()

    def test_a_practice_home_needs_none(self, tmp_path: Path) -> None:
        practice_laptop.make(tmp_path / "practice")
        with practice_laptop.opened(tmp_path / "practice") as practising:
            assert back_up_day(practising, EVENING, lambda _words: None) is None
