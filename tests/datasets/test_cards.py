import numpy as np
import pytest

from moreisdifferent.datasets.cards import DRAWERS, EMPTY, LENGTH, QUESTION, THINGS, cards
from moreisdifferent.datasets.seeds import rng


@pytest.mark.parametrize("n_cards", [1, 5, 16, None])
def test_the_answer_lies_on_the_card_of_the_drawer_asked_for(n_cards):
    tokens, answers, places = cards(50, rng(1), n_cards)
    assert tokens.shape == answers.shape == (50, LENGTH)
    for row, right, where in zip(tokens, answers, places):
        assert (right[:DRAWERS] == -100).all()
        on_table = row[:DRAWERS][row[:DRAWERS] < EMPTY]
        assert len({card // THINGS for card in on_table}) == len(on_table)  # a drawer has one card
        assert n_cards is None or len(on_table) == n_cards
        card = row[where]
        assert np.array_equal(card // THINGS, row[DRAWERS:] - QUESTION)
        assert np.array_equal(card % THINGS, right[DRAWERS:])


def test_what_cannot_be_drawn_is_refused():
    for n, n_cards in ((-1, None), (3, 0), (3, 17)):
        with pytest.raises(ValueError, match="n"):
            cards(n, rng(1), n_cards)
