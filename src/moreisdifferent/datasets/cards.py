"""Multi-query recall: cards say what lies in which drawer, then four drawers are asked for.

Every card is one word, such as "drawer 3: a key", so that to recall takes one comparison, of the
drawer asked for with those on the cards. Sequences are equally long: places without a card are empty.
After Arora and others (2023), who ask for many of many pairs since one alone is too easy.
"""

from numbers import Integral

import numpy as np

DRAWERS, THINGS, QUESTIONS = 16, 4, 4
QUESTION = DRAWERS * THINGS  # the first of the words that ask; before them stand the cards
EMPTY = QUESTION + DRAWERS  # no card here
WORDS = EMPTY + 1
LENGTH = DRAWERS + QUESTIONS


def cards(n: int, rng: np.random.Generator, n_cards=None):
    """Draw sequences of cards and questions.

    Args:
        n: how many sequences.
        rng: draws drawers, things, places and questions.
        n_cards: cards in each, from 1 to 16; drawn for each sequence if left out.

    Returns:
        tokens (n, 20): sixteen places of which ``n_cards`` have a card, then four questions;
        answers (n, 20), the thing at each question and -100 elsewhere; and places (n, 4), where the
        card of each question lies.

    Raises:
        ValueError: if ``n`` is negative or ``n_cards`` is not a whole number from 1 to 16.
    """
    if not isinstance(n, Integral) or n < 0:
        raise ValueError(f"n is {n}; it should be a whole number, at least 0")
    if n_cards is not None and not (isinstance(n_cards, Integral) and 1 <= n_cards <= DRAWERS):
        raise ValueError(f"n_cards is {n_cards}; it should be from 1 to {DRAWERS}")
    count = rng.integers(1, DRAWERS + 1, (n, 1)) if n_cards is None else np.full((n, 1), n_cards)
    rows = np.tile(np.arange(DRAWERS), (n, 1))
    drawer, order = rng.permuted(rows, axis=1), rng.permuted(rows, axis=1)
    thing = rng.integers(THINGS, size=(n, DRAWERS))
    asked = (rng.random((n, QUESTIONS)) * count).astype(int)  # which of the cards
    card = np.where(np.arange(DRAWERS) < count, drawer * THINGS + thing, EMPTY)
    question = QUESTION + np.take_along_axis(drawer, asked, 1)
    tokens = np.concatenate([np.take_along_axis(card, order, 1), question], 1)
    answers = np.full((n, LENGTH), -100)
    answers[:, DRAWERS:] = np.take_along_axis(thing, asked, 1)
    places = np.take_along_axis(order.argsort(1), asked, 1)
    return tokens, answers, places
