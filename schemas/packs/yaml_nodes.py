"""The YAML of pack files: nodes, values and places. Imported when a file is read: approved packs are JSON, and a centre
reads no YAML while it serves.
"""

from collections.abc import Iterator
from decimal import Decimal

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from schemas.language import texts
from schemas.packs.source import MAX_BYTES, Marks, PackSourceError, Path

_ = texts("schemas")


class _Constructor(SafeConstructor):
    def construct_yaml_decimal(self, node: ScalarNode) -> Decimal:
        return Decimal(self.construct_scalar(node))

    def construct_yaml_text(self, node: ScalarNode) -> str:
        return str(self.construct_scalar(node))


_Constructor.add_constructor("tag:yaml.org,2002:float", _Constructor.construct_yaml_decimal)
_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _Constructor.construct_yaml_text)


def read(text: str, name: str) -> object:
    """What a file holds. PackSourceError."""
    if len(text.encode()) > MAX_BYTES:
        raise PackSourceError(_("The file is larger than {most} bytes.", most=MAX_BYTES), file=name)
    try:
        reader = _reader()
        node = reader.compose(text)
        _refuse_aliases(node, name, set())
        return None if node is None else reader.constructor.construct_document(node)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = getattr(error, "problem", None) or "not readable as YAML"
        raise _unreadable(name, problem, *place) from error
    except (RecursionError, ValueError, ArithmeticError) as error:
        if isinstance(error, PackSourceError):
            raise
        raise _unreadable(name, type(error).__name__, 1, 1) from error


def places(text: str) -> Marks:
    """The places of everything in a readable file."""
    return dict(_places(_reader().compose(text), ()))


def _reader() -> YAML:
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = _Constructor
    return reader


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
