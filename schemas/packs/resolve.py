"""From a pack file to the content that is approved, hashed and sent.

Resolving puts the standard blocks and exactly the scales in use into the pack. The content hash is over the
canonical resolved content without ``signoff``: who signed does not change what was signed.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from schemas.canonical import canonical_bytes, digest, plain
from schemas.packs.model import Pack
from schemas.packs.source import PackSourceError, library_text, parse

Content = dict[str, Any]


@cache
def shared_scales() -> Content:
    """Scale id -> scale: the scales every pack may name (packs paper §6.0)."""
    return parse(library_text("_scales"), "_scales.yaml")


@cache
def shared_blocks() -> Content:
    """Block name -> question: B0, B1, B8 … (packs paper §6.0)."""
    return parse(library_text("_blocks"), "_blocks.yaml")


def resolve(source: Content) -> Content:
    """The self-contained content of a pack, as JSON types only (decimals as text)."""
    content = {key: value for key, value in source.items() if key != "scales"}
    form = content.get("questionnaire")
    if form is not None:
        items = [_expand(item) for item in form.get("items", [])]
        content["questionnaire"] = {**form, "items": items}
        own = source.get("scales", {})
        content["scales"] = {name: _scale(name, own) for name in sorted(_named_scales(items))}
    resolved = plain(content)
    assert isinstance(resolved, dict)
    return resolved


def content_hash(content: Content) -> str:
    """SHA-256 over the canonical resolved content without sign-off, hexadecimal."""
    return digest(canonical_bytes({k: v for k, v in content.items() if k != "signoff"}))


def library_content(name: str) -> Content:
    """A pack of the library, resolved."""
    return resolve(parse(library_text(name), f"{name}.yaml"))


def read(content: Content) -> Pack:
    """Resolved content as typed data."""
    return Pack.model_validate(content)


def _expand(item: Content) -> Content:
    name = item.get("use")
    if name is None:
        return item
    block = shared_blocks().get(name)
    if block is None:
        raise PackSourceError(f"use: {name} names no standard block")
    return {"code": name, "block": name, **block, **{k: v for k, v in item.items() if k != "use"}}


def _named_scales(items: list[Content]) -> Iterator[str]:
    names = {item[key] for item in items for key in ("scale", "fallback", "unrated") if key in item}
    yield from names


def _scale(name: str, own: Content) -> Content:
    scale = own.get(name) or shared_scales().get(name)
    if scale is None:
        raise PackSourceError(f"scale {name} is neither in this pack nor among the shared scales")
    return dict(scale)
