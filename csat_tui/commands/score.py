"""``csat score PACK FILE``: score a form by its pack, with every step in words."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from csat_tui.interview.entry import Refusal, accept
from csat_tui.output import DONE, NOT_SO, emit, json_option
from csat_tui.pack_files import open_pack
from csat_tui.trouble import Trouble
from csat_tui.words.common import class_name, completion_name, origin_name
from schemas.forms.answers import Answer
from schemas.language import texts
from schemas.numbers import exact
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from schemas.packs.source import library_names
from schemas.records.scores import score_record
from schemas.scoring.contact import Scored
from schemas.scoring.contact import score as score_form
from schemas.text import one_line

_ = texts("csat_tui")


@click.command()
@click.argument("pack")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--explain", is_flag=True, help="Every step: which answer, which rule, which key.")
@json_option
def score(pack: str, file: str, explain: bool, as_json: bool) -> int:
    """Score the answers in FILE: {CODE: value | {"missing": code}}, or a line as csat record takes it."""
    found = library_pack(pack)
    content = _content(file)
    given = content.get("answers", content)
    answers, faults = _accepted(found, given)
    if faults:
        errors = [{"field": f.field, "code": f.code, "message": f.message} for f in faults]
        text = "\n".join(f"{f.field}: {f.message}" for f in faults)
        emit({"status": "invalid", "errors": errors}, as_json, text)
        return NOT_SO
    remark = {"": content["remark"]} if isinstance(content.get("remark"), str) else {}
    result = score_form(found, answers, remarks=remark, flags=content.get("flags") or {})
    emit(_result(result, explain), as_json, _words(result, explain))
    return DONE


def library_pack(name: str) -> Pack:
    """A pack of the library by name or ``name@version``, or that of a ``.yaml`` or ``.xlsx`` file. Raises Trouble
    ``unknown_pack``, or what opening the file raises."""
    if Path(name).suffix.lower() in (".yaml", ".yml", ".xlsx", ".xlsm"):
        return open_pack(name).pack
    plain, _at, version = name.partition("@")
    if plain in library_names():
        found = read(library_content(plain))
        if version in ("", found.version):
            return found
    raise Trouble(
        "unknown_pack",
        _("There is no pack {pack} in the library.", pack=one_line(name)),
        _("Nothing was changed."),
        _("See csat packs list."),
    )


def _content(file: str) -> dict[str, Any]:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
        content = json.loads(text, parse_float=Decimal)
        if not isinstance(content, dict):
            raise ValueError(_("not a JSON object"))
    except (OSError, ValueError, RecursionError) as error:
        raise Trouble(
            "invalid",
            _("The answers in {file} cannot be read: {reason}", file=file, reason=error),
            _("Nothing was scored."),
            _("Write one JSON object with question codes as keys."),
        ) from error
    return content


def _accepted(pack: Pack, given: Any) -> tuple[dict[str, Answer], list[Refusal]]:
    answers: dict[str, Answer] = {}
    faults: list[Refusal] = []
    for code, raw in given.items() if isinstance(given, dict) else ():
        question = pack.questions.get(code)
        if question is None:
            shown = one_line(str(code))[:40]
            message = _("{pack} has no question {code}.", pack=pack.name, code=shown)
            faults.append(Refusal(shown, "unknown_question", message))
            continue
        answer = accept(pack, question, raw)
        if isinstance(answer, Refusal):
            faults.append(answer)
        else:
            answers[code] = answer
    return answers, faults


def _result(result: Scored, explain: bool) -> dict[str, Any]:
    record = score_record(result)
    content: dict[str, Any] = {
        "score": record.value,
        **record.model_dump(exclude={"value"}),
        "class": result.case_class,
        "completion": result.completeness.status,
        "open": list(result.completeness.missing),
        "followup": list(result.followup),
    }
    if explain:
        content["steps"] = [
            {"text": str(step.sentence), "rule": step.rule, "source": step.source} for step in result.steps
        ]
    return content


def _words(result: Scored, explain: bool) -> str:
    record = score_record(result)
    lines = [
        _(
            "score {score} ({origin})   class {class_}   {completion}",
            score="-" if result.score is None else exact(result.score.value),
            origin=origin_name(record.origin),
            class_=class_name(result.case_class),
            completion=completion_name(result.completeness.status),
        )
    ]
    if explain:
        lines += [f"  {step.sentence}  [{f'{step.rule} {step.source}'.strip()}]" for step in result.steps]
    return "\n".join(lines)
