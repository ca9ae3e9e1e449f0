"""Pack files as YAML 1.2: read without binary floats, duplicate keys refused.

``no`` stays a word and ``0.50`` the decimal that was written (a float has other digits than its text).
"""

from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

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


class _Constructor(SafeConstructor):
    def construct_yaml_decimal(self, node: ScalarNode) -> Decimal:
        return Decimal(self.construct_scalar(node))

    def construct_yaml_text(self, node: ScalarNode) -> str:
        return str(self.construct_scalar(node))


_Constructor.add_constructor("tag:yaml.org,2002:float", _Constructor.construct_yaml_decimal)
_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _Constructor.construct_yaml_text)


MAX_BYTES = 2_000_000
"""A pack file is read whole; nobody keeps a larger one by hand."""

Path = tuple[str | int, ...]
Marks = dict[Path, tuple[int, int]]
"""Where each key or list entry of a file stands: line and column, both from 1."""


def parse(text: str, name: str) -> dict[str, Any]:
    """The mapping that a pack file holds. ``name`` is how the file is called in an error."""
    content = _read(text, name)
    if not isinstance(content, dict):
        raise PackSourceError(_("A pack is a mapping of keys, this file is not."), file=name)
    return content


def parse_list(text: str, name: str) -> list[dict[str, Any]]:
    """The list of mappings that a data file of the library holds."""
    content = _read(text, name)
    assert isinstance(content, list)
    return content


def marks(text: str) -> Marks:
    """The places of everything in a readable file."""
    return dict(_places(_reader().compose(text), ()))


def _reader() -> YAML:
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = _Constructor
    return reader


def _read(text: str, name: str) -> object:
    if len(text.encode()) > MAX_BYTES:
        raise PackSourceError(_("The file is larger than {most} bytes.", most=MAX_BYTES), file=name)
    try:
        node = _reader().compose(text)
        _refuse_aliases(node, name, set())
        return _reader().load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = getattr(error, "problem", None) or "not readable as YAML"
        raise _unreadable(name, problem, *place) from error
    except (RecursionError, ValueError, ArithmeticError) as error:
        if isinstance(error, PackSourceError):
            raise
        raise _unreadable(name, type(error).__name__, 1, 1) from error


def _unreadable(name: str, problem: str, line: int, column: int) -> PackSourceError:
    sentence = _("The file cannot be read as YAML: {what}.", what=problem)
    return PackSourceError(sentence, line, column, name)


def _refuse_aliases(node: Node | None, name: str, seen: set[int]) -> None:
    """An alias used often enough fills the memory; packs have no use for one."""
    if node is None or isinstance(node, ScalarNode):
        return
    if id(node) in seen:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        raise PackSourceError(_("Aliases (&, *) are not used in packs."), line, column, name)
    seen.add(id(node))
    for child in _children(node):
        _refuse_aliases(child, name, seen)


def _children(node: Node) -> Iterator[Node]:
    for entry in node.value:
        yield from entry if isinstance(entry, tuple) else (entry,)


def _places(node: Node | None, path: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
    if node is None:
        return
    if isinstance(node, MappingNode):
        for key, value in node.value:
            here = (*path, str(key.value))
            yield here, (key.start_mark.line + 1, key.start_mark.column + 1)
            yield from _places(value, here)
    elif isinstance(node, SequenceNode):
        for index, value in enumerate(node.value):
            here = (*path, index)
            yield here, (value.start_mark.line + 1, value.start_mark.column + 1)
            yield from _places(value, here)


def library_text(name: str) -> str:
    """The text of a file of the library, by its name without ``.yaml``."""
    return LIBRARY.joinpath(f"{name}.yaml").read_text(encoding="utf-8")


def library_names() -> list[str]:
    """The packs of the library; names beginning with ``_`` are building blocks."""
    names = (entry.name.removesuffix(".yaml") for entry in LIBRARY.iterdir())
    return sorted(name for name in names if not name.startswith("_") and "." not in name)
