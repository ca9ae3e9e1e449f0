"""The open key file of a practice home."""

from pathlib import Path

from csat_tui.keys import Place, files


class FileVault:
    """Secrets in a file that only its owner may read. Not for real data."""

    place: Place = "file"

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, name: str) -> bytes | None:
        kept = files.read_json(self._path).get(name)
        return None if kept is None else bytes.fromhex(kept)

    def put(self, name: str, secret: bytes) -> None:
        note = {"note": "Keys of a practice home: anyone who reads this file can read its database."}
        files.write_json(self._path, note | files.read_json(self._path) | {name: secret.hex()})
