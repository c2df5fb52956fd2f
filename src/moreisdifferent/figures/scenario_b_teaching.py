"""The drawings of *Scenario B: teaching*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.style import COLOURS
from .checks import check

LINES = (
    ("vermillion", "-"),
    ("blue", "--"),
    ("green", "-."),
    ("grey", ":"),
    ("purple", (0, (5, 1))),
    ("ink", (0, (1, 1))),
)


def _curves(steps, curves, what="each"):
    good = np.ndim(steps) == 1 and len(curves) and len(curves) <= len(LINES)
    good = good and all(np.ndim(v) == 2 and len(v) == len(steps) and np.size(v) for v in curves.values())  # fmt: skip
    check(bool(good), f"{what} should be (T, K), at most six of them", steps=steps, curves=list(curves))  # fmt: skip


def answers_over_practice(steps, questions, written, right):
    """Write what a student answers to the same questions along its practice; right ones stand out.

    Args:
        steps: shape (T,).
        questions: Q strings.
        written: Q lists of T strings.
        right: shape (Q, T), whether an answer is right.
    """
    right = np.asarray(right, dtype=bool)
    good = len(questions) and right.shape == (len(questions), len(steps)) and right.size
    good = good and len(written) == len(questions) and all(len(w) == len(steps) for w in written)
    check(bool(good), "written and right should have a row a question and a column a step", right=right, steps=steps)  # fmt: skip
    fig, axes = plt.subplots(1, len(questions), figsize=(8, 0.34 * len(steps) + 0.9), sharey=True)
    for ax, question, answers, marks in zip(np.atleast_1d(axes), questions, written, right):
        for row, (text, good) in enumerate(zip(answers, marks)):
            ax.text(0.02, row, text, va="center", fontsize=10, color=COLOURS["blue" if good else "grey"],
                    weight="bold" if good else "normal")  # fmt: skip
        ax.set_title(f"({question})′ =", loc="left", fontsize=11)
        ax.set(xlim=(0, 1), ylim=(len(steps) - 0.5, -0.5), xticks=[])
        ax.set_yticks(range(len(steps)), [f"{step}" for step in steps])
        ax.tick_params(length=0)
        ax.grid(False)
        for side in ("top", "right", "bottom"):
            ax.spines[side].set_visible(False)
    np.atleast_1d(axes)[0].set_ylabel("steps of practice")
    return fig


def _draw(ax, steps, curves, looks=None):
    looks = looks or dict(zip(curves, LINES))
    for name, curve in curves.items():
        colour, line = looks[name]
        ax.plot(steps, 100 * np.asarray(curve), color=COLOURS[colour], alpha=0.25, lw=0.7)
        ax.plot(steps, 100 * np.mean(curve, 1), ls=line, color=COLOURS[colour], lw=2.3, label=name)


def learning_curves(steps, curves):
    """Draw the exam solved over practice, a thin line a student and a thick one their mean.

    Args:
        steps: shape (T,).
        curves: name → shares of the exam, shape (T, K), at most six.
    """
    _curves(steps, curves)
    fig, ax = plt.subplots(figsize=(7.4, 3.7))
    _draw(ax, steps, curves)
    last, gap = -np.inf, 6.5
    for name in sorted(curves, key=lambda n: np.mean(curves[n][-1])):
        last = max(100 * np.mean(curves[name][-1]), last + gap)
        colour = LINES[list(curves).index(name)][0]
        ax.text(steps[-1] * 1.02, last, name, color=COLOURS[colour], va="center", fontsize=10)
    ax.set(xlabel="steps of practice", ylabel="exam solved (%)", xlim=(0, steps[-1] * 1.42), ylim=(0, 104))  # fmt: skip
    return fig


def side_by_side(panels):
    """Draw learning curves in panels that share their axes and their names.

    Args:
        panels: title → (steps of shape (T,), name → shares of the exam of shape (T, K)).
    """
    good = len(panels) and all(len(panel) == 2 for panel in panels.values())
    check(bool(good), "each panel should be steps and curves", panels=list(panels))
    for steps, curves in panels.values():
        _curves(steps, curves, "panels: each")
    names = list(dict.fromkeys(name for _, curves in reversed(panels.values()) for name in curves))
    check(len(names) <= len(LINES), "there should be at most six names", names=names)
    looks = dict(zip(names, LINES))
    fig, axes = plt.subplots(1, len(panels), figsize=(8, 3.5), sharey=True, squeeze=False)
    for ax, (title, (steps, curves)) in zip(axes[0], panels.items()):
        _draw(ax, steps, curves, looks)
        ax.set_title(title, loc="left", fontsize=11)
        ax.set(xlabel="steps of practice", ylim=(0, 104))
    axes[0, 0].set_ylabel("exam solved (%)")
    axes[0, -1].legend(frameon=False, fontsize=9, loc="lower right")
    return fig


def two_rulers(steps, whole, partial, line):
    """Draw the same practice by two marks, whole exercises and partial credit, each of its final level.

    Args:
        steps: shape (T,).
        whole: skill → share of its exercises solved, (T, K).
        partial: share of digits right above blind guessing, (T, K).
        line: shape (T,), what it is compared with, from 0 to 1.
    """
    _curves(steps, whole)
    _curves(steps, {"partial": partial}, "partial")
    check(np.shape(line) == np.shape(steps), "line should be (T,)", line=line)
    fig, ax = plt.subplots(figsize=(7.4, 3.6))
    for (name, curve), (_, dash) in zip(whole.items(), LINES):
        mean = np.mean(curve, 1)
        colour = COLOURS["vermillion" if name.startswith("x·") else "blue"]
        ax.plot(steps, 100 * mean / max(mean[-1], 1e-9), color=colour, ls=dash, lw=1.5, label=name)
    mean = np.mean(partial, 1)
    ax.plot(steps, 100 * mean / max(mean[-1], 1e-9), color=COLOURS["green"], lw=3, label="partial credit")  # fmt: skip
    ax.plot(steps, 100 * np.asarray(line), ":", color=COLOURS["grey"], lw=1.5, label="evenly")
    for share in (10, 90):
        ax.axhline(share, color=COLOURS["grey"], lw=0.6)
    ax.set(xlabel="steps of practice", ylabel="share of the final level (%)", ylim=(0, 106))
    ax.legend(frameon=False, fontsize=9, loc="center right")
    return fig


def transfer(arms, steps, free):
    """Draw what a linear readout finds in each frozen layer, and how fast free students learn.

    Args:
        arms: name → share of new exercises solved, shape (K, L): layers from the lowest.
        steps: shape (T,).
        free: name → share solved over practice, shape (T, K); names of ``arms``.
    """
    _curves(steps, free)
    good = arms and all(np.ndim(v) == 2 and np.size(v) for v in arms.values())
    good = good and len({np.shape(v)[1] for v in arms.values()}) == 1 and len(arms) <= len(LINES)
    good = good and set(free) <= set(arms)
    check(bool(good), "arms should have (K, L) each, with one L, and free some of them", arms=list(arms))  # fmt: skip
    fig, axes = plt.subplots(1, 2, figsize=(8, 3.5), sharey=True)
    for i, ((name, values), (colour, line)) in enumerate(zip(arms.items(), LINES)):
        places = np.arange(1, np.shape(values)[1] + 1) + 0.06 * (i - len(arms) / 2)
        for row in values:
            axes[0].plot(places, 100 * np.asarray(row), ".", color=COLOURS[colour], ms=4, alpha=0.5)
        axes[0].plot(places, 100 * np.mean(values, 0), ls=line, color=COLOURS[colour], lw=2, label=name)  # fmt: skip
    layers = range(1, np.shape(next(iter(arms.values())))[1] + 1)
    axes[0].set_xticks(list(layers), [f"layer {i}" for i in layers])
    axes[0].set(ylabel="second derivatives solved (%)", ylim=(0, 104))
    axes[0].set_title("read from a frozen layer", loc="left", fontsize=11)
    _draw(axes[1], steps, free, dict(zip(arms, LINES)))
    axes[1].set(xlabel="steps of practice")
    axes[1].set_title("all weights learn, 100 exercises", loc="left", fontsize=11)
    axes[0].legend(frameon=False, fontsize=9)
    return fig


def two_students(pairs, kinds, names):
    """Draw how easy each exercise is for one student against another, a panel a pair.

    Args:
        pairs: title → (ease for the first, for the second), shape (N,) each, from 0 to 1.
        kinds: shape (N,), the kind of each exercise, indices into ``names``.
        names: of the kinds, at most six.
    """
    kinds = np.asarray(kinds)
    good = pairs and kinds.size and len(names) <= len(LINES) and set(kinds.tolist()) <= set(range(len(names)))  # fmt: skip
    good = good and all(len(p) == 2 and all(np.shape(v) == kinds.shape for v in p) for p in pairs.values())  # fmt: skip
    check(bool(good), "each pair should be two arrays like kinds, indices of names", kinds=kinds)
    fig, axes = plt.subplots(
        1, len(pairs), figsize=(8, 4.2), sharey=True, squeeze=False, layout="constrained"
    )
    for ax, (title, (first, second)) in zip(axes[0], pairs.items()):
        for i, (name, mark) in enumerate(zip(names, "o^sDvP")):
            here = kinds == i
            ax.plot(100 * np.asarray(first)[here], 100 * np.asarray(second)[here], mark, ms=4.5,
                    color=COLOURS[LINES[i][0]], alpha=0.55, mew=0, label=name)  # fmt: skip
        ax.plot([0, 100], [0, 100], color=COLOURS["grey"], lw=0.8)
        ax.set_title(title, loc="left", fontsize=11)
        ax.set(xlabel="exams at which one student solved it (%)")
        ax.set_aspect("equal")
    axes[0, 0].set_ylabel("… the other student (%)")
    handles, labels = axes[0, 0].get_legend_handles_labels()
    fig.legend(handles, labels, frameon=False, fontsize=9, loc="outside upper center", ncols=len(names))  # fmt: skip
    return fig


def layers_over_practice(steps, probes):
    """Draw what a linear readout of each layer solves along practice.

    Args:
        steps: shape (T,).
        probes: layer → share of the exam, shape (T, K).
    """
    _curves(steps, probes)
    fig, ax = plt.subplots(figsize=(6.6, 3.2))
    for (name, curve), (colour, line) in zip(probes.items(), LINES):
        ax.plot(steps, 100 * np.mean(curve, 1), ls=line, color=COLOURS[colour], lw=2, label=name)
    ax.set(xlabel="steps of practice", ylabel="exam solved (%)", ylim=(0, 104))
    ax.legend(frameon=False, fontsize=9, loc="lower right")
    return fig


def skills_now(now, end):
    """Draw what each skill has reached, in the outline of where it ends.

    Args:
        now: skill → share solved, shape (K,).
        end: skill → share solved at the end; the same skills.
    """
    good = now and list(now) == list(end) and all(np.size(v) for v in now.values())
    check(bool(good), "now and end should have the same skills", now=list(now), end=list(end))
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    shades = [COLOURS["vermillion" if name.startswith("x·") else "blue"] for name in now]
    ax.bar(list(end), [100 * np.mean(v) for v in end.values()], color="none", edgecolor=COLOURS["grey"], lw=0.8, ls=":")  # fmt: skip
    ax.bar(list(now), [100 * np.mean(v) for v in now.values()], color=shades, alpha=0.6)
    for place, values in enumerate(now.values()):
        ax.plot(place + np.linspace(-0.25, 0.25, np.size(values)), 100 * np.asarray(values), ".", color=COLOURS["ink"], ms=4)  # fmt: skip
    ax.set(ylim=(0, 105), ylabel="solved in the exam (%)", xlabel="one rule                         two rules")  # fmt: skip
    return fig
