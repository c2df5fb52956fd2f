"""The drawings of *Descent*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.style import COLOURS
from .checks import check

RATES = ("grey", "sky", "blue", "purple", "vermillion")
LINES = ("-", "--", "-.", ":")
ARMS = {"plain": "grey", "early": "orange", "decay": "green", "dropout": "blue"}
DEPTHS = ("grey", "orange", "sky", "blue")


def _column(ax, place, values, colour, width=0.22):
    """Draw values as dots around a place, and their mean as a bar."""
    values = np.asarray(values, dtype=float)
    nudge = np.linspace(-width / 2, width / 2, len(values))
    ax.plot(place + nudge, values, ".", color=COLOURS[colour], ms=6, alpha=0.55)
    ax.plot([place - width, place + width], [values.mean()] * 2, color=COLOURS[colour], lw=2.5)


def edge(walks):
    """Draw the loss and the sharpness along trainings with several rates.

    Args:
        walks: rate → step, loss, and sharpness times rate over two, shape (T, 3).
    """
    good = walks and all(np.ndim(w) == 2 and np.shape(w)[1] == 3 and len(w) for w in walks.values())
    check(bool(good), "walks should map a rate to (T, 3)", walks=list(walks))
    fig, axes = plt.subplots(1, 2, figsize=(7.8, 3.4))
    for (rate, walk), colour, line in zip(walks.items(), RATES, LINES):
        step, loss, share = np.asarray(walk).T
        axes[0].plot(step, loss, line, color=COLOURS[colour], lw=1.6, label=f"rate {rate:g}")
        axes[1].plot(step, share, line, color=COLOURS[colour], lw=1.6)
    axes[1].axhline(1, color=COLOURS["ink"], ls="--", lw=1)
    axes[0].set(yscale="log", xlabel="step", ylabel="loss")
    axes[1].set(xlabel="step", ylabel="curvature · rate / 2", ylim=(0, None))
    axes[1].text(walk[-1][0], 1.06, "the edge", ha="right", fontsize=9)
    fig.legend(frameon=False, ncols=4, loc="outside upper center", fontsize=9)
    return fig


def schedules(noisy, exact):
    """Draw where several schedules end, with small batches and with all examples.

    Args:
        noisy, exact: schedule → heights above the least loss, shape (K,).
    """
    good = noisy and exact and all(np.size(v) for v in (*noisy.values(), *exact.values()))
    check(bool(good), "they should map to (K,)", noisy=list(noisy), exact=list(exact))
    fig, axes = plt.subplots(1, 2, figsize=(7.8, 3.5))
    for ax, losses, title in zip(axes, (noisy, exact), ("small batches", "all examples at once")):
        for place, (name, values) in enumerate(losses.items()):
            _column(ax, place, values, "vermillion" if name == "rising" else "blue")
        ax.set_xticks(range(len(losses)), list(losses), fontsize=9)
        ax.set_title(title, loc="left", fontsize=11)
        ax.set(yscale="log")
    axes[0].set_ylabel("height above the lowest point")
    return fig


def batches(sizes, steps, examples, cost):
    """Draw what a target takes in steps, examples and cost against the batch size.

    Args:
        sizes: shape (B,).
        steps, examples, cost: shape (B, K).
    """
    good = all(np.ndim(v) == 2 and len(v) == len(sizes) and np.size(v) for v in (steps, examples, cost))  # fmt: skip
    check(good, "they should be (B,) and three times (B, K)", sizes=sizes, steps=steps, examples=examples, cost=cost)  # fmt: skip
    fig, ax = plt.subplots(figsize=(6.8, 3.8))
    lines = (("examples", examples, "orange", "s--"), ("steps", steps, "grey", "^:"), ("cost, 32 at once", cost, "blue", "o-"))  # fmt: skip
    for name, values, colour, line in lines:
        ax.plot(sizes, np.mean(values, 1), line, color=COLOURS[colour], lw=1.7, ms=5, label=name)
        ax.plot(sizes, values, line[0], color=COLOURS[colour], ms=3, alpha=0.4)
    ax.set(xscale="log", yscale="log", xlabel="examples in a batch", ylabel="to the same loss")
    ax.set_xticks(sizes, [f"{size:,}" for size in sizes])
    ax.minorticks_off()
    ax.legend(frameon=False)
    return fig


def where_it_ends(trapped, widths, losses):
    """Draw a curve with two valleys, and final losses of networks against their width.

    Args:
        trapped: the share of starts in [-2, 2] that end in the shallower valley.
        widths: shape (W,).
        losses: shape (W, K).
    """
    good = np.ndim(losses) == 2 and len(losses) == len(widths) and np.size(losses)
    check(bool(good), "they should be (W,) and (W, K)", widths=widths, losses=losses)
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.8, 3.4))
    x = np.linspace(-1.7, 1.7, 300)
    left.plot(x, (x**2 - 1) ** 2 + 0.3 * x, color=COLOURS["ink"], lw=1.6)
    left.axvspan(2 - 4 * trapped, 1.7, color=COLOURS["vermillion"], alpha=0.15, lw=0)
    left.set(xlabel="where it starts", ylabel="height", xlim=(-1.7, 1.7))
    left.set_title("two valleys", loc="left", fontsize=11)
    for place, values in enumerate(np.maximum(losses, 1e-5)):
        _column(right, place, values, "blue")
    right.set_xticks(range(len(widths)), [str(w) for w in widths])
    right.set(yscale="log", xlabel="hidden units", ylabel="final training loss")
    right.set_title("networks, twelve starts", loc="left", fontsize=11)
    return fig


def layers(gradients, read):
    """Draw the gradient layer by layer before training, and what is read after it.

    Args:
        gradients: kind → norms, shape (L, K).
        read: kind → right answers in per cent, shape (K',).
    """
    good = gradients and list(gradients) == list(read) and all(np.ndim(g) == 2 and np.size(g) for g in gradients.values()) and all(np.size(r) for r in read.values())  # fmt: skip
    check(bool(good), "both should have the same kinds", gradients=list(gradients), read=list(read))  # fmt: skip
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.8, 3.6), width_ratios=(1.2, 1))
    for place, (kind, colour, line) in enumerate(zip(gradients, DEPTHS, LINES)):
        norms = np.maximum(gradients[kind], 1e-24).mean(1)
        left.plot(np.arange(1, len(norms) + 1), norms, line, color=COLOURS[colour], lw=1.8, label=kind)  # fmt: skip
        _column(right, place, read[kind], colour)
    left.set(yscale="log", xlabel="layer", ylabel="size of the gradient")
    left.legend(frameon=False, fontsize=9)
    right.axhline(10, color=COLOURS["ink"], ls=":", lw=1)
    right.set_xticks(range(len(read)), [kind.replace(", ", "\n") for kind in read], fontsize=9)
    right.set(ylabel="new digits read (%)", ylim=(0, 100))
    return fig


def regularizers(right):
    """Draw right answers with and without regularization, by size of network and kind of labels.

    Args:
        right: (share of wrong labels, width, arm) → per cent, shape (K,).
    """
    good = right and all(np.size(v) for v in right.values())
    check(bool(good), "right should map (share, width, arm) to (K,)", right=list(right))
    shares, widths = (list(dict.fromkeys(key[i] for key in right)) for i in (0, 1))
    fig, axes = plt.subplots(1, len(shares), figsize=(7.8, 3.7), sharey=True, squeeze=False)
    for ax, share in zip(axes[0], shares):
        for i, width in enumerate(widths):
            for j, (name, colour) in enumerate(ARMS.items()):
                if (share, width, name) in right:
                    place = i + 0.22 * (j - 1.5)
                    _column(ax, place, right[share, width, name], colour, width=0.09)
        ax.set_xticks(range(len(widths)), [f"{width} units" for width in widths])
        ax.set_title("right labels" if share == 0 else f"{share:.0%} by lot", loc="left", fontsize=11)  # fmt: skip
    for name, colour in ARMS.items():
        axes[0, 0].plot([], [], lw=2.5, color=COLOURS[colour], label=name)
    axes[0, 0].set_ylabel("new digits read (%)")
    fig.legend(frameon=False, ncols=4, loc="outside upper center", fontsize=9)
    return fig


def path(curvatures, steps):
    """Draw a walk in a valley seen from above.

    Args:
        curvatures: shape (2,), along and across.
        steps: shape (T, 2), T at least 1.
    """
    good = np.shape(curvatures) == (2,) and np.ndim(steps) == 2 and np.shape(steps)[1] == 2 and len(steps)  # fmt: skip
    check(bool(good), "they should be (2,) and (T, 2)", curvatures=curvatures, steps=steps)
    fig, ax = plt.subplots(figsize=(6.8, 3.0))
    x, y = np.meshgrid(np.linspace(-4.6, 4.6, 200), np.linspace(-1.6, 1.6, 120))
    height = (curvatures[0] * x**2 + curvatures[1] * y**2) / 2
    ax.contour(x, y, height, levels=np.geomspace(0.2, 30, 8), colors=[COLOURS["grey"]], linewidths=0.7)  # fmt: skip
    ax.plot(*np.asarray(steps).T, "o-", color=COLOURS["blue"], ms=3, lw=1.2)
    ax.plot(0, 0, "+", color=COLOURS["ink"], ms=9)
    ax.set(xlim=(-4.6, 4.6), ylim=(-1.6, 1.6), xlabel="along", ylabel="across")
    return fig
