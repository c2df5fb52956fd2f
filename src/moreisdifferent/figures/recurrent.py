"""The drawings of *Recurrent*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.style import COLOURS
from .checks import check

LOOKS = {"RNN": ("vermillion", "-"), "LSTM": ("blue", "--"), "GRU": ("green", ":")}
SIZES = (("sky", "o:"), ("orange", "s--"), ("vermillion", "D-"), ("ink", "^-."))
CHANCE = {"color": COLOURS["grey"], "lw": 0.9, "ls": (0, (2, 2))}


def _look(name):
    return LOOKS.get(name, ("purple", "-."))


def _lines(ax, x, curves, lw=2.2):
    """Draw the mean of each curve, values (X, K), and its replicates thin."""
    for name, values in curves.items():
        colour, line = _look(name)
        ax.plot(x, values, color=COLOURS[colour], lw=0.7, alpha=0.25)
        ax.plot(x, np.mean(values, 1), line, color=COLOURS[colour], lw=lw, label=name)


def _fit(x, curves) -> bool:
    shapes = [np.shape(values) for values in curves.values()]
    return bool(shapes) and all(len(s) == 2 and s[0] == len(x) > 0 < s[1] for s in shapes)


def two_memories(latch, line, shown):
    """Draw what two memories hold, unit by unit and step by step, and what each was shown.

    Args:
        latch, line: shape (T, H), each with units of its own.
        shown: what each was shown at each step, two rows of T short words.
    """
    good = np.ndim(latch) == np.ndim(line) == 2 and np.size(latch) and np.size(line)
    good = good and len(shown) == 2 and [*map(len, shown)] == [len(latch), len(line)]
    check(bool(good), "they should be (T, H), with T words each", latch=latch, line=line)
    fig, axes = plt.subplots(1, 2, figsize=(8, 3.7))
    titles = "a latch", "a delay line"
    for ax, states, words, title in zip(axes, (latch, line), shown, titles):
        ax.imshow(np.transpose(states), cmap="RdBu", vmin=-1.2, vmax=1.2, aspect="auto")
        ax.set_title(title, loc="left", fontsize=11)
        ax.set_xticks(range(len(words)), words, fontsize=10)
        ax.set(xlabel="shown, step by step", yticks=[])
        ax.tick_params(length=0)
        ax.grid(visible=False)
    axes[0].set_ylabel("units of the state")
    return fig


def fading(faded):
    """Draw how a gradient fades with distance, from the usual start and from one that holds.

    Args:
        faded: cell → log10 of its size, shape (T, 2, K).
    """
    good = faded and all(np.ndim(v) == 3 and np.shape(v)[1] == 2 and np.size(v) for v in faded.values())  # fmt: skip
    check(bool(good), "each should be (T, 2, K)", faded=list(faded.values()))
    fig, axes = plt.subplots(1, 2, figsize=(7.6, 3.6), sharey=True)
    for g, (ax, title) in enumerate(zip(axes, ("usual start", "a start that holds"))):
        for name, values in faded.items():
            _lines(ax, range(len(values)), {name: values[:, g]})
        ax.set_title(title, loc="left", fontsize=11)
        ax.set(xlabel="steps back", ylim=(-10.5, 0.6))
    axes[0].set_ylabel("size of the gradient")
    axes[0].set_yticks(range(-10, 1, 2), [f"$10^{{{k}}}$" if k else "1" for k in range(-10, 1, 2)])
    axes[1].legend(loc="lower left", frameon=False)
    return fig


def over_practice(steps, panels, ylabel: str, chance: float):
    """Draw learning curves, one panel a way of practising.

    Args:
        steps: shape (E,).
        panels: title → cell → values, shape (E, K).
        chance: what guessing is worth.
    """
    good = panels and all(_fit(steps, curves) for curves in panels.values())
    check(bool(good), "each panel should have curves (E, K)", steps=steps)
    width = max(4.4, 2.7 * len(panels))
    fig, axes = plt.subplots(1, len(panels), figsize=(width, 3.4), sharey=True, squeeze=False)
    for ax, (title, curves) in zip(axes[0], panels.items()):
        _lines(ax, steps, curves)
        ax.axhline(chance, **CHANCE)
        ax.set_title(title, loc="left", fontsize=10.5)
        ax.set(xlabel="steps of practice", ylim=(min(0, chance) - 0.04, 1.04))
    axes[0, 0].set_ylabel(ylabel)
    axes[0, -1].legend(frameon=False, loc="center right")
    return fig


def by_state_size(delays, copied, steps, curves, asked: int, chance: float):
    """Draw what networks with states of different sizes copy, after practice and along it.

    Args:
        delays: shape (D,), how many steps back is asked for.
        copied: units → share copied, shape (D, K).
        steps: shape (E,).
        curves: units → share copied along practice, shape (E, K), of the same networks.
        asked: how many symbols back the curves are about.
        chance: what guessing is worth.
    """
    good = _fit(delays, copied) and _fit(steps, curves) and list(copied) == list(curves)
    check(
        good,
        "copied should be (D, K) and curves (E, K) of as many units",
        delays=delays,
        steps=steps,
    )
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.8, 3.6), sharey=True)
    for (units, values), (colour, line) in zip(copied.items(), SIZES):
        for row, delay in zip(values, delays):
            left.plot([delay] * len(row), row, ".", color=COLOURS[colour], ms=5, alpha=0.35)
        left.plot(delays, np.mean(values, 1), line, color=COLOURS[colour], label=f"{units} units")
    for values, (colour, line) in zip(curves.values(), SIZES):
        right.plot(steps, values, color=COLOURS[colour], lw=0.7, alpha=0.3)
        right.plot(steps, np.mean(values, 1), line, color=COLOURS[colour])
    for ax in (left, right):
        ax.axhline(chance, **CHANCE)
        ax.set_ylim(0, 1.04)
    left.set(xlabel="symbols back", ylabel="share copied")
    left.set_xticks(delays)
    right.set(xlabel="steps of practice")
    left.legend(frameon=False, fontsize=9, loc="upper right")
    left.set_title("after practice", loc="left", fontsize=11)
    right.set_title(f"{asked} back, on the way", loc="left", fontsize=11)
    return fig


def how_traces_move(alike, sizes):
    """Draw how alike the traces of two moments are, and how large the trace is at each.

    Args:
        alike: memory → cosines, shape (T, T).
        sizes: memory → size of the trace, shape (T,).
    """
    good = alike and list(alike) == list(sizes)
    good = good and all(np.shape(a) == (len(sizes[n]),) * 2 and len(sizes[n]) for n, a in alike.items())  # fmt: skip
    check(bool(good), "the same memories, (T, T) and (T,)", alike=list(alike), sizes=list(sizes))
    fig, axes = plt.subplots(1, len(alike) + 1, figsize=(2.9 * len(alike) + 2.6, 3.3), squeeze=False)  # fmt: skip
    for ax, (name, table) in zip(axes[0], alike.items()):
        image = ax.imshow(table, cmap="RdBu", vmin=-1, vmax=1)
        ax.set_title(name, loc="left", fontsize=10.5)
        ax.set(xlabel="steps after the symbol")
        ax.grid(visible=False)
    axes[0, 0].set_ylabel("steps after the symbol")
    fig.colorbar(image, ax=list(axes[0, :-1]), shrink=0.8, label="cosine", location="left")
    ax = axes[0, -1]
    for (name, size), (colour, line) in zip(sizes.items(), (("blue", "--"), ("vermillion", "-"))):
        top = np.max(size)
        ax.plot(np.divide(size, top if top > 0 else 1), line, color=COLOURS[colour], lw=2, label=name)  # fmt: skip
    ax.set_title("size of the trace", loc="left", fontsize=10.5)
    ax.set(xlabel="steps after the symbol", ylim=(-0.03, 1.28), yticks=[0, 0.5, 1])
    ax.legend(frameon=False, fontsize=9, loc="upper left")
    return fig


def how_long_how_many(gaps, held, practised: int, steps, many, chance: float):
    """Draw how long one symbol is held, and how eight at once are learned.

    Args:
        gaps: shape (G,), increasing.
        held: cell → share recalled, shape (G, K).
        practised: the longest gap of practice.
        steps: shape (E,).
        many: cell → share copied along practice, shape (E, K).
        chance: what guessing is worth.
    """
    good = _fit(gaps, held) and _fit(steps, many)
    check(good, "held should be (G, K) and many (E, K)", gaps=gaps, steps=steps)
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.8, 3.6), sharey=True)
    _lines(left, gaps, held)
    _lines(right, steps, many)
    left.axvspan(gaps[0], practised, color=COLOURS["yellow"], alpha=0.2, lw=0)
    left.text(gaps[0] * 1.2, 0.5, "practised", fontsize=9, color=COLOURS["grey"])
    left.set(xscale="log", xlabel="steps since the symbol", ylabel="share right", ylim=(0, 1.04))
    left.set_xticks((1, 10, 100, 1000), ("1", "10", "100", "1,000"))
    left.minorticks_off()
    left.set_title("one symbol, how long?", loc="left", fontsize=11)
    right.set_title("eight symbols at once", loc="left", fontsize=11)
    right.set_xlabel("steps of practice")
    for ax in (left, right):
        ax.axhline(chance, **CHANCE)
    right.legend(frameon=False, loc="lower right", bbox_to_anchor=(1, 0.14))
    return fig


def longer(lengths, right, practised: int):
    """Draw who is right about parity after more bits than were practised.

    Args:
        lengths: shape (L,), increasing.
        right: cell → share right, shape (L, K).
        practised: bits in practice.
    """
    check(_fit(lengths, right), "right should be (L, K)", lengths=lengths)
    fig, ax = plt.subplots(figsize=(7, 3.2))
    _lines(ax, lengths, right)
    ax.axhline(0.5, **CHANCE)
    ax.axvline(practised, color=COLOURS["yellow"], lw=6, alpha=0.5)
    ax.set(xscale="log", xlabel="bits read", ylabel="right about parity", ylim=(0.3, 1.03))
    ax.set_xticks(lengths, [f"{n:,}" for n in lengths])
    ax.minorticks_off()
    ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0.05, 0))
    return fig


def need_of_data(examples, explained, stocks, right, chance: float):
    """Draw two learners against fresh examples, and against a stock that does not grow.

    Args:
        examples: shape (E,), seen so far.
        explained: cell → share of the variance, shape (E, K).
        stocks: shape (S,).
        right: cell → share recalled, shape (S, K).
        chance: what guessing is worth in the second task.
    """
    good = _fit(examples, explained) and _fit(stocks, right)
    check(good, "explained should be (E, K) and right (S, K)", examples=examples, stocks=stocks)
    fig, (a, b) = plt.subplots(1, 2, figsize=(7.8, 3.4))
    _lines(a, examples, explained)
    _lines(b, stocks, right)
    a.axhline(0, **CHANCE)
    b.axhline(chance, **CHANCE)
    a.set(xlabel="fresh examples seen", ylabel="variance explained", ylim=(-0.3, 1.04))
    b.set(xlabel="examples in the stock", ylabel="share recalled", ylim=(0, 1.04), xscale="log")
    b.set_xticks(stocks, stocks)
    b.minorticks_off()
    a.set_title("adding", loc="left", fontsize=11)
    b.set_title("recall from few examples", loc="left", fontsize=11)
    b.legend(frameon=False, loc="lower right", bbox_to_anchor=(1, 0.1))
    return fig


def forecasts(price, guess, ratio):
    """Draw a price with its forecast, and what forecasts are worth in several worlds.

    Args:
        price, guess: shape (T,), in US dollars.
        ratio: world → error over that of no change, shape (K,), above 0.
    """
    good = np.ndim(price) == 1 and np.shape(price) == np.shape(guess) and np.size(price)
    good = good and ratio and all(np.size(v) and np.min(v) > 0 for v in ratio.values())
    check(bool(good), "they should be (T,), and ratios above 0", price=price, guess=guess)
    fig, (left, right) = plt.subplots(1, 2, figsize=(8, 3.6), width_ratios=(1.3, 1))
    left.plot(price, color=COLOURS["ink"], lw=1.3, label="price")
    left.plot(guess, color=COLOURS["blue"], lw=1.1, label="LSTM, a day ahead")
    left.set(xlabel="trading days", ylabel="US dollars")
    left.set_title("it looks like this", loc="left", fontsize=11)
    left.legend(frameon=False, loc="lower left")
    top = len(ratio) - 1
    for j, values in enumerate(ratio.values()):
        right.plot(values, [top - j] * len(values), "o", color=COLOURS["blue"], ms=5, alpha=0.6)
    right.axvline(1, color=COLOURS["ink"], lw=1)
    right.text(1.02, top + 0.42, "tomorrow = today", fontsize=9, color=COLOURS["ink"])
    right.set_yticks(range(top, -1, -1), list(ratio), fontsize=9)
    right.set(xlabel="error ÷ error of no change", xscale="log", ylim=(-0.5, top + 0.75))
    right.set_xticks((0.8, 1, 1.5, 2, 3), ("0.8", "1", "1.5", "2", "3"))
    right.minorticks_off()
    right.set_title("and is worth this", loc="left", fontsize=11)
    return fig


def at_a_gap(gaps, held, i: int, practised: int, chance: float):
    """Draw what each cell recalls across one gap, next to its curve.

    Args:
        gaps: shape (G,), increasing.
        held: cell → share recalled, shape (G, K).
        i: which gap.
        practised: the longest gap of practice.
        chance: what guessing is worth.
    """
    check(_fit(gaps, held) and 0 <= i < len(gaps), "held should be (G, K), i one of G", gaps=gaps)
    fig, (left, plot) = plt.subplots(1, 2, figsize=(6.6, 3.3), width_ratios=(1, 1.5), sharey=True)
    plot.axvspan(gaps[0], practised, color=COLOURS["yellow"], alpha=0.2, lw=0)
    for j, (name, values) in enumerate(held.items()):
        colour, line = _look(name)
        left.bar(j, np.mean(values[i]), 0.6, color=COLOURS[colour])
        left.plot([j] * len(values[i]), values[i], "o", color=COLOURS["ink"], ms=2.5)
        plot.plot(gaps, np.mean(values, 1), line, color=COLOURS[colour], lw=1.5)
        plot.plot(gaps[i], np.mean(values[i]), "o", color=COLOURS[colour], ms=8)
    for ax in (left, plot):
        ax.axhline(chance, **CHANCE)
    left.set_xticks(range(len(held)), list(held))
    left.set(ylim=(0, 1.06), ylabel="share recalled")
    left.set_title(f"gap {gaps[i]:,}", loc="left", fontsize=11)
    plot.set(xscale="log", xlabel="gap (yellow: practised)")
    plot.set_xticks((1, 10, 100, 1000), ("1", "10", "100", "1,000"))
    plot.minorticks_off()
    return fig
