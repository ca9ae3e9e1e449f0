"""Pack files as YAML 1.2: read without binary floats, duplicate keys refused.

``no`` stays a word and ``0.50`` the decimal that was written (a float has other digits than its text).
"""

from importlib.resources import files
from typing import Any

from schemas.language import texts

_ = texts("schemas")

LIBRARY = files("schemas.packs").joinpath("library")
"""The packs that come with the product."""


class PackSourceError(ValueError):
    """The file is not readable as a pack: ``sentence`` says what is wrong, ``file``, ``line`` and ``column`` (from 1)
    where."""

    def __init__(self, sentence: str, line: int = 1, column: int = 1, file: str = "") -> None:
        super().__init__(f"{file}:{line}:{column}: {sentence}" if file else sentence)
        self.sentence = sentence
        self.line = line
        self.column = column


MAX_BYTES = 2_000_000
"""A pack file is read whole; nobody keeps a larger one by hand."""

Path = tuple[str | int, ...]
Marks = dict[Path, tuple[int, int]]
"""Where each key or list entry of a file stands: line and column, both from 1."""


def parse(text: str, name: str) -> dict[str, Any]:
    """The mapping that a pack file holds. ``name`` is how the file is called in an error."""
    from schemas.packs.yaml_nodes import read

    content = read(text, name)
    if not isinstance(content, dict):
        raise PackSourceError(_("A pack is a mapping of keys, this file is not."), file=name)
    return content


def parse_list(text: str, name: str) -> list[dict[str, Any]]:
    """The list of mappings that a data file of the library holds."""
    from schemas.packs.yaml_nodes import read

    content = read(text, name)
    assert isinstance(content, list)
    return content


def marks(text: str) -> Marks:
    """The places of everything in a readable file."""
    from schemas.packs.yaml_nodes import places

    return places(text)


def library_text(name: str) -> str:
    """The text of a file of the library, by its name without ``.yaml``."""
    return LIBRARY.joinpath(f"{name}.yaml").read_text(encoding="utf-8")


def library_names() -> list[str]:
    """The packs of the library; names beginning with ``_`` are building blocks."""
    names = (entry.name.removesuffix(".yaml") for entry in LIBRARY.iterdir())
    return sorted(name for name in names if not name.startswith("_") and "." not in name)
