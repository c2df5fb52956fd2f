import json
import math

import pytest

from moreisdifferent.display.record import (
    evidence_record,
    evidence_text,
    number,
    rule_lines,
    rule_record,
)
from moreisdifferent.evaluation.evidence import above, between, exact, measured, sourced


def test_what_was_measured_keeps_four_digits_and_what_was_counted_all():
    kept = evidence_record("x", measured(1 / 3, 0.1, 0.5, 4, "seed", "°", [1 / 3] * 4))
    assert (kept["estimate"], kept["values"]) == (0.3333, [0.3333] * 4)
    assert evidence_record("n", exact(25_557_032, "counted"))["estimate"] == 25_557_032
    assert evidence_record("n", exact(1 / 3, "counted", moves=True))["estimate"] == 0.3333


def test_a_record_is_plain_data():
    stored = rule_record(above(2, "worth having"))
    assert json.loads(json.dumps(stored, allow_nan=False)) == stored
    assert (stored["least"], stored["most"], stored["strict"]) == (2, None, True)


def test_rules_in_words():
    rules = {
        "supported": {"a": rule_record(above(2, "worth having")), "b": rule_record(above(0))},
        "refuted": {"a": rule_record(between(-1, 1)), "b": rule_record(above(9))},
    }
    assert rule_lines(rules) == [
        "supported if a > 2 (worth having) and b > 0",
        "refuted if a in [-1, 1] or b > 9",
    ]


@pytest.mark.parametrize(
    ("value", "half", "text"),
    [
        (0.3478, 0.0302, "≈ 0.348"),
        (0.3478, 0.05, "≈ 0.35"),
        (12.345, 4.0, "≈ 12"),
        (1956.3, 120, "≈ 1960"),
        (75_123.0, 20.0, "≈ 75,123"),
        (-0.0004, 0.02, "≈ 0.000"),
        (1.0, 0.0, "≈ 1"),
        (3e-9, 1e-9, "≈ 3e-9"),
    ],
)
def test_digits_follow_the_interval(value, half, text):
    assert number(value, half) == text


def test_evidence_in_words():
    def words(evidence):
        return evidence_text(evidence_record("x", evidence))

    gap = measured(0.2, 0.1, 0.3, 12, "seed", "°")
    assert words(gap) == "≈ 0.20° (95 % interval ≈ 0.10° to ≈ 0.30°; n = 12, seed)"
    assert words(exact(75_000_100, "counted")) == "75,000,100 (exact: counted)"
    assert words(exact(164.3973445, "counted")) == "164.397 (exact: counted)"
    assert words(sourced(1962, "chow1962")) == "1962 (sourced: chow1962)"
    assert math.isfinite(evidence_record("x", gap)["low"])
