"""The drawings of *Over-parameterization*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.contact import contact_sheet
from ..display.style import COLOURS

PLAIN, RIDGE, WRONG = COLOURS["vermillion"], COLOURS["blue"], COLOURS["vermillion"]
COUNTS = {10: "10", 100: "100", 1000: "1,000", 10**4: "10,000", 10**5: "100,000"}


def _check_lengths(**arrays) -> None:
    """Raise a ValueError unless the last axes of all arrays are of one length, at least 1."""
    lengths = {np.shape(values)[-1:] for values in arrays.values()}
    if len(lengths) != 1 or lengths & {(), (0,)}:
        words = ", ".join(f"{name} has {np.shape(v)}" for name, v in arrays.items())
        raise ValueError(f"shapes do not fit: {words}; their last axes should be of one length")


def _counts(ax, low: float, high: float, words: str) -> None:
    """Give a logarithmic axis of counts whole powers of ten for ticks."""
    ax.set(xscale="log", xlabel=words)
    ticks = [tick for tick in COUNTS if low <= tick <= high]
    ax.set_xticks(ticks, [COUNTS[tick] for tick in ticks])
    ax.minorticks_off()


def _band(ax, x, values, colour, line="-", marker="o", label=None) -> None:
    """Draw the mean of values (K, P) and the band in which all K lie."""
    values = np.asarray(values, dtype=float)
    seen = np.isfinite(values).any(axis=0)
    x, values = np.asarray(x)[seen], values[:, seen]
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    ax.fill_between(x, low, high, color=colour, alpha=0.15, lw=0)
    ax.plot(
        x, np.nanmean(values, axis=0), line, marker=marker, color=colour, ms=4, lw=1.6, label=label
    )


def one_model(known, told, right, new, said, answers):
    """Draw digits with the labels they came with, and new digits with what a model says.

    Args:
        known, new: shape (N, 1, H, W), N at most 12; told, right: shape (N,), the labels of the known
            ones as they were told and as they are; said, answers: shape (N,), of the new ones.
    """
    for one, two, three in ((known, told, right), (new, said, answers)):
        _check_lengths(told=two, right=three, images=np.zeros(len(one)))
    fig, axes = plt.subplots(2, 1, figsize=(7.2, 2.9))
    rows = (
        (known, told, right, "known digits, and the label each came with: all are fitted"),
        (new, said, answers, "new digits, and what the model says"),
    )
    for ax, (images, shown, true, words) in zip(axes, rows):
        contact_sheet(ax, images, len(images))
        step = images.shape[-1] + 2
        for i, (label, answer) in enumerate(zip(shown, true)):
            wrong = int(label) != int(answer)
            ax.text(
                step * (i + 0.5), -2, f"{int(label)}", ha="center", va="bottom", fontsize=14,
                color=WRONG if wrong else COLOURS["ink"], weight="bold" if wrong else "normal",
            )  # fmt: skip
        ax.text(0, -10.5, words, fontsize=10, va="bottom", color=COLOURS["grey"])
    return fig


def descent(features, errors, n: int):
    """Draw the error against the number of features, without and with a ridge.

    Args:
        features: shape (P,).
        errors: title → shape (K, P, 3), % misread: known digits without a ridge, new ones without and
            new ones with one.
        n: number of known digits.
    """
    for values in errors.values():
        _check_lengths(features=features, errors=np.swapaxes(values, -1, -2))
    fig, axes = plt.subplots(1, len(errors), figsize=(7.6, 3.7), sharey=True, squeeze=False)
    for ax, (title, values) in zip(axes[0], errors.items()):
        known, plain, ridge = np.moveaxis(np.asarray(values), -1, 0)
        ax.axvline(n, color=COLOURS["ink"], ls=":", lw=1)
        ax.plot(features, known.mean(0), "--", color=COLOURS["grey"], lw=1.3, label="known digits")
        _band(ax, features, plain, PLAIN, label="new digits")
        _band(ax, features, ridge, RIDGE, marker="s", label="new, with a ridge")
        ax.set_title(title, loc="left", fontsize=11)
        ax.set(ylim=(-3, 100))
        _counts(ax, min(features), max(features), "features")
    axes[0, 0].set_ylabel("misread (%)")
    axes[0, 0].legend(fontsize=9, frameon=False, loc="upper left")
    axes[0, -1].text(n * 1.15, 97, "as many features\nas digits", fontsize=9, va="top")
    return fig


def folded(features, used, error, n: int):
    """Draw the same errors against the number of features and against the number that is in use.

    Args:
        features: shape (P,); used, error: shape (P,), effective parameters and % misread.
        n: number of known digits; the points up to n features are one branch, the others another.
    """
    _check_lengths(features=features, used=used, error=error)
    features, used, error = (np.asarray(v, dtype=float) for v in (features, used, error))
    fig, axes = plt.subplots(1, 2, figsize=(7.6, 3.7), sharey=True)
    for ax, x, words in ((axes[0], features, "features"), (axes[1], used, "effective parameters")):
        for branch, colour, marker, name in (
            (features <= n, COLOURS["purple"], "o", f"up to {n} features"),
            (features >= n, COLOURS["green"], "s", f"{n} features and more"),
        ):
            ax.plot(x[branch], error[branch], "-", marker=marker, color=colour, ms=5, label=name)
        ax.set(ylim=(0, 100))
        _counts(ax, min(x), max(x), words)
    axes[0].set_ylabel("misread (%)")
    axes[0].legend(fontsize=9, frameon=False, loc="lower left")
    for value, place in ((features[0], "left"), (features[-1], "right")):
        at = int(np.flatnonzero(features == value)[0])
        axes[1].annotate(
            f"{int(value):,} features", (used[at], error[at]), fontsize=9,
            xytext=(6, 6 if place == "left" else -16), textcoords="offset points",
        )  # fmt: skip
    return fig


def by_width(widths, errors, published):
    """Draw the test error of trained networks against their width, for several shares of wrong labels.

    Args:
        widths: shape (P,); errors: label → shape (K, P), in %, up to three of them.
        published: (widths, errors), each of shape (Q,), a curve that somebody else measured.
    """
    for values in errors.values():
        _check_lengths(widths=widths, errors=values)
    _check_lengths(published=published[0], errors=published[1])
    fig, ax = plt.subplots(figsize=(7.2, 4.1))
    looks = (("orange", "D"), ("vermillion", "o"), ("blue", "s"))
    for (label, values), (colour, marker) in zip(errors.items(), looks):
        _band(ax, widths, values, COLOURS[colour], marker=marker, label=label)
    ax.plot(*published, ":", color=COLOURS["ink"], marker="x", ms=5, lw=1.2, label="one in seven, published")  # fmt: skip
    ax.set(xscale="log", xlabel="units in each of two hidden layers", ylabel="test error (%)")
    ax.set_xticks([8, 16, 32, 64, 128, 256], ["8", "16", "32", "64", "128", "256"])
    ax.minorticks_off()
    ax.legend(fontsize=9, frameon=False, loc="upper right")
    return fig


def plane(sizes, features, errors, needed, level: float):
    """Draw errors over the plane of data and features, and how much data reaches a level.

    Args:
        sizes: shape (T,), numbers of digits; features: shape (P,).
        errors: title → shape (T, P), in %, for two ways to fit.
        needed: title → shape (K, P), digits that bring the error down to ``level``, in %; not a number
            where none did.
    """
    for title, table in errors.items():
        _check_lengths(features=features, errors=table, needed=needed[title])
        _check_lengths(sizes=sizes, errors=np.transpose(table))
    fig, axes = plt.subplots(1, 3, figsize=(8.6, 3.5), width_ratios=(1, 1, 1.15))
    steps = [5, 8, 11, 15, 20, 25, 30, 40, 50, 60, 70, 80, 90]
    for ax, (title, table) in zip(axes, errors.items()):
        ax.contourf(sizes, features, np.transpose(table), steps, cmap="cividis_r", extend="both")
        ax.contour(sizes, features, np.transpose(table), [level], colors=COLOURS["ink"], linewidths=2)  # fmt: skip
        ends = max(sizes[0], features[0]), min(sizes[-1], features[-1])
        ax.plot(ends, ends, ":", color="white", lw=1.6)
        ax.set(xscale="log", yscale="log", xlabel="digits")
        ax.set_xticks([100, 200, 400], ["100", "200", "400"])
        ax.set_yticks([100, 300, 1000], ["100", "300", "1,000"])
        ax.minorticks_off()
        ax.set_title(title, loc="left", fontsize=10)
    axes[0].set_ylabel("features")
    for (title, values), colour, marker in zip(needed.items(), (PLAIN, RIDGE), "os"):
        _band(axes[2], features, values, colour, marker=marker, label=title)
    axes[2].set(xscale="log", yscale="log", xlabel="features")
    axes[2].set_title(f"digits needed to misread {level:g} %", loc="left", fontsize=10)
    axes[2].set_xticks([100, 300, 1000], ["100", "300", "1,000"])
    axes[2].set_yticks([50, 100, 200, 400], ["50", "100", "200", "400"])
    axes[2].minorticks_off()
    axes[2].legend(fontsize=8.5, frameon=False)
    return fig


def passes(runs, free: float):
    """Draw how far networks with n pictures fall behind one that sees every picture once.

    Args:
        runs: n → (passes of shape (T,), gap in wrong answers (K, T), gap in probability (K, T)), both
            in points.
        free: number of passes at which a line is drawn.
    """
    for at, hard, soft in runs.values():
        _check_lengths(runs=at, hard=hard, soft=soft)
    fig, axes = plt.subplots(1, 2, figsize=(7.6, 3.6), sharey=True)
    looks = (("vermillion", "o"), ("orange", "s"), ("blue", "D"))
    for ax, which, title in ((axes[0], 1, "wrong answers"), (axes[1], 2, "probability missing")):
        ax.axhline(0, color=COLOURS["grey"], lw=1)
        ax.axvline(free, color=COLOURS["ink"], ls=":", lw=1)
        for (n, run), (colour, marker) in zip(runs.items(), looks):
            at, gap, colour = run[0], np.asarray(run[which], dtype=float), COLOURS[colour]
            sure = 2 * gap.std(0) / np.sqrt(len(gap))
            ax.fill_between(
                at, gap.mean(0) - sure, gap.mean(0) + sure, color=colour, alpha=0.2, lw=0
            )
            ax.plot(
                at, gap.mean(0), "-", marker=marker, color=colour, ms=4, label=f"{n:,} pictures"
            )
        longest = max(at[-1] for at, _, _ in runs.values())
        ax.set(
            xscale="log", xlabel="passes over the same pictures", xlim=(0.22, max(1, 1.3 * longest))
        )
        ax.set_xticks([1, 4, 16, 64], ["1", "4", "16", "64"])
        ax.minorticks_off()
        ax.set_title(title, loc="left", fontsize=11)
    axes[0].set_ylabel("behind fresh pictures (points)")
    axes[0].legend(fontsize=9, frameon=False, loc="upper left")
    return fig


def three_gaps(parts):
    """Draw how the gap between known and new pictures is made up, for several learners.

    Args:
        parts: learner → (robustness, memorization, rationality), each of shape (K,), in points.
    """
    for values in parts.values():
        _check_lengths(parts=values[0], memorization=values[1], rationality=values[2])
    fig, axes = plt.subplots(1, 3, figsize=(7.6, 0.9 + 0.42 * len(parts)), sharex=True, sharey=True)
    names = ("robustness", "memorization", "rationality")
    for i, (ax, name) in enumerate(zip(axes, names)):
        for y, values in enumerate(parts.values()):
            colour = COLOURS["vermillion"] if y == len(parts) - 1 else COLOURS["blue"]
            ax.plot([0, values[i].mean()], [y, y], color=colour, lw=5, alpha=0.35)
            ax.plot(values[i], np.full(len(values[i]), y), "o", color=colour, ms=4)
        ax.axvline(0, color=COLOURS["ink"], lw=1)
        ax.set_title(name, loc="left", fontsize=11)
        ax.set(xlabel="points", ylim=(len(parts) - 0.5, -0.5))
    axes[0].set_yticks(range(len(parts)), list(parts))
    return fig


def layers(reset, angle, blank):
    """Draw what it costs to set back one layer, and how well each layer's features tell the angle.

    Args:
        reset: shape (K, L), points of error that are added when layer l is set back.
        angle, blank: shape (K, L), R² of a probe after layer l, trained and untrained.
    """
    _check_lengths(reset=reset, angle=angle, blank=blank)
    at = np.arange(1, np.shape(reset)[-1] + 1)
    fig, axes = plt.subplots(1, 2, figsize=(7.2, 3.2))
    _band(axes[0], at, np.asarray(reset), COLOURS["vermillion"])
    axes[0].set(xlabel="hidden layer that is set back", ylabel="error added (points)", ylim=(0, None))  # fmt: skip
    _band(axes[1], at, np.asarray(angle), COLOURS["blue"], label="trained")
    _band(axes[1], at, np.asarray(blank), COLOURS["grey"], "--", "s", label="untrained")
    axes[1].set(xlabel="hidden layer", ylabel="how well it tells the angle (R²)", ylim=(0, None))
    axes[1].legend(fontsize=9, frameon=False)
    for ax in axes:
        ax.set_xticks(at)
    return fig


def fit_and_error(images, wrong, features, known, new, now: int):
    """Draw new digits, those misread in red frames, and both errors with a mark at ``now``.

    Args:
        images: shape (24, 1, H, W); wrong: shape (24,), bool.
        features, known, new: shape (P,), the last two in % misread; ``now`` is the index of one.
    """
    _check_lengths(features=features, known=known, new=new)
    _check_lengths(wrong=wrong, images=np.zeros(len(images)))
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3.4), width_ratios=(1.2, 1))
    contact_sheet(left, images, columns=6)
    step = np.shape(images)[-1] + 2
    for i in np.flatnonzero(wrong):
        x, y = step * (i % 6), step * (i // 6)
        frame = plt.Rectangle((x, y), step - 1.5, step - 1.5, fill=False, lw=2)
        frame.set_edgecolor(WRONG)
        left.add_patch(frame)
    right.plot(features, known, "--", color=COLOURS["grey"], lw=1.3, label="known digits")
    right.plot(features, new, "-", color=PLAIN, lw=1.6, label="new digits")
    right.plot(features[now], new[now], "o", color=PLAIN, ms=10)
    right.plot(features[now], known[now], "o", color=COLOURS["grey"], ms=7)
    right.set(ylabel="misread (%)", ylim=(-4, 100))
    _counts(right, min(features), max(features), "features")
    right.legend(fontsize=9, frameon=False, loc="upper left")
    return fig
