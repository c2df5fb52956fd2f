"""The drawings of *Unlocking*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.style import COLOURS
from .interpolation import _check_lengths

DECAYS = (("vermillion", "-"), ("purple", "--"), ("orange", "-."))  # and none, dotted
SKILLS = (("green", "-"), ("orange", "--"), ("ink", ":"))


def one_network(steps, accuracy, loss):
    """Draw the accuracy and the loss of one network over training.

    Args:
        steps, accuracy, loss: shape (T,), the loss in nats.
    """
    _check_lengths(steps=steps, accuracy=accuracy, loss=loss)
    fig, axes = plt.subplots(2, 1, figsize=(7.2, 4.2), sharex=True, height_ratios=(1.5, 1))
    for ax, values, chance, name in zip(
        axes, (accuracy, loss), (0.5, np.log(2)), ("share right", "loss (nats)")
    ):
        ax.axhline(chance, color=COLOURS["grey"], ls=":", lw=1.2)
        ax.plot(steps, values, color=COLOURS["vermillion"], lw=2)
        ax.set_ylabel(name)
    axes[0].text(steps[-1], 0.53, "a coin", ha="right", color=COLOURS["grey"], fontsize=10)
    axes[0].set(ylim=(0.4, 1.03))
    axes[1].set(xlabel="steps of training", ylim=(0, None))
    return fig


def under_the_curve(steps, known, new, share, controls):
    """Draw networks that memorise first and generalise later, and what rises underneath.

    Args:
        steps: shape (T,), the first above 0.
        known, new: shape (T, K), shares right among the pairs in and outside training.
        share: shape (T, K), the strongest frequency's share of the weights.
        controls: name → such shares, shape (T, K'), of networks that never generalise.
    """
    _check_lengths(known=known, new=new, share=share)
    _check_lengths(steps=steps, known=np.transpose(known), new=np.transpose(new))
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.6, 3.6))
    for values, name, (colour, line) in (
        (known, "known pairs", ("blue", "--")),
        (new, "new pairs", ("vermillion", "-")),
    ):
        left.plot(steps, values, color=COLOURS[colour], lw=0.6, alpha=0.4)
        left.plot(steps, np.mean(values, 1), line, color=COLOURS[colour], lw=2, label=name)
    left.set(ylabel="share right", ylim=(-0.03, 1.05))
    styles = (("vermillion", "-"), ("ink", ":"), ("green", "-."), ("purple", "--"))
    for (name, values), (colour, line) in zip(
        ({"it generalises": share} | controls).items(), styles
    ):
        _check_lengths(steps=steps, share=np.transpose(values))
        right.plot(steps, np.mean(values, 1), line, color=COLOURS[colour], lw=2, label=name)
    right.set(ylabel="one frequency's share", ylim=(0, 1.05))
    for ax, place in ((left, "center left"), (right, "upper left")):
        ax.set(xscale="log", xlabel="steps of training")
        ax.legend(fontsize=9, frameon=False, loc=place)
    return fig


def beside_ridge(steps, networks, times, ridges):
    """Draw a network that groks beside ridge regression that groks, each with several decays.

    Args:
        steps: shape (T,); times: shape (S,), the first above 0.
        networks: name of a decay → (shares right on known and new examples), each (T,).
        ridges: the same for ridge regression, each (S,).
    """
    for known, new in networks.values():
        _check_lengths(steps=steps, networks=known, new=new)
    for known, new in ridges.values():
        _check_lengths(times=times, ridges=known, new=new)
    fig, axes = plt.subplots(1, 2, figsize=(7.6, 3.9))
    for ax, at, curves, title in zip(
        axes, (steps, times), (networks, ridges), ("a network", "ridge regression")
    ):
        styles = (*DECAYS[: len(curves) - 1], ("ink", ":"))
        for (name, (known, new)), (colour, line) in zip(curves.items(), styles):
            ax.plot(at, known, color=COLOURS[colour], lw=0.9, alpha=0.5)
            ax.plot(at, new, line, color=COLOURS[colour], lw=2.2, label=name)
        ax.set(xscale="log", ylim=(-0.03, 1.08), title=title)
        ax.legend(fontsize=9, title="weight decay", title_fontsize=9, frameon=False)
    axes[0].get_legend().set_loc("center left")
    axes[1].get_legend().set_loc("lower right")
    axes[0].set(xlabel="steps of training", ylabel="share right")
    axes[1].set(xlabel="time of training")
    return fig


def two_crowds(by_width, by_data, width: int, n: int):
    """Draw what 128 networks end with, at the critical width and at the critical amount of data.

    Args:
        by_width, by_data: shape (K,), shares right.
        width, n: hidden units on the left, examples on the right.
    """
    _check_lengths(by_width=by_width)
    _check_lengths(by_data=by_data)
    fig, axes = plt.subplots(1, 2, figsize=(7.6, 3.3), sharey=True)
    titles = f"{width} hidden units", f"{n:,} examples"
    for ax, values, title, colour in zip(axes, (by_width, by_data), titles, ("vermillion", "blue")):
        ax.hist(values, bins=np.linspace(0.45, 1.0001, 34), color=COLOURS[colour])
        mean = np.mean(values)
        ax.axvline(mean, color=COLOURS["ink"], ls="--", lw=1.5)
        ax.annotate(
            "mean", (mean, 0.9), xycoords=("data", "axes fraction"), xytext=(-4, 0),
            textcoords="offset points", ha="right", fontsize=10,
        )  # fmt: skip
        ax.set(xlabel="share right on new examples")
        ax.set_title(title, loc="left", fontsize=11)
    axes[0].set_ylabel("networks")
    return fig


def exact_and_digits(widths, exact, digits, starts):
    """Draw one set of answers under two metrics, and three sizes with the line through the first two.

    Args:
        widths: shape (W,); exact, digits: shape (W, K), shares right.
        starts: lists of three indices of widths, evenly spaced on a logarithmic axis; the first and
            the last list are drawn.
    """
    _check_lengths(widths=widths, exact=np.transpose(exact), digits=np.transpose(digits))
    fig, axes = plt.subplots(1, 2, figsize=(7.6, 3.6), sharey=True)
    for values, name, marker, (colour, line) in (
        (digits, "digits", "s", ("blue", "--")),
        (exact, "whole sums", "o", ("vermillion", "-")),
    ):
        mean = np.mean(values, 1)
        axes[0].plot(widths, values, color=COLOURS[colour], lw=0.5, alpha=0.35)
        axes[0].plot(widths, mean, marker + line, color=COLOURS[colour], ms=4, lw=2, label=name)
    axes[1].plot(widths, mean, color=COLOURS["vermillion"], lw=4, alpha=0.25)
    for three, marker, colour in ((starts[0], "o", "ink"), (starts[-1], "D", "purple")):
        at, score = np.asarray(widths)[three], mean[three]
        projected = 2 * score[1] - score[0]
        axes[1].plot(at, [*score[:2], projected], "--", color=COLOURS[colour], lw=1.3)
        axes[1].plot(at, score, marker, color=COLOURS[colour], ms=7)
        axes[1].plot(at[[2, 2]], [score[2], projected], ":", color=COLOURS[colour], lw=1.8)
    for ax in axes:
        ax.set(xscale="log", xlabel="hidden units")
        ax.set_xticks(list(widths), [str(w) for w in widths], fontsize=9)
        ax.minorticks_off()
    axes[0].set(ylabel="share right", ylim=(-0.03, 1.45), yticks=np.linspace(0, 1, 6))
    axes[0].legend(fontsize=9, frameon=False, loc="upper left")
    axes[0].set_title("two metrics", loc="left", fontsize=11)
    axes[1].set_title("whole sums, three sizes at a time", loc="left", fontsize=11)
    return fig


def skills(steps, accuracy, loss):
    """Draw next-word skills over training, by two metrics.

    Args:
        steps: shape (T,), the first above 0.
        accuracy, loss: skill → shape (T, K); the loss in nats, where a coin has log 2.
    """
    fig, axes = plt.subplots(1, 2, figsize=(7.6, 3.6))
    for ax, curves, chance, name in zip(
        axes, (accuracy, loss), (0.5, np.log(2)), ("share right", "loss (nats)")
    ):
        ax.axhline(chance, color=COLOURS["grey"], ls=":", lw=1.2)
        for (skill, values), (colour, line) in zip(curves.items(), SKILLS):
            _check_lengths(steps=steps, accuracy=np.transpose(values))
            ax.plot(steps, values, color=COLOURS[colour], lw=0.5, alpha=0.35)
            ax.plot(steps, np.mean(values, 1), line, color=COLOURS[colour], lw=2, label=skill)
        ax.set(xscale="log", xlabel="steps of training", ylabel=name)
    axes[0].legend(fontsize=9, frameon=False)
    return fig


def crowd(losses, widths, means, now: int):
    """Draw 128 final losses at one width, and the mean at every width with a mark at ``now``.

    Args:
        losses: shape (K,), in nats.
        widths, means: shape (W,); ``now`` is the index of one of them.
    """
    _check_lengths(losses=losses)
    _check_lengths(widths=widths, means=means)
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3.2), width_ratios=(1.5, 1))
    left.hist(losses, bins=np.linspace(0, 0.75, 31), color=COLOURS["vermillion"])
    left.axvline(means[now], color=COLOURS["ink"], ls="--", lw=1.5)
    left.set(xlabel="final loss (nats)", ylabel="networks", ylim=(0, 132))
    right.plot(widths, means, "o-", color=COLOURS["grey"], ms=4)
    right.plot(widths[now], means[now], "o", color=COLOURS["ink"], ms=10)
    right.set(xscale="log", xlabel="hidden units", ylabel="mean loss (nats)", ylim=(0, None))
    right.set_xticks(list(widths), [str(w) for w in widths])
    right.minorticks_off()
    return fig
