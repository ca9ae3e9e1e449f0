"""A figure and its trace: the same records give the same bytes."""

from fractions import Fraction
from hashlib import sha256

from schemas.canonical import canonical_bytes
from schemas.figures.figure import Figure
from schemas.figures.trace import MODULUS, Trace, record_hash

DIGEST = (record_hash("r1", 1) + record_hash("r2", 1)) % MODULUS


def test_a_record_counts_with_the_first_eight_bytes_of_its_hash() -> None:
    assert record_hash("r1", 12) == int(sha256(b"r1:12").hexdigest()[:16], 16)
    assert record_hash("r1", 1) != record_hash("r1", 2)


def test_a_figure_is_plain_json_in_exact_strings() -> None:
    trace = Trace("pack=p month=2025-03", 2, DIGEST)
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
    assert written["trace"] == {"selector": trace.selector, "count": 2, "digest": f"{DIGEST:016x}"}
    assert canonical_bytes(written) == canonical_bytes(figure.to_json())


def test_a_figure_without_a_base_has_no_value() -> None:
    figure = Figure("R05", "p", "1", "h", "0", None, 0, 0, Trace("none", 0, 0))
    assert (figure.to_json()["value"], figure.to_json()["fraction"]) == (None, None)
