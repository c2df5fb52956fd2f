import re

import pytest

from moreisdifferent.display.record import evidence_record, rule_record
from moreisdifferent.display.strip import (
    key,
    limits,
    picture,
    sentence,
    strip,
    tick_label,
    ticks,
    zones_of,
)
from moreisdifferent.evaluation.evidence import above, below, between, equals, measured

NAME = "gain from 200 to 10,240 pictures"
SMALL = evidence_record(NAME, measured(0.4, -1.2, 2, 4, "seed", "points", [-1, 0.1, 0.9, 1.6]))
LARGE = evidence_record(NAME, measured(5.2, 4.1, 6.3, 4, "seed", "points", [4, 5, 5, 6]))


def rules(**sides):
    return {side: {NAME: rule_record(rule)} for side, rule in sides.items()}


GAIN = rules(supported=above(2, "worth having"), refuted=below(0, "no gain"))


def test_zones_stand_from_left_to_right_and_name_their_side():
    assert [z["side"] for z in zones_of(NAME, GAIN)] == ["refuted", "supported"]
    tie = rules(refuted=above(2), supported=between(0.8, 1.25))
    assert [z["side"] for z in zones_of(NAME, tie)] == ["supported", "refuted"]
    assert zones_of("another", GAIN) == []


def test_sides_that_share_their_bounds_share_a_zone():
    shared = {**GAIN, "restated claim holds": {NAME: rule_record(above(2))}}
    zones = zones_of(NAME, shared)
    assert [z["sides"] for z in zones] == [["refuted"], ["supported", "restated"]]
    assert "supported and restated above 2: worth having" in key(zones, "u")


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


def test_a_row_for_each_scale_with_its_bar_estimate_and_replicates():
    zones = zones_of(NAME, GAIN)
    alone = picture([("this page", SMALL)], zones, "u")
    both = picture([("this page", SMALL), ("×16", LARGE)], zones, "u")
    assert "this page" not in alone and ">×16</text>" in both
    assert alone.count('r="4.8"') == 1 and both.count('r="4.8"') == 2
    assert alone.count('r="1.7"') == 4 and both.count('r="1.7"') == 8
    assert alone.count("mid-zone-") == 2


def test_zones_differ_without_colour_and_every_hatching_has_its_own_name():
    zones = zones_of(NAME, GAIN)
    drawn = strip(NAME, [("this page", SMALL)], GAIN, "a") + key(zones, "b")
    names = re.findall(r'<pattern id="([^"]+)"', drawn)
    assert len(names) == len(set(names)) > 1
    assert all(f"url(#{name})" in drawn for name in names)


def test_positions_are_on_a_grid_and_within_the_picture():
    drawn = picture([("this page", SMALL), ("×16", LARGE)], zones_of(NAME, GAIN), "u")
    places = re.findall(r'(?:x|x1|x2|cx)="([-\d.]+)%"', drawn)
    assert all(0 <= float(p) <= 100 and len(p.partition(".")[2]) <= 1 for p in places)


def test_letters_keep_their_size_on_a_phone():
    drawn = strip(NAME, [("this page", SMALL)], GAIN, "u")
    assert "viewBox" not in drawn and 'font-size="12"' in drawn


def test_the_text_alternative_says_what_the_picture_shows():
    words = sentence(NAME, [("this page", SMALL), ("×16", LARGE)], zones_of(NAME, GAIN))
    assert words == (
        "gain from 200 to 10,240 pictures: this page: ≈ 0.4 points, 95 % interval ≈ -1.2 to ≈ 2.0, "
        "in no zone as a whole; ×16: ≈ 5.2 points, 95 % interval ≈ 4.1 to ≈ 6.3, where it is "
        "supported. The zones: refuted below 0 (no gain); supported above 2 (worth having)."
    )
    shown = strip(NAME, [("this page", SMALL)], GAIN, "u")
    assert '<span class="mid-approx">0.4</span> points' in shown and "≈" not in shown


def test_an_interval_that_touches_a_bound_is_in_no_zone():
    same = evidence_record(NAME, measured(0, 0, 0, 5, "seed", "", [0] * 5))
    assert "in no zone" in sentence(NAME, [("", same)], zones_of(NAME, rules(supported=above(0))))
    assert "<svg" in picture([("", same)], zones_of(NAME, rules(supported=above(0))), "u")


def test_many_replicates_are_not_drawn():
    crowd = {**SMALL, "values": [0.1 * k for k in range(41)]}
    assert 'r="1.7"' not in picture([("", crowd)], zones_of(NAME, GAIN), "u")
