"""Opening the database: encrypted, brought up to date, and refused in words."""

import json
import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import csat_tui.store.migrations as migrations
from csat_tui.home import Home, open_home
from csat_tui.laptop.opening import open_laptop
from csat_tui.store import customers, driver, failures, recount, responses, schema
from csat_tui.store.database import Store, open_store
from csat_tui.store.drafts import Drafts
from csat_tui.store.replica import LaptopReplica
from csat_tui.store.responses import finalise
from csat_tui.store.tables import METADATA
from csat_tui.store.today import today
from csat_tui.trouble import Trouble
from schemas.canonical import canonical_bytes
from schemas.records.identity import temporary_id
from tests.support.store_samples import PACK, customer_change, key_of, practice_home, response

FIXTURES = Path(__file__).parents[2] / "fixtures"
SECRET = "客户私下说的话"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return practice_home(tmp_path)


@pytest.fixture
def filled(home: Home) -> Home:
    """A home with one response, closed."""
    store = open_store(home, key_of(home))
    finalise(store, response("r1", remarks={"B9": SECRET}), PACK)
    store.close()
    return home


class TestEncryption:
    def test_no_plain_text_reaches_the_disk(self, home: Home) -> None:
        store = open_store(home, key_of(home))
        finalise(store, response("r1", remarks={"B9": SECRET}), PACK)
        Drafts(store).create("d1", {"note": SECRET})
        Drafts(store).pending("d1", SECRET)
        written = [file for file in home.path.rglob("*") if file.is_file() and "csat.db" in file.name]
        assert {file.name for file in written} >= {"csat.db", "csat.db-wal"}
        for file in written:
            content = file.read_bytes()
            assert SECRET.encode() not in content
            assert SECRET.encode("unicode_escape") not in content
            assert b"response.final" not in content
            assert b"SQLite format" not in content
        assert store.encrypted
        store.close()

    def test_another_key_is_refused_and_prints_nothing(
        self, filled: Home, capfd: pytest.CaptureFixture[str]
    ) -> None:
        before = filled.database.read_bytes()
        with pytest.raises(Trouble) as told:
            open_store(filled, bytes(32))
        assert told.value.code == "wrong_key"
        assert filled.database.read_bytes() == before
        assert capfd.readouterr() == ("", "")

    def test_the_key_is_in_no_error_text(self, filled: Home) -> None:
        with pytest.raises(Trouble) as told:
            open_store(filled, b"\xab" * 32)
        assert "abab" not in repr(told.value) + repr(told.value.__cause__)

    def test_without_sqlcipher_a_laptop_refuses(self, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(driver, "sqlcipher", lambda: None)
        monkeypatch.delenv("CSAT_PLAIN_DATABASE", raising=False)
        with pytest.raises(Trouble) as told:
            open_store(home, key_of(home))
        assert told.value.code == "not_encrypted_here"
        assert not home.database.exists()

    def test_without_sqlcipher_the_user_may_choose_a_plain_file_that_says_so(
        self, home: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(driver, "sqlcipher", lambda: None)
        monkeypatch.setenv("CSAT_PLAIN_DATABASE", "1")
        for _ in range(2):
            laptop = open_laptop(home.path)
            assert not laptop.store.encrypted
            laptop.store.close()

    def test_an_encrypted_file_is_not_opened_without_sqlcipher(
        self, filled: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(driver, "sqlcipher", lambda: None)
        monkeypatch.setenv("CSAT_PLAIN_DATABASE", "1")
        with pytest.raises(Trouble) as told:
            open_store(filled, key_of(filled))
        assert told.value.code == "not_encrypted_here"

    def test_a_plain_file_is_not_taken_for_an_encrypted_one(
        self, home: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        key = key_of(home)
        home.database.write_bytes(driver.PLAIN_HEADER + bytes(100))
        monkeypatch.delenv("CSAT_PLAIN_DATABASE", raising=False)
        with pytest.raises(Trouble) as told:
            open_store(home, key)
        assert told.value.code == "plain_file"


class TestSettings:
    @pytest.mark.parametrize(
        ("version", "mode"),
        [
            ((3, 53, 4), "WAL"),
            ((3, 51, 3), "WAL"),
            ((3, 51, 2), "DELETE"),
            ((3, 50, 7), "WAL"),
            ((3, 50, 6), "DELETE"),
            ((3, 44, 6), "WAL"),
            ((3, 45, 0), "DELETE"),
            ((3, 40, 1), "DELETE"),
        ],
    )
    def test_wal_only_where_sqlite_is_safe_with_it(self, version: tuple[int, ...], mode: str) -> None:
        assert driver.journal_mode(version) == mode

    def test_every_commit_is_on_disk_and_references_hold(self, home: Home) -> None:
        store = open_store(home, key_of(home))
        with store.write() as session:
            ask = session.connection().exec_driver_sql
            assert ask("PRAGMA journal_mode").scalar() == "wal"
            assert ask("PRAGMA synchronous").scalar() == 2
            assert ask("PRAGMA foreign_keys").scalar() == 1
        store.close()


def _not_of_the_index(name: str | None, kind: str, _parents: object) -> bool:
    """SQLite makes the tables of a full-text index itself."""
    return kind != "table" or not (name or "").startswith(("customer_search", "response_search"))


class TestVersions:
    def test_the_quick_look_and_the_migrations_agree_on_the_newest(self) -> None:
        scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
        assert scripts.get_current_head() == schema.HEAD

    def test_the_migrations_make_exactly_the_tables(self, home: Home) -> None:
        open_store(home, key_of(home)).close()
        engine = driver.engine(home.database, key_of(home), begin="BEGIN", connections=1)
        with engine.connect() as connection:
            opts = {"compare_type": True, "include_name": _not_of_the_index}
            context = MigrationContext.configure(connection, opts=opts)
            assert compare_metadata(context, METADATA) == []
        engine.dispose()

    def test_a_current_file_needs_no_migration_and_no_backup(
        self, filled: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(schema, "run_migrations", None)
        open_store(filled, key_of(filled)).close()
        assert list(filled.backups.iterdir()) == []

    def test_a_newer_file_is_refused_and_left_alone(self, filled: Home) -> None:
        store = open_store(filled, key_of(filled))
        with store.write() as session:
            session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        store.close()
        before = filled.database.read_bytes()
        with pytest.raises(Trouble) as told:
            open_store(filled, key_of(filled))
        assert told.value.code == "newer_file"
        assert filled.database.read_bytes() == before

    def test_the_file_of_the_first_version_still_opens(self, home: Home) -> None:
        shutil.copy(FIXTURES / "laptop-v1.db", home.database)
        key = bytes.fromhex((FIXTURES / "laptop-v1.key").read_text().strip())
        store = open_store(home, key)
        assert [row.id for row in responses.newest(store)] == ["r2", "r1"]
        assert SECRET in (responses.body_of(store, "r1") or b"").decode()
        [task] = today(store).tasks
        assert (task.id, task.customer_name) == ("t2", "王建国")
        assert Drafts(store).events("d1") == [{"code": "S2A", "value": "90"}, {"code": "S2B", "value": "85"}]
        assert today(store).to_send == 1
        assert recount.differing(store) == []
        assert [found.id for found in customers.search(store, "建国")] == ["c1"]
        assert [found.id for found in customers.search(store, "wjg")] == ["c1"]
        store.close()

    def test_somebody_recorded_before_without_being_on_file_is_a_temporary_customer(self, home: Home) -> None:
        shutil.copy(FIXTURES / "laptop-v1.db", home.database)
        key = bytes.fromhex((FIXTURES / "laptop-v1.key").read_text().strip())
        connection = driver.connector(home.database, key)[0]()
        [(body,)] = connection.execute("SELECT body FROM log WHERE id = 'r2'").fetchall()
        content = json.loads(body) | {"temp": {"name": "赵师傅"}}
        del content["customer"]
        connection.execute("UPDATE log SET body = ? WHERE id = 'r2'", (canonical_bytes(content),))
        connection.execute("UPDATE response SET customer = NULL WHERE id = 'r2'")
        connection.close()
        store = open_store(home, key)
        [found] = customers.search(store, "zsf")
        assert (found.id, found.name, found.status) == (temporary_id("r2"), "赵师傅", "temporary")
        assert responses.newest(store)[0].customer == found.id
        store.close()


class TestAMigration:
    @pytest.fixture
    def next_version(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A later program, with one step more."""
        folder = tmp_path / "migrations"
        shutil.copytree(Path(migrations.__file__).parent, folder)
        step = folder / "versions" / "r9998_next.py"
        step.write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n\n"
            f"revision = '9998'\ndown_revision = '{schema.HEAD}'\n\n\n"
            "def upgrade():\n"
            "    with op.batch_alter_table('log', recreate='always') as batch:\n"
            "        batch.add_column(sa.Column('later', sa.String()))\n"
        )
        monkeypatch.setattr(schema, "MIGRATIONS", str(folder))
        monkeypatch.setattr(schema, "HEAD", "9998")
        return step

    def test_keeps_everything_and_makes_a_backup_that_opens(self, filled: Home, next_version: Path) -> None:
        store = open_store(filled, key_of(filled))
        assert SECRET in (responses.body_of(store, "r1") or b"").decode()
        assert finalise(store, response("r2"), PACK).seq == 2
        store.close()
        [backup] = filled.backups.iterdir()
        assert SECRET.encode() not in backup.read_bytes()
        copy = Store(backup, key_of(filled))
        assert [row.id for row in responses.newest(copy)] == ["r1"]
        copy.close()

    def test_that_fails_leaves_the_file_as_it_was(self, filled: Home, next_version: Path) -> None:
        sound = next_version.read_text()
        next_version.write_text(sound + "    raise RuntimeError('half way')\n")
        with pytest.raises(RuntimeError, match="half way"):
            open_store(filled, key_of(filled))
        store = Store(filled.database, key_of(filled))
        assert [row.id for row in responses.newest(store)] == ["r1"]
        assert store.faults() == []
        store.close()
        next_version.write_text(sound)
        open_store(filled, key_of(filled)).close()


class TestWords:
    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ("database or disk is full", "disk_full"),
            ("database is locked", "busy"),
            ("file is not a database", "wrong_key"),
            ("database disk image is malformed", "damaged"),
            ("attempt to write a readonly database", "read_only"),
            ("disk I/O error", "disk_failed"),
            ("unable to open database file", "disk_failed"),
        ],
    )
    def test_what_the_driver_says_becomes_something_to_act_on(self, said: str, code: str) -> None:
        trouble = failures.trouble_of(said)
        assert trouble is not None
        assert trouble.code == code
        assert all((trouble.message, trouble.safe, trouble.next))

    @pytest.mark.parametrize(
        "said", ["UNIQUE constraint failed: response.full", "malformed JSON", "no such table"]
    )
    def test_a_mistake_of_ours_is_not_dressed_up(self, said: str) -> None:
        assert failures.trouble_of(said) is None

    def test_a_damaged_file_is_told(self, filled: Home) -> None:
        content = bytearray(filled.database.read_bytes())
        for page in range(1, len(content) // 4096):
            content[page * 4096 : page * 4096 + 64] = bytes(64)
        filled.database.write_bytes(content)
        with pytest.raises(Trouble) as told:
            responses.newest(open_store(filled, key_of(filled)))
        assert told.value.code in ("damaged", "disk_failed", "wrong_key")


def test_a_laptop_is_opened_in_one_call(tmp_path: Path) -> None:
    open_home(tmp_path / "h", kind="practice")
    laptop = open_laptop(tmp_path / "h")
    LaptopReplica(laptop.store).apply([customer_change("c1")], "x")
    laptop.store.close()
    again = open_laptop(tmp_path / "h")
    assert LaptopReplica(again.store).cursor() == "x"
    again.store.close()
