import pytest

from moreisdifferent.display.axis import inside, limits, tick_label, ticks, zones_of
from moreisdifferent.display.record import evidence_record, rule_record
from moreisdifferent.evaluation.evidence import above, at_least, below, between, equals, measured

NAME = "gain from 200 to 10,240 pictures"
SMALL = evidence_record(NAME, measured(0.4, -1.2, 2, 4, "seed", "points", [-1, 0.1, 0.9, 1.6]))


def rules(**sides):
    return {side: {NAME: rule_record(rule)} for side, rule in sides.items()}


GAIN = rules(supported=above(2, "worth having"), refuted=below(0, "no gain"))


def test_zones_stand_from_left_to_right_and_name_their_side():
    assert [z["side"] for z in zones_of(NAME, GAIN)] == ["refuted", "supported"]
    tie = rules(refuted=above(2), supported=between(0.8, 1.25))
    assert [z["side"] for z in zones_of(NAME, tie)] == ["supported", "refuted"]
    assert zones_of("another", GAIN) == []


@pytest.mark.parametrize(
    "rule", [above(2), below(-40), between(-1, 1), above(1e6), equals(0.4), below(2.001)]
)
def test_the_axis_shows_the_interval_and_something_of_every_zone(rule):
    zones = zones_of(NAME, rules(supported=rule))
    low, high = limits([("", SMALL)], zones)
    assert low < -1.2 and high > 2
    for zone in zones:
        start = low if zone["least"] is None else zone["least"]
        stop = high if zone["most"] is None else zone["most"]
        room = (min(stop, high) - max(start, low)) / (high - low)
        assert room > 0.1 or zone["least"] == zone["most"]


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (-1.3, 6.4, ["0", "2", "4", "6"]),
        (0.98, 1.07, ["0.98", "1.00", "1.02", "1.04", "1.06"]),
        (-0.1, 0.93, ["0", "0.25", "0.50", "0.75"]),
        (-60, -10, ["−60", "−50", "−40", "−30", "−20", "−10"]),
        (0, 52_000, ["0", "20,000", "40,000"]),
    ],
)
def test_ticks_are_round_and_few(low, high, labels):
    places = ticks(low, high)
    assert [tick_label(t, places[1] - places[0]) for t in places] == labels


def test_an_interval_lies_in_a_zone_as_its_rule_asks():
    touching = evidence_record(NAME, measured(1, 0, 2, 4, "seed"))
    (strict,), (closed,) = (zones_of(NAME, rules(supported=r)) for r in (above(0), at_least(0)))
    assert not inside(strict, touching) and inside(closed, touching)
