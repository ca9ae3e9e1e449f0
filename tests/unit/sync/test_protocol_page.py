"""What the protocol's page and the centre's description of itself say is all there."""

import json
from pathlib import Path
from typing import Any

import pytest

from sync.centre.kinds import HANDLERS
from sync.protocol.wire import ROOT
from tests.support.sync_centre import LocalCentre

PAGE = (Path(__file__).parents[3] / "docs" / "protocol.md").read_text(encoding="utf-8")


@pytest.fixture
def described(centre: LocalCentre) -> Any:
    return json.loads(centre.send("GET", "/openapi.json", {}, None).body)


@pytest.mark.parametrize("kind", sorted(HANDLERS))
def test_every_kind_that_the_centre_reads_stands_on_the_page(kind: str) -> None:
    assert f"`{kind}`" in PAGE


def test_every_address_stands_on_the_page(described: Any) -> None:
    for path, methods in described["paths"].items():
        name = path.removeprefix(f"{ROOT}/")
        assert all(f"`{method.upper()} {name}" in PAGE for method in methods), path


def test_whatever_the_description_refers_to_is_in_it(described: Any) -> None:
    named = {part.partition('"')[0] for part in json.dumps(described).split("#/components/schemas/")[1:]}
    assert named <= described["components"]["schemas"].keys()
