"""Everything fuzzing has found worth keeping is read again at every run of the tests."""

from pathlib import Path

import pytest

from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).with_name("corpus")


@pytest.mark.parametrize("name", TARGETS)
def test_the_kept_corpus_is_read_without_a_surprise(name: str) -> None:
    for file in sorted((CORPUS / name).glob("*")):
        TARGETS[name](file.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_the_good_inputs_are_read(name: str) -> None:
    for seed in seeds(name):
        TARGETS[name](seed)
