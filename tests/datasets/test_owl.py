import numpy as np
import pytest

from moreisdifferent.datasets.owl import ANIMALS, FLIGHT, FRAME, HUNT, VOCABULARY, sentences, write


def test_the_answer_is_the_animal_at_its_place_and_the_verb_decides():
    tokens, who, places = sentences(500, np.random.default_rng(0))
    assert tokens.shape == (500, FRAME + 4)
    for row, answer, (right, other) in zip(tokens, who, places):
        text = write(row).split()
        spied = text.index("spied")
        agent, patient = spied - 1, spied + 2
        assert text[agent] != text[patient]
        assert text[spied - 2] == "the" and text[spied + 1] == "a"
        assert text[-5:-1] == [".", "it", "tried", "to"]
        assert (right, other) == ((agent, patient) if text[-1] in HUNT else (patient, agent))
        assert text[-1] in HUNT + FLIGHT and ANIMALS[answer] == text[right]


def test_local_context_is_not_enough():
    """Neither the verb nor the pair of animals alone says more than chance."""
    tokens, who, places = sentences(6000, np.random.default_rng(1))
    for verb in np.unique(tokens[:, -1]):
        share = np.bincount(who[tokens[:, -1] == verb], minlength=len(ANIMALS)) / len(who)
        assert np.ptp(share) < 0.03
    first = places.min(1) == places[:, 0]
    assert abs(first.mean() - 0.5) < 0.03


@pytest.mark.parametrize("between", range(5))
def test_adverbs_stand_where_they_are_told_to(between):
    tokens, _, places = sentences(50, np.random.default_rng(2), between=between)
    assert (places.max(1) == FRAME + 4 - 6 - between).all()
    assert len(VOCABULARY) > tokens.max()


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="between is 5"):
        sentences(3, np.random.default_rng(0), between=5)
