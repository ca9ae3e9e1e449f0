"""The packs that come with the program."""

from decimal import Decimal

import pytest

from schemas.packs.ambiguities import choices, register
from schemas.packs.check import check
from schemas.packs.diff import changes
from schemas.packs.model import Pack
from schemas.packs.resolve import content_hash, library_content, read, resolve
from schemas.packs.source import library_names, library_text, parse
from schemas.packs.write import yaml_text

NAMES = library_names()
PROGRAMMES = {f"P{n:02}" for n in range(1, 28)} | {"T01", "T02", "T03"}


def pack(name: str) -> Pack:
    return read(library_content(name))


def test_every_programme_is_there() -> None:
    assert {pack(name).programme for name in NAMES} == PROGRAMMES


def test_a_stream_belongs_to_one_pack() -> None:
    streams = [(pack(name).programme, pack(name).stream) for name in NAMES]
    assert len(set(streams)) == len(streams)


@pytest.mark.parametrize("name", NAMES)
class TestEachPack:
    def test_has_nothing_to_correct(self, name: str) -> None:
        assert check(library_text(name), name) == []

    def test_is_called_like_its_file(self, name: str) -> None:
        assert pack(name).pack == name

    def test_is_unchanged_by_resolving_it_again(self, name: str) -> None:
        content = library_content(name)
        assert changes(content, resolve(content)) == []

    def test_is_unchanged_by_writing_and_reading_it(self, name: str) -> None:
        content = library_content(name)
        again = resolve(parse(yaml_text(content), name))
        assert content_hash(again) == content_hash(content)

    def test_says_how_a_form_is_scored(self, name: str) -> None:
        score = pack(name).scoring.contact_score
        assert score is not None
        assert score.kind != "item" or score.source in pack(name).questions

    def test_asks_customers_for_consent(self, name: str) -> None:
        privacy = pack(name).privacy
        assert privacy is not None
        assert (privacy.notice == "B0") == (pack(name).block("B0") is not None)

    def test_keeps_scales_in_the_order_best_first(self, name: str) -> None:
        for scale_id in ("opt5", "sat4", "fair4", "sat5_v1", "sat5_v2"):
            scale = pack(name).scales.get(scale_id)
            worth = [option.value for option in scale.options if option.value is not None] if scale else []
            assert worth == sorted(worth, reverse=True)


class TestAmbiguousPlaces:
    def test_every_key_of_the_register_is_in_some_pack_with_its_default(self) -> None:
        kept = {
            (choice.ambiguity.id, choice.ambiguity.key)
            for name in NAMES
            for choice in choices(library_content(name))
            if choice.value == choice.ambiguity.default
        }
        assert kept == {(entry.id, entry.key) for entry in register() if entry.key}

    def test_the_register_is_whole(self) -> None:
        ids = {entry.id[:6] for entry in register()}
        assert ids == {f"AMB-{n:02}" for n in range(1, 41)}


class TestTheSourcesNumbers:
    def test_must_ask_items_of_sales_and_after_sales(self) -> None:
        """S0-22, S0-33."""
        sales, after = pack("dlr-cs-sales").questionnaire, pack("dlr-cs-aftersales").questionnaire
        assert sales is not None
        assert after is not None
        assert sales.must_ask.items == ("S2A", "S2B", "S2C", "S3", "S4")
        assert {code[:2] for code in after.must_ask.items} == {"A1", "A2", "A4"}

    @pytest.mark.parametrize("name", ["dlr-ms", "dlr-ms-aftersales"])
    def test_mystery_shopper_points_sum_to_100(self, name: str) -> None:
        assert sum(question.points or 0 for question in pack(name).questions.values()) == 100

    def test_the_repair_form_has_ten_items_of_thirty(self) -> None:
        """S1-133."""
        score = pack("repair-300").scoring.contact_score
        assert score is not None
        assert len(score.items) == 10
        assert {pack("repair-300").scale_of(code).bounds for code in score.items} == {
            (Decimal(0), Decimal(30))
        }

    def test_severity_shares(self) -> None:
        """S1-065."""
        sample = pack("itops-qa-callback").sample
        assert sample is not None
        assert [stratum.percent for stratum in sample.strata] == [80, 50, 20, 5]

    def test_complaint_limits_in_per_mille(self) -> None:
        """S0-36, S0-37."""
        sales, after = pack("dlr-cs-sales").complaints, pack("dlr-cs-aftersales").complaints
        assert sales is not None
        assert after is not None
        assert (sales.limit, after.limit) == (Decimal("0.5"), Decimal(1))

    def test_what_only_the_topic_is_known_of_is_marked(self) -> None:
        for name in (
            "op-qpm-written",
            "op-qpm-phone",
            "itops-pm",
            "repair-300",
            "hospital",
            "tobacco-retail",
        ):
            scored = pack(name).scoring.contact_score
            assert scored is not None
            assert all(pack(name).questions[code].assumed for code in scored.items), name
