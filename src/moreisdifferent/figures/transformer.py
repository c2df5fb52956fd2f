"""The drawings of *The Transformer*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

from ..display.style import COLOURS
from ..evaluation.intervals import mean_interval
from .checks import check

LOOKS = {
    "attention": ("blue", "o-"),
    "Transformer": ("blue", "o-"),
    "full": ("blue", "o-"),
    "one vector": ("vermillion", "s--"),
    "recurrent": ("vermillion", "s--"),
    "LSTM": ("vermillion", "s--"),
    "local": ("green", "^--"),
    "low rank": ("purple", "D--"),
    "kernel": ("orange", "v--"),
}


def _look(name):
    return LOOKS.get(name, ("grey", "o:"))


def _errorbars(ax, x, rows, name, shift=0.0):
    """Draw the mean of each column of (K, n) with its 95 % interval."""
    found = [mean_interval(column) for column in np.asarray(rows, float).T]
    y = np.array([f.estimate for f in found])
    ends = [y - [f.low for f in found], [f.high for f in found] - y]
    colour, style = _look(name)
    ax.errorbar(np.asarray(x) + shift, y, ends, fmt=style, color=COLOURS[colour], ms=5, capsize=2,
                elinewidth=1, label=name)  # fmt: skip


def _matrix(ax, shares, rows, columns):
    ax.imshow(shares, vmin=0, vmax=1, cmap="Blues", aspect="auto")
    ax.set_xticks(range(len(columns)), columns, rotation=90, fontsize=9)
    ax.set_yticks(range(len(rows)), rows, fontsize=9)
    ax.grid(visible=False)


def two_maps(maps, sentences, place: int):
    """Draw one head's attention matrix for two sentences, with the row of one word framed.

    Args:
        maps: shape (2, T, T), rows look at columns.
        sentences: two lists of T words.
        place: the word whose row is framed.
    """
    T = len(sentences[0]) if len(sentences) == 2 else 0
    good = np.shape(maps) == (2, T, T) and len(sentences[1]) == T > place >= 0 if T else False
    check(bool(good), "they should be (2, T, T) for two sentences of T words", maps=maps)
    fig, axes = plt.subplots(1, 2, figsize=(8, 4.4), sharey=True)
    for ax, shares, words in zip(axes, np.asarray(maps), sentences):
        _matrix(ax, shares, words, words)
        ax.add_patch(Rectangle((-0.5, place - 0.5), T, 1, fill=False, lw=2, color=COLOURS["vermillion"]))  # fmt: skip
        ax.set_title(f"… {' '.join(words[-2:])}", fontsize=11)
        ax.set_xlabel("looked at")
    axes[0].set_yticks(range(T), [*sentences[0][:-1], "(verb)"], fontsize=9)
    axes[0].set_ylabel("who looks")
    return fig


def anatomy(words, place: int, scores, shares):
    """Draw how one word attends: scores of its query with every key, shares, and what flows to it.

    Args:
        words: T words.
        place: the word that asks.
        scores, shares: shape (T,).
    """
    good = np.shape(scores) == np.shape(shares) == (len(words),) and 0 <= place < len(words)
    check(bool(good), f"they should be ({len(words)},)", scores=scores, shares=shares)
    fig, ax = plt.subplots(figsize=(8, 4.3))
    ax.set(xlim=(-2.8, len(words) - 0.4), ylim=(-0.5, 5.5))
    ax.axis("off")
    at, ink = np.arange(len(words)), COLOURS["ink"]
    heights = {"words": 0, "query · key": 1.3, "shares": 2.4, "values": 3.8, "answer": 5.0}
    for name, y in heights.items():
        ax.text(-2.7, y, name, va="center", color=COLOURS["grey"], fontsize=10)
    for i, (x, word, score, share) in enumerate(zip(at, words, scores, shares)):
        colour = COLOURS["vermillion"] if x == place else ink
        ax.text(
            x, 0.12 if i % 2 else -0.12, word, ha="center", va="center", fontsize=9, color=colour
        )
        ax.text(x, 1.3, f"{score:.1f}", ha="center", va="center", fontsize=9.5,
                color=COLOURS["blue"])  # fmt: skip
        ax.bar(x, share, 0.6, bottom=2.1, color=COLOURS["blue"])
        ax.plot([x - 0.3, x + 0.3], [2.1, 2.1], color=COLOURS["grey"], lw=0.8)
        ax.plot([x], [3.8], "s", color=COLOURS["green"], ms=9)
        if share > 0.02:
            ax.plot([x, place], [3.9, 4.85], color=COLOURS["green"], lw=0.5 + 6 * share, alpha=0.8)
    ax.annotate("query", (place, 0.95), (place, 0.28), ha="center", color=COLOURS["vermillion"],
                fontsize=9, arrowprops={"arrowstyle": "->", "color": COLOURS["vermillion"]})  # fmt: skip
    ax.plot([place], [5.0], "o", color=COLOURS["vermillion"], ms=11)
    return fig


def routes(from_it, from_verb, chance: float):
    """Draw for each network what is left when a word must not look at the right animal.

    Args:
        from_it, from_verb: shape (K,), sentences solved, %.
        chance: % of somebody who tosses a coin between the two animals.
    """
    good = np.ndim(from_it) == 1 and np.shape(from_it) == np.shape(from_verb) and np.size(from_it)
    check(bool(good), "they should be (K,)", from_it=from_it, from_verb=from_verb)
    fig, ax = plt.subplots(figsize=(7.2, 3.6))
    order = np.argsort(from_it)
    for i, k in enumerate(order):
        ax.plot([i, i], [from_it[k], from_verb[k]], color=COLOURS["grey"], lw=1, zorder=1)
    ax.plot(range(len(order)), np.asarray(from_it)[order], "o", color=COLOURS["blue"], ms=8,
            label="hidden from “it”")  # fmt: skip
    ax.plot(range(len(order)), np.asarray(from_verb)[order], "^", color=COLOURS["orange"], ms=8,
            label="hidden from the verb")  # fmt: skip
    ax.axhline(chance, color=COLOURS["ink"], ls=":", lw=1)
    ax.set(xlabel="network", ylabel="sentences solved, %", ylim=(-4, 104))
    ax.set_xticks(range(len(order)), [str(k + 1) for k in order])
    ax.legend(frameon=False, fontsize=9, loc="upper left", bbox_to_anchor=(0, 1.2), ncols=2)
    return fig


def price(lengths, milliseconds, megabytes):
    """Draw time and memory of layers against the length of a sequence.

    Args:
        lengths: shape (n,).
        milliseconds, megabytes: layer → shape (n,).
    """
    good = set(milliseconds) == set(megabytes) and milliseconds and all(
        np.shape(v) == np.shape(lengths) for values in (milliseconds, megabytes) for v in values.values())  # fmt: skip
    check(bool(good), "each layer should have one number a length", lengths=lengths)
    fig, axes = plt.subplots(1, 2, figsize=(7.6, 3.8))
    for ax, values, what in zip(
        axes, (milliseconds, megabytes), ("milliseconds, one pass", "peak memory, MB")
    ):
        for name, numbers in values.items():
            colour, style = _look(name)
            ax.loglog(lengths, numbers, style, color=COLOURS[colour], ms=5, label=name)
        ax.set(xlabel="length T", ylabel=what)
        ax.set_xticks(lengths[::2], lengths[::2])
        ax.minorticks_off()
    axes[0].legend(frameon=False, fontsize=9)
    return fig


def by_length(lengths, right, steps, along):
    """Draw digits copied against the length, and those of the longest against training.

    Args:
        lengths: shape (L,).
        right: arm → % right, shape (K, L).
        steps: arm → shape (S,).
        along: arm → % right of the longest, shape (S, K).
    """
    good = set(right) == set(steps) == set(along) and right and all(
        np.ndim(r) == 2 and np.shape(r)[1] == len(lengths) and len(r) > 1 for r in right.values())  # fmt: skip
    good = good and all(len(steps[name]) == len(along[name]) for name in right)
    check(bool(good), "each arm should be (K, L) and (S, K)", lengths=lengths)
    fig, (left, late) = plt.subplots(1, 2, figsize=(8, 3.6), sharey=True)
    for name in right:
        colour, style = _look(name)
        _errorbars(left, lengths, right[name], name)
        late.plot(steps[name], np.mean(along[name], 1), style, color=COLOURS[colour], ms=4)
        for curve in np.asarray(along[name]).T:
            late.plot(steps[name], curve, color=COLOURS[colour], lw=0.7, alpha=0.5)
    for ax in (left, late):
        ax.axhline(10, color=COLOURS["ink"], ls=":", lw=1)
    left.set(xlabel="digits in the sentence", ylabel="digits right, %", ylim=(0, 104))
    late.set(xlabel="training steps")
    left.set_title("after training", loc="left", fontsize=11)
    late.set_title("14 to 16 digits, on the way", loc="left", fontsize=11)
    left.legend(frameon=False, fontsize=9, loc="lower left", bbox_to_anchor=(0, 0.1))
    return fig


def by_distance(back, named):
    """Draw who names a symbol, against how far back it stood, one panel a way to practise.

    Args:
        back: shape (n,).
        named: practice → reader → % named, shape (K, n).
    """
    good = named and all(readers and all(np.ndim(v) == 2 and np.shape(v)[1] == len(back) and len(v) > 1
                         for v in readers.values()) for readers in named.values())  # fmt: skip
    check(bool(good), "each reader should be (K, n)", back=back)
    fig, axes = plt.subplots(1, len(named), figsize=(3.8 * len(named), 3.5), sharey=True, squeeze=False)  # fmt: skip
    for ax, (practice, readers) in zip(axes[0], named.items()):
        for name, curves in readers.items():
            _errorbars(ax, back, curves, name)
        ax.axhline(12.5, color=COLOURS["ink"], ls=":", lw=1)
        ax.set(xlabel="distance back", ylim=(0, 104))
        ax.set_title(f"practised {practice}", loc="left", fontsize=11)
    axes[0, 0].set_ylabel("named rightly, %")
    axes[0, 0].legend(frameon=False, fontsize=9, loc="center left")
    return fig


def variants(maps, places, n_cards: int):
    """Draw which cards the questions look at, one matrix a kind of attention; right cards are framed.

    Args:
        maps: kind → shape (Q, T), rows are questions.
        places: shape (Q,), the card of each question.
        n_cards: places for cards, the first of the T.
    """
    good = maps and all(np.ndim(m) == 2 and np.shape(m)[0] == np.size(places) for m in maps.values())  # fmt: skip
    check(bool(good), "each map should have a row for each of the places", places=places)
    fig, axes = plt.subplots(len(maps), 1, figsize=(7.4, 1.25 * len(maps) + 0.6), sharex=True, squeeze=False)  # fmt: skip
    for ax, (kind, shares) in zip(axes[:, 0], maps.items()):
        ax.imshow(np.abs(shares), vmin=0, vmax=1, cmap="Blues", aspect="auto")
        for row, place in enumerate(places):
            ax.add_patch(Rectangle((place - 0.5, row - 0.5), 1, 1, fill=False, lw=1.6, color=COLOURS["vermillion"]))  # fmt: skip
        ax.axvline(n_cards - 0.5, color=COLOURS["grey"], lw=1)
        ax.set_ylabel(kind, rotation=0, ha="right", va="center", fontsize=10, color=COLOURS[_look(kind)[0]])  # fmt: skip
        ax.set_yticks(range(len(places)), [])
        ax.grid(visible=False)
    axes[-1, 0].set(xlabel="places of the cards, then the four questions")
    axes[-1, 0].set_xticks([])
    return fig


def by_cards(n_cards, right, chance: float):
    """Draw questions answered against the number of cards on the table.

    Args:
        n_cards: shape (n,).
        right: kind → % right, shape (K, n).
        chance: % of somebody who guesses.
    """
    good = right and all(np.ndim(v) == 2 and np.shape(v)[1] == len(n_cards) and len(v) > 1 for v in right.values())  # fmt: skip
    check(bool(good), "each kind should be (K, n)", n_cards=n_cards)
    fig, ax = plt.subplots(figsize=(7.2, 3.7))
    for i, (kind, values) in enumerate(right.items()):
        _errorbars(ax, np.arange(len(n_cards)), values, kind, 0.06 * (i - (len(right) - 1) / 2))
    ax.axhline(chance, color=COLOURS["ink"], ls=":", lw=1)
    ax.set(xlabel="cards on the table", ylabel="questions answered, %", ylim=(0, 104))
    ax.set_xticks(range(len(n_cards)), n_cards)
    ax.legend(frameon=False, fontsize=9, loc="lower left")
    return fig


def heads(shares, words, place: int, layers: int):
    """Draw where every head looks from one word.

    Args:
        shares: shape (H, T), heads of the first block first.
        words: T words.
        place: the word that looks.
        layers: number of blocks; it divides H.
    """
    good = np.ndim(shares) == 2 and np.shape(shares)[1] == len(words) > place >= 0
    good = good and layers > 0 and len(shares) and len(shares) % layers == 0
    check(bool(good), f"they should be (H, {len(words)})", shares=shares)
    each = len(shares) // layers
    rows = [f"block {i // each + 1}, head {i % each + 1}" for i in range(len(shares))]
    fig, ax = plt.subplots(figsize=(7, 0.32 * len(rows) + 1.3))
    _matrix(ax, shares, rows, words)
    ax.tick_params(axis="x", rotation=50)
    ax.get_xticklabels()[place].set(color=COLOURS["vermillion"], fontweight="bold")
    return fig
