"""The home folder: everything of one laptop, practice laptop or centre but the key in the OS keyring.

Imports nothing slow: the first screen is drawn from here.
"""

import errno
import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")

Kind = Literal["laptop", "practice", "centre"]

MARKER = "home.json"
CLOUD_FOLDERS = (
    "onedrive",
    "dropbox",
    "坚果云",
    "nutstore",
    "icloud",
    "mobile documents",
    "google drive",
    "googledrive",
    "baidusyncdisk",
    "百度网盘同步空间",
)


@dataclass(frozen=True)
class Home:
    """A home folder. ``id`` names it in the OS keyring, so that two homes never share a key."""

    path: Path
    id: str
    kind: Kind

    @property
    def database(self) -> Path:
        """The laptop database."""
        return self.path / "csat.db"

    @property
    def key_file(self) -> Path:
        """The open keys of a practice home; no other home has this file."""
        return self.path / "practice-keys.json"

    @property
    def sealed_keys(self) -> Path:
        """The keys sealed under a passphrase, where there is no OS keyring."""
        return self.path / "sealed-keys.json"

    @property
    def sealed_recovery(self) -> Path:
        """The database key sealed to the organisation's recovery key, where it has one."""
        return self.path / "sealed-recovery.json"

    @property
    def lock(self) -> Path:
        """Held while keys and database are made, so that two programs at once make one of each."""
        return self.path / "home.lock"

    @property
    def sync_lock(self) -> Path:
        """Held while a sync runs, so that there is never a second one on this home."""
        return self.path / "sync.lock"

    @property
    def viewing(self) -> Path:
        """What is decrypted for the system's viewer, as long as it is shown."""
        return self.path / "viewing"

    @property
    def settings(self) -> Path:
        return self.path / "settings.toml"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def backups(self) -> Path:
        return self.path / "backups"


def locate(option: str | os.PathLike[str] | None = None) -> Path:
    """The folder meant: ``--home``, else ``CSAT_HOME``, else the user's data folder for csat."""
    wish = option or os.environ.get("CSAT_HOME")
    if wish:
        return Path(wish).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("csat", appauthor=False)


def find(path: Path) -> Home | None:
    """The home in this folder, or None when there is none yet. Raises Trouble ``home_damaged``."""
    try:
        content = json.loads((path / MARKER).read_bytes())
        if content["kind"] not in get_args(Kind):
            raise ValueError(content["kind"])
        return Home(path=path, id=str(content["id"]), kind=content["kind"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise Trouble(
            "home_damaged",
            _("The file {file} in the home folder cannot be read.", file=MARKER),
            _("The database was not touched."),
            _("Put the file back from a backup of the folder {folder}.", folder=path),
        ) from error
    except OSError as error:
        raise folder_trouble(path, error) from error


def open_home(option: str | os.PathLike[str] | None = None, kind: Kind = "laptop") -> Home:
    """The home meant, made when it is not there. An existing one keeps the kind it was made with.

    Raises Trouble ``read_only``, ``disk_full``, ``home_unreachable`` or ``home_damaged``.
    """
    path = locate(option)
    home = find(path) or _make(path, kind)
    _try_writing(home)
    return home


def must_exist(path: Path) -> None:
    """Raises Trouble ``no_home`` for a folder that is not a home: some commands must not make one."""
    if find(path) is None:
        raise Trouble(
            "no_home",
            _("There is no csat home in {folder}.", folder=path),
            _("Nothing was changed."),
            _("Name its folder with --home."),
        )


def cloud_caution(path: Path) -> str | None:
    """A warning when the folder lies where another program copies files behind our back, else None.

    A synced copy of a database in use is a damaged copy, and a copied home is a cloned laptop.
    """
    named = next((part for part in path.parts if any(mark in part.lower() for mark in CLOUD_FOLDERS)), None)
    if named is None:
        return None
    return _(
        "The home folder lies inside {folder}, which another program copies to the cloud. That can damage "
        "the database. Move it to a folder that is not synced, and start csat with --home.",
        folder=named,
    )


def folder_trouble(path: Path, error: OSError) -> Trouble:
    """Why a folder cannot be used, in words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full()
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble(
            "read_only",
            _("The folder {folder} cannot be written to.", folder=path),
            _("Nothing was changed."),
            _("Allow writing to it, or choose another folder with --home."),
        )
    return Trouble(
        "home_unreachable",
        _("The folder {folder} cannot be used ({reason}).", folder=path, reason=error.strerror or error),
        _("Nothing was changed."),
        _("Check the path, or choose another folder with --home."),
    )


def disk_full() -> Trouble:
    """The one way to say that the disk is full."""
    return Trouble(
        "disk_full",
        _("The disk is full; the last entry could not be saved."),
        _("Everything saved before is safe."),
        _("Free some space on this disk, then enter the last one again."),
    )


def _make(path: Path, kind: Kind) -> Home:
    """Create the folder and its marker; of two programs doing so at once, both get the same home."""
    content = json.dumps({"id": str(uuid.uuid4()), "kind": kind}).encode()
    draft = path / f"{MARKER}.{os.getpid()}"
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _publish(draft, path / MARKER)
    except OSError as error:
        raise folder_trouble(path, error) from error
    home = find(path)
    assert home is not None
    return home


def _publish(draft: Path, final: Path) -> None:
    """Give the finished file its name unless another one has it already."""
    try:
        os.link(draft, final)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        if not final.exists():
            os.replace(draft, final)
    finally:
        draft.unlink(missing_ok=True)


def _try_writing(home: Home) -> None:
    trial = home.path / f".trial.{os.getpid()}"
    try:
        home.log.mkdir(exist_ok=True)
        home.backups.mkdir(exist_ok=True)
        trial.write_bytes(b"csat")
    except OSError as error:
        raise folder_trouble(home.path, error) from error
    finally:
        trial.unlink(missing_ok=True)
