import re

from moreisdifferent.display.axis import zones_of
from moreisdifferent.display.record import evidence_record, rule_record
from moreisdifferent.display.strip import key, picture, sentence, strip
from moreisdifferent.evaluation.evidence import above, below, measured

NAME = "gain from 200 to 10,240 pictures"
SMALL = evidence_record(NAME, measured(0.4, -1.2, 2, 4, "seed", "points", [-1, 0.1, 0.9, 1.6]))
LARGE = evidence_record(NAME, measured(5.2, 4.1, 6.3, 4, "seed", "points", [4, 5, 5, 6]))


def rules(**sides):
    return {side: {NAME: rule_record(rule)} for side, rule in sides.items()}


GAIN = rules(supported=above(2, "worth having"), refuted=below(0, "no gain"))


def test_sides_that_share_their_bounds_share_a_zone():
    shared = {**GAIN, "restated claim holds": {NAME: rule_record(above(2))}}
    zones = zones_of(NAME, shared)
    assert [z["sides"] for z in zones] == [["refuted"], ["supported", "restated"]]
    assert "supported and restated above 2: worth having" in key(zones, "u")


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
