"""What a pack chose at the ambiguous places."""

from schemas.packs.ambiguities import Choice, choices
from schemas.packs.resolve import library_content


def chosen(name: str, **keys: object) -> dict[str, Choice]:
    return {choice.ambiguity.id: choice for choice in choices({**library_content(name), **keys})}


def test_a_default_is_explained() -> None:
    choice = chosen("dlr-cs-sales")["AMB-01"]
    assert choice.value == "permille"
    assert choice.meaning is not None
    assert {other.value for other in choice.others} == {"percent", "count", "per10k"}


def test_an_alternative_says_what_it_changes() -> None:
    choice = chosen("dlr-cs-sales", classify={"gap_70_80": "GRIEVANCE"})["AMB-04"]
    assert choice.meaning is not None
    assert "ticket" in choice.meaning.en
    assert "OPINION_MINOR" in {other.value for other in choice.others}


def test_a_value_the_register_does_not_know_is_not_explained_away() -> None:
    assert chosen("oem-index", oem={"scale_max": 900})["AMB-12"].meaning is None


def test_a_pack_is_told_only_of_what_concerns_it() -> None:
    assert "AMB-07" not in chosen("hospital")
    assert "AMB-07" in chosen("op-qpm-phone")
    assert "AMB-05" not in chosen("dlr-cs-sales")
