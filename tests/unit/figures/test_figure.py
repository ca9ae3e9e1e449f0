"""A figure and its trace: the same records give the same bytes."""

from fractions import Fraction
from hashlib import sha256

from schemas.canonical import canonical_bytes
from schemas.figures.figure import Figure
from schemas.figures.trace import Digest, Trace, digest_of

RECORDS = [("r1", "1"), ("r2", "1"), ("r2", "2")]


def test_the_digest_sums_the_first_eight_bytes_of_each_hash() -> None:
    parts = [int.from_bytes(sha256(f"{i}:{v}".encode()).digest()[:8], "big") for i, v in RECORDS]
    assert digest_of(RECORDS) == Digest(3, sum(parts) % 2**64)
    assert digest_of([]).hex == "0" * 16
    assert len(digest_of(RECORDS).hex) == 16


def test_the_order_of_records_changes_nothing() -> None:
    assert digest_of(RECORDS) == digest_of(reversed(RECORDS))


def test_the_digest_is_kept_by_adding_and_removing() -> None:
    whole = digest_of(RECORDS)
    assert whole.remove("r2", "1") == digest_of([RECORDS[0], RECORDS[2]])
    assert digest_of(RECORDS[:1]) + digest_of(RECORDS[1:]) == whole


def test_a_figure_is_plain_json_in_exact_strings() -> None:
    trace = Trace("pack=p month=2025-03", digest_of(RECORDS))
    figure = Figure(
        "R03",
        "p",
        "1.0.0",
        "abc",
        "0.1.0",
        Fraction(280, 3),
        280,
        3,
        trace,
        exclusions={"unrated": 1, "refused": 2},
        warnings=("small_base", "small_base"),
    )
    written = figure.to_json()
    assert written["value"] == "93.333333333333"
    assert written["fraction"] == "280/3"
    assert list(written["exclusions"]) == ["refused", "unrated"]  # type: ignore[call-overload]
    assert written["warnings"] == ["small_base"]
    assert written["trace"] == {"selector": trace.selector, "count": 3, "digest": trace.digest.hex}
    assert canonical_bytes(written) == canonical_bytes(figure.to_json())


def test_a_figure_without_a_base_has_no_value() -> None:
    figure = Figure("R05", "p", "1", "h", "0", None, 0, 0, Trace("none"))
    assert (figure.to_json()["value"], figure.to_json()["fraction"]) == (None, None)
