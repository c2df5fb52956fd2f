"""The drawings of *Training as teaching*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.style import COLOURS
from ..evaluation.intervals import mean_interval

COURSES = {  # colour and line of every way to go on that is drawn as a curve
    "nothing is done": ("grey", "-"),
    "lower rate, from the wreck": ("vermillion", "-"),
    "lower rate, from the checkpoint": ("blue", "-"),
    "restart": ("green", "--"),
    "GELU to ReLU": ("blue", "-"),
    "GELU to tanh": ("purple", "-"),
    "the same function, rescaled": ("vermillion", "-"),
    "restart with ReLU": ("green", "--"),
}
GROUPS = ("orange", "vermillion", "green")


def _check_lengths(**arrays) -> None:
    """Raise a ValueError unless the last axes of all arrays are of one length, at least 1."""
    lengths = {np.shape(values)[-1:] for values in arrays.values()}
    if len(lengths) != 1 or lengths & {(), (0,)}:
        words = ", ".join(f"{name} has {np.shape(v)}" for name, v in arrays.items())
        raise ValueError(f"shapes do not fit: {words}; their last axes should be of one length")


def gauges(steps, loss, dials, floor: float, turn: int):
    """Draw the loss of one run, and beside it what its other gauges show.

    Args:
        steps, loss: shape (T,), loss in nats a word.
        dials: name → values, shape (T,); three of them.
        floor: the loss of who knows only how often each word occurs.
        turn: the step at which the loss is lowest.

    Raises:
        ValueError: if shapes do not fit or there are not three ``dials``.
    """
    if len(dials) != 3:
        raise ValueError(f"dials has {len(dials)} entries; it should have three")
    _check_lengths(steps=steps, loss=loss, **dials)
    fig = plt.figure(figsize=(7.6, 4.2))
    grid = fig.add_gridspec(3, 2, width_ratios=(1.35, 1))
    left = fig.add_subplot(grid[:, 0])
    left.plot(steps, loss, color=COLOURS["ink"], lw=1.8)
    left.axhline(floor, color=COLOURS["grey"], ls=":", lw=1.3)
    left.text(steps[0] - 9, floor - 0.01, "word frequencies\nalone", fontsize=9, va="top")
    left.set(xlabel="step", ylabel="loss (nats a word)")
    left.set_ylim(min(loss) - 0.15, floor + 0.45)
    for i, (name, values) in enumerate(dials.items()):
        ax = fig.add_subplot(grid[i, 1], sharex=left)
        ax.plot(steps, values, color=COLOURS["vermillion"], lw=1.5)
        if max(values) > 100 * min(values):
            ax.set_yscale("log")
        else:
            ax.set_ylim(0, None)
        ax.set_title(name, loc="left", fontsize=10)
        ax.tick_params(labelbottom=i == 2)
        ax.axvline(turn, color=COLOURS["blue"], ls="--", lw=1)
    left.axvline(turn, color=COLOURS["blue"], ls="--", lw=1)
    ax.set_xlabel("step")
    return fig


def outcomes(groups, best: float, floor: float):
    """Draw what became of the runs under every treatment: a dot a run, a bar for the mean.

    Args:
        groups: where it began → (treatment → final losses, shape (K,)); at most three.
        best: mean of the lowest losses before the wreck.
        floor: the loss of who knows only how often each word occurs.

    Raises:
        ValueError: if ``groups`` is empty, has more than three entries, or losses differ in length.
    """
    if not 1 <= len(groups) <= len(GROUPS) or not all(groups.values()):
        raise ValueError(
            f"groups has {len(groups)} entries; it should have one to three, not empty"
        )
    _check_lengths(**{f"groups {g} {n}": v for g, arms in groups.items() for n, v in arms.items()})
    rows = sum(len(arms) for arms in groups.values()) + len(groups)
    fig, ax = plt.subplots(figsize=(7.4, 0.34 * rows + 0.9))
    y, ticks = 0, {}
    for (group, arms), colour in zip(groups.items(), GROUPS):
        ax.text(
            -0.02,
            y,
            group,
            fontsize=10,
            fontweight="bold",
            ha="right",
            va="center",
            transform=ax.get_yaxis_transform(),
        )
        for name, losses in arms.items():
            y += 1
            ticks[y] = name
            ax.plot(losses, np.full(len(losses), y), "o", color=COLOURS[colour], ms=4, alpha=0.45)
            if len(losses) > 1:
                mean = mean_interval(losses)
                ax.plot([mean.low, mean.high], [y, y], color=COLOURS["ink"], lw=2.5)
            ax.plot(np.mean(losses), y, "|", color=COLOURS["ink"], ms=12, mew=2)
        y += 1
    for at, words in ((best, "best before the wreck"), (floor, "word frequencies alone")):
        ax.axvline(at, color=COLOURS["grey"], ls=":", lw=1.3)
        ax.text(at, -0.75, words, fontsize=9, ha="center")
    ax.set_yticks(list(ticks), list(ticks.values()))
    ax.set(ylim=(y - 0.4, -0.6), xlabel="loss at the end (nats a word)")
    return fig


def courses(net_steps, net, line_steps, linear):
    """Draw how the loss goes on after the decision, in a network and in a linear fit.

    Args:
        net_steps, line_steps: shapes (T,) and (S,), since the decision.
        net, linear: way to go on → loss, shapes (T,) and (S,).

    Raises:
        ValueError: if shapes do not fit or a way has no colour in ``COURSES``.
    """
    fig, axes = plt.subplots(1, 2, figsize=(7.6, 3.7))
    for loss in net.values():
        _check_lengths(net_steps=net_steps, net=loss)
    for loss in linear.values():
        _check_lengths(line_steps=line_steps, linear=loss)
    panels = (("a Transformer", net_steps, net), ("least squares", line_steps, linear))
    for ax, (title, steps, ways) in zip(axes, panels):
        for name, loss in ways.items():
            colour, line = _look(name)
            ax.plot(steps, loss, line, color=colour, lw=1.7, label=name)
        ax.set_title(title, loc="left", fontsize=11)
        ax.set_xlabel("steps since the decision")
    axes[1].set(yscale="log", ylim=(0.02, 1e5), ylabel="squared error")
    axes[0].set(ylabel="loss (nats a word)", ylim=(None, 4.6))
    handles, labels = axes[0].get_legend_handles_labels()
    fig.legend(handles, labels, ncols=2, fontsize=9, loc="outside upper center", frameon=False)
    return fig


def since_swap(steps, ways):
    """Draw by how much runs differ from their unchanged twins after something was swapped.

    Args:
        steps: shape (T,), since the swap, from 0.
        ways: what was done → loss minus that of the unchanged run, shape (K, T).

    Raises:
        ValueError: if shapes do not fit or a way has no colour in ``COURSES``.
    """
    fig, ax = plt.subplots(figsize=(7.2, 3.8))
    for name, loss in ways.items():
        _check_lengths(steps=steps, loss=loss)
        colour, line = _look(name)
        mean, sem = np.mean(loss, 0), np.std(loss, 0) / np.sqrt(max(1, len(loss) - 1))
        ax.plot(steps, mean, line, color=colour, lw=1.8, label=name)
        ax.fill_between(steps, mean - 2 * sem, mean + 2 * sem, color=colour, alpha=0.15, lw=0)
    ax.axhline(0, color=COLOURS["ink"], lw=1)
    ax.set_xscale("symlog", linthresh=1, linscale=0.5)
    ax.set_yscale("symlog", linthresh=0.03, linscale=0.7)
    ax.set_xticks(steps, [str(s) for s in steps])
    ax.set_yticks([0, 0.03, 0.1, 0.3, 1], ["0", "0.03", "0.1", "0.3", "1"])
    ax.minorticks_off()
    ax.set(xlabel="steps since the swap", ylabel="loss above the unchanged run\n(nats a word)")
    ax.set(xlim=(-0.05, None), ylim=(-0.02, 3))
    fig.legend(fontsize=9, frameon=False, ncols=2, loc="outside upper center")
    return fig


def swap_at(steps, curves, times, now: int):
    """Draw the loss of a run whose activation was swapped at one moment, others in grey.

    Args:
        steps: shape (T,).
        curves: shape (A, T), the loss if the swap happened at each of ``times``.
        times: shape (A,), steps; ``now`` is the index of one of them.

    Raises:
        ValueError: if shapes do not fit.
    """
    _check_lengths(steps=steps, curves=curves)
    _check_lengths(times=times, curves=np.transpose(curves))
    fig, ax = plt.subplots(figsize=(7.0, 3.6))
    for curve in curves:
        ax.plot(steps, curve, color=COLOURS["grey"], lw=0.8, alpha=0.6)
    ax.plot(steps, curves[now], color=COLOURS["purple"], lw=2)
    ax.axvline(times[now], color=COLOURS["blue"], ls="--", lw=1.2)
    ax.set(xlabel="step", ylabel="loss (nats a word)", ylim=(None, 5.2))
    return fig


def _look(name):
    if name not in COURSES:
        raise ValueError(f"ways has {name!r}; it should be one of {', '.join(COURSES)}")
    colour, line = COURSES[name]
    return COLOURS[colour], line
