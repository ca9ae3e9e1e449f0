"""The sheets ``survey`` and ``choices`` of an XLSForm: rows of texts to items and scales, and back."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from schemas.language import texts
from schemas.packs.source import PackSourceError

_ = texts("schemas")

Content = dict[str, Any]
Rows = list[list[str]]
Record = dict[str, str]

ZH, EN = "label::中文 (zh)", "label::English (en)"
_HINT_ZH, _HINT_EN = "hint::中文 (zh)", "hint::English (en)"
_WHY_ZH, _WHY_EN = "constraint_message::中文 (zh)", "constraint_message::English (en)"
_SURVEY = ("type", "name", ZH, EN, "required", "relevant", "constraint", _WHY_ZH, _WHY_EN, "calculation",
           _HINT_ZH, _HINT_EN, "csat_item")  # fmt: skip
_CHOICES = ("list_name", "name", ZH, EN, "csat_option")

_BY_TYPE = {"text": "text", "date": "date", "time": "time", "number": "decimal"}
_TYPES_READ = {
    "text": "text",
    "date": "date",
    "today": "date",
    "time": "time",
    "integer": "number",
    "decimal": "number",
    "range": "number",
}
_SKIPPED = frozenset(
    {"start", "end", "deviceid", "username", "simserial", "phonenumber", "subscriberid", "audit", "note"}
    | {"geopoint", "image", "audio", "video", "barcode", "begin_group", "end_group"}
)
"""Types without an answer that a pack could keep; they are passed over."""
_SHOWN = frozenset({"code", "zh", "en", "must", "relevant", "constraint", "constraint_message", "hint"})
_NAME = re.compile(r"[^\W\d][\w.-]*")


def survey_rows(form: Content, scales: Content) -> Rows:
    """Head and rows of the survey sheet."""
    rows = [list(_SURVEY)]
    for item in form.get("items", []):
        rows.append(_line(_SURVEY, _item_record(item, scales[item["scale"]])))
    for field in form.get("computed", []):
        record = {"type": "calculate", "name": field["code"], ZH: field["zh"], EN: field["en"]}
        rest = {key: value for key, value in field.items() if key not in ("code", "zh", "en", "formula")}
        rows.append(_line(_SURVEY, {**record, "calculation": field["formula"], "csat_item": _json(rest)}))
    return rows


def choice_rows(scales: Content) -> Rows:
    """Head and rows of the choices sheet."""
    rows = [list(_CHOICES)]
    for name, scale in scales.items():
        for option in scale.get("options", []):
            rest = {key: value for key, value in option.items() if key not in ("code", "zh", "en")}
            shown = {"list_name": name, "name": option["code"], ZH: option["zh"], EN: option["en"]}
            rows.append(_line(_CHOICES, {**shown, "csat_option": _json(rest) if rest else ""}))
    return rows


def bare_scale(scale: Content) -> Content:
    """A scale without the options, which stand in the choices sheet."""
    return {key: value for key, value in scale.items() if key != "options"}


def records(rows: Rows) -> Iterator[Record]:
    """Rows as mappings from column name to text; empty rows and cells are left out."""
    head = [name.strip() for name in rows[0]] if rows else []
    for row in rows[1:]:
        record = {name: text for name, text in zip(head, row, strict=False) if name and text != ""}
        if record:
            yield record


def scales_from(rows: Rows, bare: Content) -> Content:
    """The scales of the choices sheet, on what the csat sheet says of them."""
    scales: Content = {name: dict(scale) for name, scale in bare.items()}
    for record in records(rows):
        name = record.get("list_name") or record.get("list name")
        if name is None or "name" not in record:
            continue
        scale = scales.setdefault(name, {"type": "single"})
        label = _both(record, "label") or {"zh": record["name"], "en": record["name"]}
        option = {"code": record["name"], **label, **_object(record.get("csat_option"))}
        scale.setdefault("options", []).append(option)
    return scales


def form_from(rows: Rows, scales: Content, rest: Content) -> tuple[Content, Content]:
    """The questionnaire of the survey sheet, and the scales that its question types ask for.

    Raises ``PackSourceError`` with the row for a type that a pack has no scale for.
    """
    items: list[Content] = []
    computed: list[Content] = []
    used: Content = {}
    for number, record in enumerate(records(rows), 2):
        kind = record.get("type", "").strip()
        if kind == "calculate":
            computed.append(_computed(record))
        elif kind.replace(" ", "_") not in _SKIPPED:
            items.append(_item(record, kind, scales, used, number))
    form: Content = {"version": 1, **rest, "items": items}
    if computed:
        form["computed"] = computed
    return form, used


def _item_record(item: Content, scale: Content) -> Record:
    hint, why = item.get("hint", {}), item.get("constraint_message", {})
    return {
        "type": _type(item["scale"], scale),
        "name": item["code"],
        ZH: item["zh"],
        EN: item["en"],
        "required": "yes" if item.get("must") else "",
        "relevant": item.get("relevant", ""),
        "constraint": item.get("constraint") or _bounds(scale),
        _WHY_ZH: why.get("zh", ""),
        _WHY_EN: why.get("en", ""),
        _HINT_ZH: hint.get("zh", ""),
        _HINT_EN: hint.get("en", ""),
        "csat_item": _json(
            {key: value for key, value in item.items() if key not in _SHOWN or value is False}
        ),
    }


def _type(name: str, scale: Content) -> str:
    if scale["type"] == "single":
        return f"select_one {name}"
    if scale["type"] == "multi":
        return f"select_multiple {name}"
    whole = scale["type"] == "number" and not scale.get("decimals")
    return "integer" if whole else _BY_TYPE[scale["type"]]


def _bounds(scale: Content) -> str:
    """The bounds of a number, for tools that know no scales."""
    if scale["type"] != "number":
        return ""
    return f". >= {scale['min']} and . <= {scale['max']}"


def _item(record: Record, kind: str, scales: Content, used: Content, number: int) -> Content:
    code = record.get("name", "")
    if not _NAME.fullmatch(code):
        raise PackSourceError(_("survey, row {row}: the name is missing or not a code.", row=number), number)
    own = _object(record.get("csat_item"))
    label = _both(record, "label") or {"zh": code, "en": code}
    item: Content = {"code": code, **label}
    item["scale"] = own.get("scale") or _scale_name(kind, scales, used, number)
    if record.get("required", "").lower() in ("yes", "true", "true()"):
        item["must"] = True
    for key in ("relevant", "constraint"):
        if key in record:
            item[key] = record[key]
    if item.get("constraint") == _bounds(scales.get(item["scale"], {"type": "text"})):
        del item["constraint"]
    for key in ("constraint_message", "hint"):
        both = _both(record, key)
        if both:
            item[key] = both
    return {**item, **own}


def _scale_name(kind: str, scales: Content, used: Content, number: int) -> str:
    word, _blank, name = kind.partition(" ")
    if word in ("select_one", "select_multiple") and name.split()[:1]:
        name = name.split()[0]
        if name not in scales:
            raise PackSourceError(
                _("survey, row {row}: there is no choice list {name}.", row=number, name=name), number
            )
        scales[name]["type"] = "single" if word == "select_one" else "multi"
        return name
    if word not in _TYPES_READ:
        raise PackSourceError(
            _("survey, row {row}: questions of type {type} are not known.", row=number, type=kind), number
        )
    name = f"xls_{word}"
    used[name] = _scale_of_type(word)
    return name


def _scale_of_type(word: str) -> Content:
    if _TYPES_READ[word] != "number":
        return {"type": _TYPES_READ[word]}
    decimals = 4 if word == "decimal" else 0
    return {"type": "number", "min": -999_999_999, "max": 999_999_999, "decimals": decimals}


def _computed(record: Record) -> Content:
    label = _both(record, "label") or {"zh": record.get("name", ""), "en": record.get("name", "")}
    formula = record.get("calculation", "")
    return {"code": record.get("name", ""), **label, "formula": formula, **_object(record.get("csat_item"))}


def _both(record: Record, column: str) -> Content:
    """The texts of a column with languages, or of the bare column; a missing language takes the other's."""
    found = {key: text for key, text in record.items() if key == column or key.startswith(column + "::")}
    zh = next((text for key, text in found.items() if "zh" in key.lower() or "中文" in key), None)
    en = next(
        (text for key, text in found.items() if "(en)" in key.lower() or "english" in key.lower()), None
    )
    bare = next(iter(found.values()), None)
    return {"zh": zh or bare, "en": en or bare} if bare is not None else {}


def _object(text: str | None) -> Content:
    try:
        value = json.loads(text, parse_float=str) if text else {}
    except (ValueError, RecursionError) as error:
        raise PackSourceError(_("A csat column is damaged. Empty it to import the form alone.")) from error
    return value if isinstance(value, dict) else {}


def _line(head: tuple[str, ...], record: Mapping[str, str]) -> list[str]:
    return [record.get(name, "") for name in head]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
