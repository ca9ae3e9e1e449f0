"""From a pack file to the content that is approved, hashed and sent.

Resolving puts the parent pack, the standard blocks, the battery stems and exactly the shared scales in use into
the pack. The content hash is over the canonical resolved content without ``signoff``: who signed does not change
what was signed.
"""

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

from schemas.canonical import canonical_bytes, digest, plain
from schemas.language import texts
from schemas.packs.family import PACK_OF_ITS_OWN, merged
from schemas.packs.model import Pack
from schemas.packs.source import PackSourceError, library_text, parse

_ = texts("schemas")

Content = dict[str, Any]
Parents = Callable[[str], Content]
"""Pack name -> resolved content of the pack that may be a parent."""

SCALE_KEYS = ("scale", "fallback", "unrated", "reasons", "kinds")
"""Keys of an item that name a scale."""


@cache
def shared_scales() -> Content:
    """Scale id -> scale: the scales every pack may name (packs paper §6.0)."""
    return parse(library_text("_scales"), "_scales.yaml")


@cache
def shared_blocks() -> Content:
    """Block name -> question: B0, B1, B8 … (packs paper §6.0)."""
    return parse(library_text("_blocks"), "_blocks.yaml")


@cache
def shared_stems() -> Content:
    """Stem name -> battery: scale, stem and how the next item is spoken (packs paper §6.0)."""
    return parse(library_text("_stems"), "_stems.yaml")


def resolve(source: Content, parents: Parents | None = None) -> Content:
    """The self-contained content of a pack, as JSON types only (decimals as text).

    ``parents`` finds the pack that ``extends`` names; without it the library is asked. Raises
    ``PackSourceError`` when a block, stem, scale or parent is not there, or the parent is not the pinned one.
    Resolving what is resolved changes nothing.
    """
    whole = _with_parent(source, parents or library_content)
    form = whole.get("questionnaire")
    if form is not None:
        whole["questionnaire"] = _form(form)
        whole["scales"] = _scales(whole)
        whole["scoring"] = _scoring(whole)
    if "closing" in whole:
        closing = _block_or_own(whole["closing"])
        whole["closing"] = {language: closing[language] for language in ("zh", "en") if language in closing}
    resolved = plain(whole)
    assert isinstance(resolved, dict)
    return resolved


def content_hash(content: Content) -> str:
    """SHA-256 over the canonical resolved content without sign-off, hexadecimal."""
    return digest(canonical_bytes({k: v for k, v in content.items() if k != "signoff"}))


@cache
def _library_content(name: str) -> Content:
    return resolve(parse(library_text(name), f"{name}.yaml"))


def library_content(name: str) -> Content:
    """A pack of the library, resolved; the caller may change it."""
    return deepcopy(_library_content(name))


def read(content: Content) -> Pack:
    """Resolved content as typed data."""
    return Pack.model_validate(content)


def _with_parent(source: Content, parents: Parents) -> Content:
    named = source.get("extends")
    if named is None:
        return dict(source)
    parent = parents(named["pack"])
    if content_hash(parent) != named.get("hash"):
        raise PackSourceError(
            _(
                "extends: {pack} has the hash {hash}, not the one pinned here.",
                pack=named["pack"],
                hash=content_hash(parent),
            )
        )
    inherited = {key: value for key, value in parent.items() if key not in PACK_OF_ITS_OWN}
    own = {key: value for key, value in source.items() if key != "extends"}
    return {**merged(inherited, own), "parent": named}


def _form(form: Content) -> Content:
    battery = _battery(form.get("battery"))
    items = [_stemmed(_block_or_own(item), battery) for item in form.get("items", [])]
    must_ask = {"mode": "all_parts", "items": _compulsory(items), **form.get("must_ask", {})}
    resolved = {**form, "items": items, "must_ask": must_ask}
    if battery is not None:
        resolved["battery"] = battery
    return resolved


def _compulsory(items: list[Content]) -> list[str]:
    """What decides whether an interview is complete: never the head of a form, unless it is all there is."""
    asked = [item for item in items if item.get("by") != "staff"] or items
    return [item["code"] for item in asked if item.get("must") and "block" not in item]


def _battery(battery: Content | None) -> Content | None:
    if battery is None or "use" not in battery:
        return battery
    stem = shared_stems().get(battery["use"])
    if stem is None:
        raise PackSourceError(_("battery: use: {name} names no stem.", name=battery["use"]))
    return {**stem, **{key: value for key, value in battery.items() if key != "use"}}


def _stemmed(item: Content, battery: Content | None) -> Content:
    """An item without a scale of its own becomes the battery's full question."""
    if "scale" in item or battery is None:
        return item
    topic: Content = {language: item[language] for language in ("zh", "en") if language in item}
    full: Content = {"topic": topic, "scale": battery["scale"], **item}
    full.update(_about(battery["stem"], topic))
    if "reason_when" in battery:
        full.setdefault("reason_when", battery["reason_when"])
    if "spoken" in battery:
        full["spoken"] = _about(battery["spoken"], topic)
    return full


def _about(sentence: Content, topic: Content) -> Content:
    return {language: sentence[language].replace("{item}", topic[language]) for language in topic}


def _block_or_own(item: Content) -> Content:
    name = item.get("use")
    if name is None:
        return item
    block = shared_blocks().get(name)
    if block is None:
        raise PackSourceError(_("use: {name} names no standard block.", name=name))
    own = {key: value for key, value in item.items() if key != "use"}
    return {"code": name, "block": name, **block, **own}


def _scales(content: Content) -> Content:
    """All scales of its own, and the shared ones that something names."""
    own = content.get("scales", {})
    items = content["questionnaire"]["items"]
    named = {item[key] for item in items for key in SCALE_KEYS if item.get(key)}
    named.update(filter(None, [content.get("tickets", {}).get("outcomes")]))
    missing = sorted(named - own.keys() - shared_scales().keys())
    if missing:
        raise PackSourceError(
            _("Scale {name} is neither in this pack nor among the shared scales.", name=missing[0])
        )
    return {name: own.get(name) or dict(shared_scales()[name]) for name in sorted(named | own.keys())}


def _scoring(content: Content) -> Content:
    """Names the items that a mean, a sum or points are made of, where the file leaves that to the battery."""
    scoring: Content = dict(content.get("scoring", {}))
    score = scoring.get("contact_score", {})
    if "items" not in score and "weights" not in score and _is_of_items(score):
        scoring["contact_score"] = {
            **score,
            "items": _scored_items(content["questionnaire"], score.get("kind")),
        }
    return scoring


def _is_of_items(score: Content) -> bool:
    return score.get("kind") in ("mean", "sum", "points") or score.get("else") == "mean_of_items"


def _scored_items(form: Content, kind: str | None) -> list[str]:
    if kind == "points":
        return [item["code"] for item in form["items"] if "points" in item]
    return [item["code"] for item in form["items"] if "topic" in item]
