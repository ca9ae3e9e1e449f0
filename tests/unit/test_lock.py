"""The lock file: every part is pinned by hash, and no host is named that a company could not reach."""

import re
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent.parent / "requirements.lock"


def entries() -> list[str]:
    """The requirements, each with its continuation lines joined."""
    joined = LOCK.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (line.strip() for line in joined.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def test_the_lock_names_no_address() -> None:
    assert "://" not in LOCK.read_text(encoding="utf-8")


def test_every_part_has_one_version_and_a_hash() -> None:
    assert len(entries()) > 20
    for entry in entries():
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[^ ]+ ", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_no_option_changes_where_parts_come_from() -> None:
    assert [entry for entry in entries() if entry.startswith("-")] == []
