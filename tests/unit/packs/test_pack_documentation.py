"""What docs/packs.md promises."""

import re
from pathlib import Path

from schemas.forms.functions import FUNCTIONS
from schemas.packs.check import check
from schemas.packs.form import Question
from schemas.packs.model import Pack

TEXT = (Path(__file__).parents[3] / "docs" / "packs.md").read_text(encoding="utf-8")


def test_the_example_has_nothing_to_correct() -> None:
    example = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert example is not None
    assert check(example[1], "docs/packs.md") == []


def test_every_function_is_listed() -> None:
    assert set(FUNCTIONS) <= set(re.findall(r"[a-z-]+", TEXT))


def test_every_key_of_a_pack_and_of_an_item_is_listed() -> None:
    words = set(re.findall(r"[a-z_]+", TEXT))
    keys = {field.alias or name for name, field in Pack.model_fields.items()}
    assert (keys | set(Question.model_fields)) - words == set()
