"""Properties of what a reader sees: numbers, pictures, tables and verdicts."""

import math
import re
from importlib import import_module

import matplotlib.pyplot as plt
import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from moreisdifferent.display import (
    box,
    claims,
    contact,
    numbers,
    pictures,
    record,
    scales,
    strip,
    style,
)
from moreisdifferent.evaluation.evidence import above, below, between, measured
from moreisdifferent.evaluation.intervals import paired_difference
from tools.chapters.approx import approximate_numbers

from .contract import answer, arrays, covers
from .contract import numbers as any_number

# The package gives these names to the functions; here the modules are meant.
explorable, figure, table, verdict = (
    import_module(f"moreisdifferent.display.{name}")
    for name in ("explorable", "figure", "table", "verdict")
)
words = st.text(max_size=20)
sentences = st.sampled_from(["", "  ", "A curve rises.", None, 3])


def drawing(points=3):
    fig, ax = plt.subplots(figsize=(1, 1))
    ax.plot(np.arange(points), np.arange(points) ** 2)
    return fig


@covers(numbers.approx, numbers.separated, numbers.fill, numbers.reading, numbers.Reading)
@given(any_number, st.sampled_from([".3g", ".2f", ".1e", ".0%", ",.0f"]))
def test_a_marked_number_can_be_read_back(value, spec):
    text = numbers.approx(value, spec)
    assert text.startswith("≈ ")
    if math.isfinite(value) and abs(value) < 1e9 and spec != ".0%":
        ((back, digit),) = approximate_numbers(text)
        assert abs(back - value) <= max(0.06 * abs(value), digit)
    assert numbers.fill("{x:≈" + spec + "}", x=value) == text
    assert repr(numbers.reading("{x:≈" + spec + "} nights", x=value)) == f"{text} nights"


@covers(numbers.fill, numbers.reading)
@given(st.sets(st.sampled_from(["a", "b"])), st.sets(st.sampled_from(["a", "b"])))
def test_a_template_uses_all_its_numbers(used, given_numbers):
    template = " ".join(f"{{{name}}}" for name in sorted(used))
    values = dict.fromkeys(given_numbers, 1)
    assert (answer(lambda template: numbers.reading(template, **values), template) is None) == (
        used != given_numbers
    )


@covers(numbers.inline)
@given(words)
def test_no_text_becomes_markup_by_accident(text):
    allowed = re.sub(
        r'</?(code|strong|em)>|<span class="mid-approx">|</span>', "", numbers.inline(text)
    )
    assert "<" not in allowed and ">" not in allowed


@covers(figure.figure, figure.Figure, pictures.img, pictures.png, pictures.digest)
@covers(pictures.require_figure, pictures.require_text)
@given(sentences, sentences, st.sampled_from(["1.2", "1", "x.y", "", "1.2.3"]))
def test_a_figure_has_a_number_a_caption_and_an_alt_text(caption, alt, number):
    fig = drawing()
    made = answer(figure.figure, fig, number, caption, alt)
    plt.close(fig)
    good = number == "1.2" and all(isinstance(t, str) and t.strip() for t in (caption, alt))
    assert (made is not None) == good
    if made is not None:
        assert 'alt="A curve rises."' in made._repr_html_()
    assert answer(figure.figure, "no figure", "1.2", "Caption.", "Alt.") is None


@covers(pictures.digest)
@given(st.integers(3, 30), st.integers(3, 30))
def test_a_changed_picture_has_another_digest(a, b):
    digests = [pictures.digest(drawing(points)) for points in (a, b)]
    plt.close("all")
    assert (digests[0] == digests[1]) == (a == b)


@covers(explorable.explorable, explorable.Explorable)
@given(st.integers(0, 3), st.lists(st.sampled_from(["a", "b", ""]), max_size=3), sentences)
def test_every_frame_has_a_label_and_an_alt_text(n, labels, title):
    frames = [drawing() for _ in range(n)]
    made = answer(explorable.explorable, frames, labels, title, labels, labels)
    plt.close("all")
    if made is not None:
        assert len(made.widget().children[0].options) == n == len(set(labels))


@covers(table.table, table.Table)
@given(
    st.dictionaries(words, st.lists(st.one_of(st.integers(), words, st.floats()), max_size=3)),
    sentences,
)
def test_a_table_has_columns_of_one_length_and_no_bare_float(columns, caption):
    made = answer(table.table, columns, caption)
    cells = [cell for column in columns.values() for cell in column]
    good = len({len(column) for column in columns.values()}) == 1
    good &= not any(isinstance(cell, float) for cell in cells)
    good &= isinstance(caption, str) and bool(caption.strip())
    assert (made is not None) == good
    if made is not None:
        assert made._repr_html_().count("<tr>") == 1 + len(next(iter(columns.values())))


@covers(contact.contact_sheet)
@given(arrays(), st.integers(-1, 4), st.lists(words, max_size=3))
def test_a_contact_sheet_holds_pictures_or_refuses(images, columns, titles):
    fig, ax = plt.subplots()
    answer(contact.contact_sheet, ax, images, columns, titles)
    plt.close(fig)


@covers(style.start)
@given(any_number)
def test_a_chapter_starts_with_its_seed(chapter):
    seed = answer(style.start, chapter)
    assert (seed is not None) == (isinstance(chapter, int) and 1 <= chapter <= 99)


@covers(claims.Claim, claims.load_claims, claims.registry_path)
@given(st.sampled_from(["measured", "guessed", ""]), st.sampled_from(["supported", "true", ""]),
       st.sampled_from(["planned", "done", ""]), st.booleans())  # fmt: skip
def test_a_registry_is_read_or_refused(tmp_path_factory, kind, found, status, twice):
    entry = {"id": "a-claim", "statement": "It is so.", "chapter": "01"}
    entry |= {"kind": kind, "verdict": found, "status": status}
    path = tmp_path_factory.mktemp("registry") / "claims.yml"
    path.write_text(yaml.safe_dump({"claims": [entry] * (1 + twice)}))
    try:
        read = claims.load_claims(path)
    except ValueError as error:
        assert str(error).startswith("claim a-claim: ")
    else:
        decided = (status, found) in (("planned", ""), ("", "supported"))
        assert kind == "measured" and decided and not twice and list(read) == ["a-claim"]
    assert claims.registry_path().exists()


@covers(claims.repository_url)
def test_the_repository_has_one_address():
    url = claims.repository_url()
    config = yaml.safe_load((claims.registry_path().parents[1] / "_config.yml").read_text("utf-8"))
    assert url == config["repository"]["url"] and url.startswith("https://")


@covers(claims.find_claim)
@settings(max_examples=5)  # each reads the registry
@given(words)
def test_an_unknown_claim_names_the_nearest(text):
    if text not in claims.load_claims():
        with pytest.raises(ValueError, match="it should be an id in"):
            claims.find_claim(text)


intervals = st.tuples(st.floats(-3, 3), st.floats(0, 2)).map(
    lambda pair: measured(pair[0], pair[0] - pair[1], pair[0] + pair[1], 5, "seed")
)


@covers(verdict.judge, verdict.verdict, verdict.Verdict)
@settings(max_examples=10)
@given(intervals, intervals)
def test_a_verdict_follows_from_its_rules(a, b):
    evidence, rules = {"a": a, "b": b}, ({"a": above(1)}, {"a": below(0)}, {"b": above(1)})
    found = verdict.judge(evidence, *rules)
    if a.low > 1:
        assert found == "supported"
    elif a.high < 0:
        assert found == ("corrected" if b.low > 1 else "refuted")
    else:
        assert found == "undecided"
    assert verdict.judge(evidence, *rules, {"b": below(0)}) == (
        "partly" if b.high < 0 and not a.low > 1 else found
    )
    claim = next(c for c in claims.load_claims().values() if c.kind == "measured" and c.verdict)
    named = dict(zip(("supported_if", "refuted_if", "restated_if"), rules))
    named["finding"] = "So it is."
    if found == claim.verdict:
        made = verdict.verdict(claim.id, evidence, **named, restated="Otherwise.")
        assert made.found == found and f"claim-{claim.id}" in box.box(made.record())
    else:
        with pytest.raises(verdict.VerdictError, match=f"expected {claim.verdict}, found {found}"):
            verdict.verdict(claim.id, evidence, **named, restated="Otherwise.")


bounds = st.floats(-1e4, 1e4)
rules = st.one_of(
    st.builds(above, bounds, words),
    st.builds(below, bounds, words),
    st.tuples(bounds, bounds).map(lambda ends: between(min(ends), max(ends))),
)
things = st.tuples(st.floats(-1e5, 1e5), st.floats(0, 1e5), st.integers(2, 50)).map(
    lambda t: measured(t[0], t[0] - t[1], t[0] + t[1], t[2], "seed", "°", [t[0]] * t[2])
)
names = st.text("abc <>&*`", min_size=1, max_size=8)


def records(evidence, sides):
    return {
        "claim": "a-claim",
        "verdict": "undecided",
        "kind": "measured",
        "evidence": [record.evidence_record(name, e) for name, e in evidence.items()],
        "rules": {
            side: {name: record.rule_record(rule) for name, rule in entries.items()}
            for side, entries in sides.items()
        },
    }


@covers(record.evidence_record, record.rule_record, record.rule_lines, record.with_unit)
@covers(record.number, record.interval, record.evidence_text, record.plain_value)
@given(things, rules, names)
def test_a_record_says_what_the_evidence_says(thing, rule, name):
    kept = record.evidence_record(name, thing)
    assert math.isclose(kept["estimate"], thing.estimate, rel_tol=1e-3)
    assert len(approximate_numbers(record.evidence_text(kept))) == 3
    half = (kept["high"] - kept["low"]) / 2
    for key, text in zip(("estimate", "low", "high"), record.interval(kept)):
        ((back, _),) = approximate_numbers(text)
        assert abs(back - kept[key]) <= max(half / 4, 6e-3 * abs(kept[key]))
    assert record.plain_value(kept).endswith("°")
    assert record.with_unit("1", "m") == "1 m"
    (line,) = record.rule_lines({"refuted": {name: record.rule_record(rule)}})
    assert line.startswith(f"refuted if {name} ")


@covers(strip.zones_of, strip.limits, strip.dots, strip.ticks, strip.tick_label, strip.picture)
@covers(strip.key, strip.bound_words, strip.sentence, strip.strip)
@given(things, things, rules, rules, names)
def test_any_evidence_can_be_drawn_on_any_rule(first, second, a, b, name):
    rows = [(label, record.evidence_record(name, e)) for label, e in (("x", first), ("y", second))]
    sides = {s: {name: record.rule_record(r)} for s, r in (("supported", a), ("refuted", b))}
    zones = strip.zones_of(name, sides)
    low, high = strip.limits(rows, zones)
    assert low < high and all(low <= e["low"] <= e["high"] <= high for _, e in rows)
    assert all(low <= value <= high for _, e in rows for value in strip.dots(e))
    places = strip.ticks(low, high)
    assert 2 <= len(places) <= 6 and low - 1e-6 <= places[0] and places[-1] <= high + 1e-6
    labels = [strip.tick_label(t, places[1] - places[0]) for t in places]
    assert len(set(labels)) == len(labels)
    drawn = strip.picture(rows, zones, "u")
    spots = [float(s) for s in re.findall(r'(?:\bx|x1|x2|cx)="([-\d.e]+)%"', drawn)]
    assert all(0 <= spot <= 100 for spot in spots)
    whole = strip.strip(name, rows, sides, "u")
    assert strip.key(zones, "u", True) in whole and whole.count("<figure") == 1
    words = strip.sentence(name, rows, zones)
    assert all(strip.bound_words(zone) in words for zone in zones)


@covers(box.box, box.headline, box.ranked, box.line, box.slug, scales.scales_of, scales.redraw)
@given(things, things, rules, rules, st.sampled_from(claims.VERDICTS), names)
def test_a_box_can_be_drawn_again_with_more(first, second, a, b, found, name):
    kept = records({name: first}, {"supported": {name: a}, "refuted": {name: b}})
    more = records({name: second}, {}) | {"verdict": found}
    results = {"4": {"verdicts": {}}, "16": {"verdicts": {"a-claim": more}}}
    assert scales.redraw(kept) == box.box(kept) != scales.redraw(kept, results)
    known = scales.scales_of("a-claim", results)
    assert [label for label, _ in known] == ["×4", "×16"] and known[0][1] is None
    assert box.headline(kept, known) == (found, found != "undecided")
    assert f"mid-{box.slug(found)}" in scales.redraw(kept, results)
    assert box.ranked(kept) == [name]
    assert "<svg" in box.line(kept, known) and "not yet measured" in scales.redraw(kept, {}, True)


@covers(verdict.judge)
@given(st.lists(st.floats(0, 3), min_size=1, max_size=3), st.floats(-2, 2))
def test_identical_arms_never_decide(bounds, arm):
    """A difference of two arms that are the same is [0, 0]; rules about it ask for more than 0."""
    same = np.full(5, arm)
    evidence = {f"{k}": paired_difference(same, same) for k in range(len(bounds))}
    up = {name: above(bound) for name, bound in zip(evidence, bounds)}
    down = {name: below(-bound) for name, bound in zip(evidence, bounds)}
    for rules in ((up, down, {}), (down, up, {}), (up, down, down, down)):
        assert verdict.judge(evidence, *rules) == "undecided"
