"""Back up and restore the home of a laptop: a zip archive with the database as it is encrypted, and its keys
sealed under a passphrase.

A home whose keys are in the system keyring gets a passphrase for its backup: the keyring would not be there on
another computer. A restored home is sealed under that passphrase.
"""

import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from csat_tui.home import MARKER, Home, find
from csat_tui.keys import sealed
from csat_tui.keys.passphrase import Passphrases
from csat_tui.keys.vault import DATABASE_KEY, DEVICE_KEY, Vault, database_key, open_vault
from csat_tui.laptop.opening import Laptop
from csat_tui.lock import alone
from csat_tui.saved import Saved
from csat_tui.store import failures, schema
from csat_tui.store.database import Store, open_store
from csat_tui.store.scans import broken as broken_scans
from csat_tui.store.soundness import broken_log
from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")

DATABASE = "csat.db"
FILES = (MARKER, DATABASE, "sealed-keys.json", "practice-keys.json", "sealed-recovery.json", "settings.toml")
"""What may be in an archive; nothing else is ever unpacked."""

DATE = (1980, 1, 1, 0, 0, 0)


def save_laptop(laptop: Laptop, file: Path, passphrases: Passphrases | None) -> Saved:
    """Make a backup of an open laptop, and check it as it lies in the archive. Without ``passphrases`` nobody is
    asked: keys that are in the keyring stay there alone. Raises Trouble."""
    home = laptop.home
    keys = _keys(laptop.vault, home, passphrases)
    key = laptop.vault.get(DATABASE_KEY) if laptop.store.encrypted else None
    with failures.in_words():
        copy = schema.back_up(home.database, key, home.backups, label="for-archive")
    draft = file.with_name(f"{file.name}.unverified")
    try:
        with zipfile.ZipFile(_private(draft), "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(zipfile.ZipInfo(MARKER, DATE), (home.path / MARKER).read_bytes())
            archive.write(copy, DATABASE)
            for name, content in keys.items():
                archive.writestr(zipfile.ZipInfo(name, DATE), content)
            for beside in (home.sealed_recovery, home.settings):
                if beside.exists():
                    archive.write(beside, beside.name)
        entries, faults = _examined(draft, copy.with_suffix(".check"), key)
        if faults:
            return Saved(draft, "laptop", entries, faults)
        _on_disk(draft)
        os.replace(draft, file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    finally:
        copy.unlink()
    done = _("{file}: {n} entries, checked.", file=file, n=entries)
    return Saved(file, "laptop", entries, protected=_protected(home, key, keys), done=done)


def bring_back_laptop(file: Path, path: Path, passphrases: Passphrases, *, replace: bool) -> Saved:
    """Put a backup in the place of a home. It is opened with its passphrase and checked first; a home that is
    there is moved aside whole, and only with ``replace``. Raises Trouble."""
    if _lived_in(path) and not (replace and find(path)):
        raise _living(path)
    trial = path.with_name(f"{path.name}.restoring.{os.getpid()}")
    try:
        with _unpacked(file, trial) as home:
            entries, faults = _opened(home, passphrases)
            if faults:
                return Saved(file, "laptop", entries, faults)
            kept = _swap(trial, path)
    finally:
        shutil.rmtree(trial, ignore_errors=True)
    words = _("Restored: {n} entries.", n=entries)
    words += "\n" + _("With the next sync this laptop becomes a new device, and nothing counts twice.")
    return Saved(file, "laptop", entries, kept=kept, done=words)


def newest_backup(folder: Path, *, keys_too: bool = False) -> Path | None:
    """The backup that was written last; ``keys_too``: that opens where the keys of the home are lost."""
    needed = {MARKER, DATABASE} | ({"sealed-keys.json"} if keys_too else set())
    found = [file for file in folder.glob("*.backup") if needed <= _names_in(file)]
    return max(found, key=lambda file: file.stat().st_mtime_ns, default=None)


def _names_in(file: Path) -> set[str]:
    try:
        with zipfile.ZipFile(file) as archive:
            return set(archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return set()


def _keys(vault: Vault, home: Home, passphrases: Passphrases | None) -> dict[str, bytes]:
    """The files with the keys: as they are, or sealed now when they are in the keyring; none where nobody can be
    asked for a passphrase to seal them."""
    if vault.place == "passphrase":
        return {home.sealed_keys.name: home.sealed_keys.read_bytes()}
    if vault.place == "file":
        return {home.key_file.name: home.key_file.read_bytes()}
    if passphrases is None:
        return {}
    draft = home.backups / f"sealed-keys.{os.getpid()}"
    try:
        made = sealed.create(draft, passphrases)
        for name in (DATABASE_KEY, DEVICE_KEY):
            if (secret := vault.get(name)) is not None:
                made.put(name, secret)
        return {home.sealed_keys.name: draft.read_bytes()}
    finally:
        draft.unlink(missing_ok=True)


def _examined(archive: Path, check: Path, key: bytes | None) -> tuple[int, list[str]]:
    """How many entries the database in an archive has, and what is wrong with it."""
    try:
        with zipfile.ZipFile(archive) as opened:
            if (bad := opened.testzip()) is not None:
                return 0, [bad]
            with opened.open(DATABASE) as inside, os.fdopen(_private_descriptor(check), "wb") as out:
                shutil.copyfileobj(inside, out)
        return _checked(Store(check, key))
    finally:
        for rest in (check, Path(f"{check}-wal"), Path(f"{check}-shm")):
            rest.unlink(missing_ok=True)


def _opened(home: Home, passphrases: Passphrases) -> tuple[int, list[str]]:
    vault = open_vault(home, passphrases)
    return _checked(open_store(home, database_key(vault, home)))


def _checked(store: Store) -> tuple[int, list[str]]:
    try:
        entries, places = broken_log(store)
        altered = (f"scan: {serial}" for serial in broken_scans(store))
        return entries, [*store.faults(), *(f"log: {place}" for place in places), *altered]
    finally:
        store.close()


@contextmanager
def _unpacked(file: Path, folder: Path) -> Iterator[Home]:
    """The home in an archive, in a folder of its own."""
    folder.mkdir(mode=0o700, parents=True)
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if archive.testzip() is not None or not {MARKER, DATABASE} <= names <= set(FILES):
                raise _no_backup(file)
            for name in names:
                with archive.open(name) as inside, os.fdopen(_private_descriptor(folder / name), "wb") as out:
                    shutil.copyfileobj(inside, out)
                    out.flush()
                    os.fsync(out.fileno())
    except zipfile.BadZipFile as error:
        raise _no_backup(file) from error
    home = find(folder)
    if home is None:
        raise _no_backup(file)
    for made in (home.log, home.backups):
        made.mkdir()
    yield home


def _swap(trial: Path, path: Path) -> Path | None:
    """Move what is there aside, then the new home to its place."""
    kept = None
    if path.exists() and any(path.iterdir()):
        kept = path.with_name(f"{path.name}-before-restore-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        with alone(path / "home.lock"):
            pass  # nobody is making keys there at this moment; a folder that is locked cannot be moved everywhere
        os.rename(path, kept)
    elif path.exists():
        path.rmdir()
    os.rename(trial, path)
    _on_disk(path.parent)
    return kept


def _lived_in(path: Path) -> bool:
    return path.exists() and any(path.iterdir())


def _private(path: Path) -> Path:
    path.unlink(missing_ok=True)
    os.close(_private_descriptor(path))
    return path


def _private_descriptor(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)


def _on_disk(path: Path) -> None:
    with suppress(OSError):  # a folder cannot be opened everywhere, and need not be where it cannot
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _protected(home: Home, key: bytes | None, keys: Mapping[str, bytes]) -> str:
    if key is None:
        return _("The file is NOT encrypted, as the database is not.")
    if home.kind == "practice":
        return _("It holds its own key, as the practice home does.")
    if not keys:
        return _("It is encrypted; the key in this computer's keyring opens it.")
    return _("It is encrypted; the passphrase opens it.")


def _living(path: Path) -> Trouble:
    return Trouble(
        "living_home",
        _("The folder {folder} is not empty.", folder=path),
        _("Nothing was changed."),
        _("Choose another folder with --home; --replace keeps a csat home that is there aside."),
    )


def _no_backup(file: Path) -> Trouble:
    return Trouble(
        "no_backup",
        _("{file} is not a whole backup of csat.", file=file),
        _("Nothing was changed."),
        _("Use another backup."),
    )
