"""Properties of what *Verdict* shows: a picture of what was decided, or a refusal that says why."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.display import decided
from moreisdifferent.figures import verdict as draw

from .contract import answer, covers

found = st.sampled_from([*draw.VERDICTS, "true"])


@covers(draw.standing, draw.with_more)
@settings(max_examples=12)
@given(st.lists(found, max_size=4))
def test_verdicts_are_drawn_or_refused(verdicts):
    good = bool(verdicts) and "true" not in verdicts
    drawn = answer(draw.standing, {"a group": dict.fromkeys(verdicts, 2)}, also=("verdicts",))
    assert isinstance(drawn, Figure) == good
    turned = {f"claim-{i}": {"×1": v, "×16": "partly"} for i, v in enumerate(verdicts)}
    drawn = answer(draw.with_more, turned, 3, also=("verdicts",))
    assert isinstance(drawn, Figure) == good
    plt.close("all")


def test_a_bar_is_as_long_as_its_share():
    fig = draw.standing({"all": {"supported": 3, "refuted": 1}})
    widths = [bar.get_width() for bar in fig.axes[0].patches if bar.get_width()]
    assert widths == [0.75, 0.25]
    plt.close(fig)


@covers(decided.load_decided, decided.verdicts_path)
@given(st.sampled_from(["supported", ""]))
def test_what_was_decided_is_read_as_it_was_written(tmp_path_factory, verdict):
    path = tmp_path_factory.mktemp("verdicts") / "verdicts.json"
    path.write_text(json.dumps([{"id": "a-claim", "verdict": verdict}]))
    assert decided.load_decided(path) == [{"id": "a-claim", "verdict": verdict}]
    assert decided.verdicts_path().exists()


@covers(decided.evidence_of)
@given(
    st.sampled_from(["newton-unifies", "nobody-said"]),
    st.sampled_from(["Moon's fall and the stone's differ by", "?"]),
)
def test_evidence_is_found_by_claim_and_name_or_refused(claim, name):
    piece = answer(decided.evidence_of, decided.load_decided(), claim, name)
    assert (piece is not None) == (claim == "newton-unifies" and name != "?")


@covers(decided.wall, decided.Wall, decided.deciding)
@given(st.booleans(), st.sampled_from(["A caption.", ""]))
def test_a_wall_has_a_brick_for_each_claim_or_is_refused(empty, caption):
    claims = decided.load_decided()
    groups = {"all": claims} | ({"none": []} if empty else {})
    drawn = answer(decided.wall, groups, number="24.1", caption=caption, alt="Many boxes in rows.")
    assert (drawn is not None) == (bool(caption) and not empty)
    if drawn:
        assert drawn._repr_html_().count("<li ") == len(claims)
        assert all(claim["id"] in repr(drawn) for claim in claims)
        shown = [c for c in claims if decided.deciding(c)]
        assert drawn._repr_html_().count("<svg") == len(shown) > 0
