import json
import re
from html.parser import HTMLParser

import pytest

from moreisdifferent.display import box as boxes
from moreisdifferent.display.box import box, headline, ranked
from moreisdifferent.display.record import RESTATED, evidence_record, rule_record
from moreisdifferent.display.scales import redraw, scales_of
from moreisdifferent.evaluation.evidence import above, below, equals, exact, measured, sourced

GAIN = measured(0.4, -1.2, 2, 4, "seed", "points", [-1, 0.1, 0.9, 1.6])
MORE = measured(5.2, 4.1, 6.3, 4, "seed", "points", [4, 5, 5, 6])
RULES = {"supported": {"gain": above(2, "worth having")}, "refuted": {"gain": below(0)}}
VOID = {"br", "hr", "img", "input", "line", "rect", "circle"}
OUTCOMES = ["supported", "refuted", "corrected", "partly", "undecided", "not testable here"]


def record(verdict="undecided", evidence=None, rules=None, **more):
    evidence = {"gain": GAIN} if evidence is None else evidence
    rules = RULES if rules is None else rules
    return {
        "claim": "a-claim",
        "verdict": verdict,
        "kind": "measured",
        "statement": "More is better.",
        "finding": "Nothing came of it.",
        "with_more": "",
        "comment": "",
        "source": [],
        "revised": "",
        "evidence": [evidence_record(name, e) for name, e in evidence.items()],
        "rules": {
            side: {name: rule_record(rule) for name, rule in entries.items()}
            for side, entries in rules.items()
        },
    } | more


def run(found, evidence=MORE, **words):
    entry = record(found, {"gain": evidence}, **words)
    return {"verdicts": {"a-claim": entry}, "error": ""}


class Balanced(HTMLParser):
    """Every element that is opened is closed, in order."""

    def __init__(self, text):
        super().__init__()
        self.open = []
        self.feed(text)
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        self.open += [tag] * (tag not in VOID)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("found", OUTCOMES)
def test_a_box_of_each_outcome(found):
    shown = box(record(found, comment="What else there is to say."))
    Balanced(shown)
    assert f"<strong>{found.capitalize()}.</strong> Nothing came of it." in shown
    assert 'id="claim-a-claim"' in shown and f"mid-{found.replace(' ', '-')}" in shown
    assert shown.count("<svg") >= 1 and "What else there is to say." in shown
    assert "supported if gain &gt; 2 (worth having)" in shown and "≈" not in shown
    assert "var(" in shown and "class=" in shown and "style=" in shown  # colours with a fallback


def test_a_box_without_a_finding_shows_the_claim():
    assert "<strong>Refuted.</strong> The claim: More is better." in box(
        record("refuted", finding="")
    )


def test_what_was_counted_or_looked_up_is_a_line_and_no_picture():
    evidence = {"weights": exact(75_000_100, "counted"), "year": sourced(1962, "chow1962")}
    rules = {"supported": {"weights": equals(75_000_100)}, "refuted": {"year": above(1962)}}
    shown = box(record("supported", evidence, rules))
    assert "<svg" not in shown and "<strong>75,000,100</strong>" in shown
    source = record("supported", {}, {}, source=[["chow1962", "Chow says so in 1962."]])
    shown = box(source)
    assert "Chow says so in 1962." in shown and "(chow1962)" in shown
    assert "The rule" not in shown


def test_three_strips_are_drawn_and_the_others_fold():
    evidence = {f"task {k}": GAIN for k in range(5)}
    shown = box(record("supported", evidence, {"supported": {n: above(0) for n in evidence}}))
    before, _, folded = shown.partition("<details")
    assert (before.count("<figure"), folded.count("<figure")) == (3, 2)


def test_what_decides_stands_first():
    rules = {
        "supported": {"a": above(0), "b": above(0)},
        "refuted": {"b": below(0)},
        RESTATED: {"c": above(1)},
    }
    evidence = dict.fromkeys("abc", GAIN)
    assert ranked(record("corrected", evidence, rules)) == ["b", "c", "a"]
    assert ranked(record("supported", evidence, rules)) == ["a", "b", "c"]


def test_a_box_from_a_file_that_sorts_its_keys_is_the_same():
    rules = {"supported": {"b": above(0), "a": above(0)}, "refuted": {"a": below(0)}}
    kept = record("supported", dict.fromkeys("ba", GAIN), rules)
    assert box(json.loads(json.dumps(kept, sort_keys=True))) == box(kept)


def test_a_revised_rule_says_so():
    shown = box(record(revised="The bound moved from 1 to 2."))
    assert "rule revised" in shown and "The bound moved from 1 to 2." in shown


def test_doubt_leads_to_an_issue_that_names_the_claim(monkeypatch):
    monkeypatch.setattr(boxes, "repository_url", lambda: "https://forge.example/one/two")
    shown = box(record())
    (link,) = re.findall(r'<a href="(https://forge.example/one/two/issues/new\?[^"]+)"', shown)
    assert "title=Doubt%3A+a-claim" in link and "More+is+better." in link
    monkeypatch.setattr(boxes, "repository_url", lambda: "")
    assert "doubt this?" not in box(record())


def test_with_more_the_verdict_of_the_largest_scale_stands_first():
    results = {"16": run("supported", with_more="Time pays."), "4": run("undecided"), "1": run("x")}
    shown = redraw(record(with_more="The page's words."), results)
    Balanced(shown)
    assert "<strong>Supported, with more.</strong> The page's words. This page alone" in shown
    assert "would have said <em>undecided</em>" in shown and "mid-supported" in shown
    assert "×4 <em>undecided</em>, ×16 <em>supported</em>" in shown
    assert shown.index(">this page</text>") < shown.index(">×4</text>") < shown.index(">×16</text>")
    assert headline(record(), scales_of(record(), results)) == ("supported", True)
    results["16"] = run("supported", with_more="Time pays ≈ 3 points.")
    shown = redraw(record(with_more="The page's words."), results)  # it has numbers of its own
    assert "Time pays" in shown and "The page's words" not in shown


def test_a_finding_that_more_overturns_is_not_repeated():
    shown = redraw(record(), {"16": run("supported")})
    assert "Nothing came of it." not in shown.partition("<details")[0]
    assert "The claim: More is better." in shown


def test_the_same_verdict_with_more_keeps_the_finding():
    shown = redraw(record(), {"4": run("undecided"), "16": run("undecided")})
    assert "<strong>Undecided.</strong> Nothing came of it." in shown and ">×16</text>" in shown


def test_the_same_verdict_everywhere_is_said_once():
    shown = redraw(record(), {"4": run("undecided"), "16": run("undecided")})
    assert "×4 and ×16: the same verdict" in shown


def test_more_does_not_bear_on_what_was_counted():
    counted = {"n": exact(7, "counted")}
    kept = record("supported", counted, {"supported": {"n": equals(7)}}, kind="exact")
    assert redraw(kept, {"16": run("refuted")}) == redraw(kept, {}, stale=True) == box(kept)


def test_a_report_for_another_text_is_never_a_result():
    shown = redraw(record(), {"16": run("supported")}, stale=True)
    assert "not yet measured for this text" in shown
    assert "×16" not in shown and "<strong>Undecided.</strong>" in shown


def test_a_scale_that_broke_off_gives_no_row():
    shown = redraw(record(), {"4": run("undecided"), "16": {"verdicts": {}, "error": "memory"}})
    assert "×16 <em>no result</em>" in shown and ">×16</text>" not in shown
