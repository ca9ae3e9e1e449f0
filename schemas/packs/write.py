"""A pack as the text of a YAML file: keys one below the other, items and options one a line."""

import io
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

ONE_A_LINE = frozenset({"items", "options", "computed", "cautions", "quotas", "weights", "stages", "types"})
"""Lists whose entries stand on one line each."""


_SIGNS = frozenset("?:,[]{}#&*!|>'\"%@`~=<-\\")
"""A text with one of these is quoted: inside a flow mapping it might be read as something else."""


def yaml_text(content: Mapping[str, Any]) -> str:
    """The file for resolved or written content. Reading it again gives the same content."""
    writer = YAML()
    writer.width = 1_000_000
    writer.indent(mapping=2, sequence=4, offset=2)
    buffer = io.StringIO()
    writer.dump(_mapping(content), buffer)
    return buffer.getvalue()


def _mapping(content: Mapping[str, Any]) -> CommentedMap:
    mapped = CommentedMap()
    for key, value in content.items():
        mapped[key] = _short(value) if key in ONE_A_LINE else _value(value)
    return mapped


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _mapping(value) if any(isinstance(v, Mapping | list) for v in value.values()) else _flow(value)
    if isinstance(value, list):
        return _short(value) if any(isinstance(entry, Mapping) for entry in value) else _flow(value)
    return _scalar(value)


def _scalar(value: Any) -> Any:
    return DoubleQuotedScalarString(value) if isinstance(value, str) and _SIGNS & set(value) else value


def _short(value: Any) -> Any:
    return CommentedSeq([_flow(entry) for entry in value]) if isinstance(value, list) else _value(value)


def _flow(value: Any) -> Any:
    if isinstance(value, Mapping):
        mapped = CommentedMap({key: _flow(inner) for key, inner in value.items()})
        mapped.fa.set_flow_style()
        return mapped
    if isinstance(value, list):
        sequence = CommentedSeq([_flow(entry) for entry in value])
        sequence.fa.set_flow_style()
        return sequence
    return _scalar(value)
