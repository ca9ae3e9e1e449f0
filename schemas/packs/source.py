"""Pack files as YAML 1.2: read without binary floats, duplicate keys refused.

``no`` stays a word and ``0.50`` the decimal that was written (a float has other digits than its text).
"""

from decimal import Decimal
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode

LIBRARY = files("schemas.packs").joinpath("library")
"""The packs that come with the product."""


class PackSourceError(ValueError):
    """The file is not readable as a pack: where, and what is wrong."""


class _Constructor(SafeConstructor):
    def construct_yaml_decimal(self, node: ScalarNode) -> Decimal:
        return Decimal(self.construct_scalar(node))

    def construct_yaml_text(self, node: ScalarNode) -> str:
        return str(self.construct_scalar(node))


_Constructor.add_constructor("tag:yaml.org,2002:float", _Constructor.construct_yaml_decimal)
_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _Constructor.construct_yaml_text)


def parse(text: str, name: str) -> dict[str, Any]:
    """The mapping that a pack file holds. ``name`` is how the file is called in an error."""
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = _Constructor
    try:
        content = reader.load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        problem = getattr(error, "problem", None) or "not readable as YAML"
        raise PackSourceError(f"{place}: {problem}") from error
    if not isinstance(content, dict):
        raise PackSourceError(f"{name}: a pack is a mapping of keys, this file is not")
    return content


def library_text(name: str) -> str:
    """The text of a file of the library, by its name without ``.yaml``."""
    return LIBRARY.joinpath(f"{name}.yaml").read_text(encoding="utf-8")


def library_names() -> list[str]:
    """The packs of the library; names beginning with ``_`` are building blocks."""
    names = (entry.name.removesuffix(".yaml") for entry in LIBRARY.iterdir())
    return sorted(name for name in names if not name.startswith("_") and "." not in name)
