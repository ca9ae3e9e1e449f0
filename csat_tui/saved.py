"""What a backup holds, and what was found wrong in it: for backup and restore, of laptops and centres."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from schemas.language import texts

_ = texts("csat_tui")


@dataclass(frozen=True)
class Saved:
    """``entries``: of device logs. ``faults``: what did not fit when all was counted again; then the backup does
    not count. ``kept``: where what was replaced is kept. ``protected``: how the file is, for a person."""

    file: Path
    kind: Literal["laptop", "centre"]
    entries: int
    faults: Sequence[str] = ()
    kept: Path | None = None
    protected: str = ""
    done: str = ""

    def content(self) -> dict[str, Any]:
        """The result for programs."""
        content: dict[str, Any] = {
            "file": str(self.file),
            "kind": self.kind,
            "entries": self.entries,
            "verified": not self.faults,
        }
        if self.faults:
            content["faults"] = list(self.faults)
        return content | ({"kept": str(self.kept)} if self.kept else {})

    def words(self) -> str:
        """The same for a person."""
        if self.faults:
            found = "\n".join(f"  {fault}" for fault in self.faults)
            return (
                _("{file} does NOT count as a backup; this does not fit in it:", file=self.file)
                + "\n"
                + found
            )
        lines = [self.done, self.protected]
        if self.kept:
            lines.append(_("What was there before is kept in {file}.", file=self.kept))
        return "\n".join(line for line in lines if line)
