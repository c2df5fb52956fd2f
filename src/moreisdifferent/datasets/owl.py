"""The owl and the squirrel: sentences in which the last word decides who "it" is.

"… the owl spied a squirrel … . it tried to grab" is answered with a part of the owl, since who
spies wants to grab; had it tried to flee, with a part of the squirrel. Words of no consequence
stand before, or between the animals and "it". The idea is Winograd's (1972).
"""

from numbers import Integral

import numpy as np

PARTS = {
    "owl": "talons",
    "squirrel": "tail",
    "fox": "muzzle",
    "hare": "ears",
    "cat": "claws",
    "mouse": "whiskers",
}
ANIMALS = tuple(PARTS)
HUNT, FLIGHT = ("grab", "chase"), ("flee", "hide")
ADVERBS = ("today", "again", "there", "below", "nearby", "slowly", "early", "outside", "still")
WORDS = ("the", "spied", "a", ".", "it", "tried", "to")
VOCABULARY = (*ANIMALS, *HUNT, *FLIGHT, *ADVERBS, *WORDS)
TOKEN = {word: index for index, word in enumerate(VOCABULARY)}
FRAME = 10  # words that every sentence has


def sentences(n: int, rng: np.random.Generator, adverbs: int = 4, between=None):
    """Draw sentences of ``FRAME + adverbs`` words.

    Args:
        n: how many.
        rng: draws animals, verbs, adverbs and where the adverbs stand.
        adverbs: words of no consequence in each sentence.
        between: how many of them stand between the animals and "it"; drawn if left out.

    Returns:
        tokens (n, T); answers (n,), the index in ``ANIMALS`` of whom "it" means; and the positions
        of that animal and of the other one, (n, 2).

    Raises:
        ValueError: if ``n`` or ``adverbs`` is negative, or ``between`` not from 0 to ``adverbs``.
    """
    for name, number in ("n", n), ("adverbs", adverbs):
        if not isinstance(number, Integral) or number < 0:
            raise ValueError(f"{name} is {number}; it should be a whole number, at least 0")
    if between is not None and not (isinstance(between, Integral) and 0 <= between <= adverbs):
        raise ValueError(f"between is {between}; it should be from 0 to adverbs, {adverbs}")
    pair = rng.permuted(np.tile(np.arange(len(ANIMALS)), (n, 1)), axis=1)[:, :2]
    verb = rng.integers(len(HUNT + FLIGHT), size=n)
    filler = TOKEN[ADVERBS[0]] + rng.integers(len(ADVERBS), size=(n, adverbs))
    drawn = rng.integers(adverbs + 1, size=n)
    before = drawn if between is None else np.full(n, adverbs - between)
    front = ["the", ANIMALS[0], "spied", "a", ANIMALS[0]]
    core = np.tile([TOKEN[word] for word in front], (n, 1))
    core[:, [1, 4]] = pair
    end = np.tile([TOKEN[word] for word in (".", "it", "tried", "to", HUNT[0])], (n, 1))
    end[:, -1] += verb
    # the words in reading order: adverbs before, the animals, adverbs after, the question
    column = np.arange(adverbs)
    rank = np.concatenate(
        [
            np.where(column < before[:, None], column, column + 5),
            before[:, None] + np.arange(5),
            np.tile(adverbs + 5 + np.arange(5), (n, 1)),
        ],
        axis=1,
    )
    tokens = np.empty((n, FRAME + adverbs), dtype=np.int64)
    np.put_along_axis(tokens, rank, np.concatenate([filler, core, end], axis=1), axis=1)
    flees = verb >= len(HUNT)
    places = before[:, None] + np.where(flees[:, None], [4, 1], [1, 4])
    return tokens, pair[np.arange(n), flees.astype(int)], places


def write(tokens) -> str:
    """Return one sentence as text.

    Raises:
        ValueError: if ``tokens`` is not a row of indices in ``VOCABULARY``.
    """
    tokens = np.asarray(tokens)
    if tokens.ndim != 1 or not np.isin(tokens, np.arange(len(VOCABULARY))).all():
        raise ValueError(
            f"tokens is {tokens}; it should be a row of numbers from 0 to {len(VOCABULARY) - 1}"
        )
    return " ".join(VOCABULARY[int(token)] for token in tokens)
