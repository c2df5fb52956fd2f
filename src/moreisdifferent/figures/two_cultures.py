"""The drawings of *Two cultures*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.style import COLOURS
from ..evaluation.intervals import mean_interval

LOOKS = {  # colour, marker and line of everyone who plays
    "lasso": ("vermillion", "o", "-"),
    "ridge": ("purple", "s", "-"),
    "forest": ("blue", "^", "-"),
    "boosting": ("sky", "v", "--"),
    "knockoffs": ("green", "D", "-"),
    "logistic": ("vermillion", "o", "-"),
    "the modeller's choice": ("green", "D", "-"),
}
CAUSE, OTHER = COLOURS["green"], COLOURS["grey"]


def _errorbars(ax, x, rows, name, **more):
    """Draw the mean of each row with its 95 % interval in the look of a player."""
    colour, marker, line = LOOKS[name]
    means = [mean_interval(row) for row in rows]
    y = np.array([m.estimate for m in means])
    error = [y - [m.low for m in means], [m.high for m in means] - y]
    look = {"color": COLOURS[colour], "marker": marker, "ls": line, "label": name}
    ax.errorbar(x, y, error, capsize=2, elinewidth=1, **{**look, **more})


def _check_names(argument: str, players) -> None:
    """Raise a ValueError unless every player is one that the chapter knows."""
    for name in players:
        if name not in LOOKS:
            raise ValueError(f"{argument} has {name!r}; it should have some of {', '.join(LOOKS)}")


def two_hospitals(risks, lists, n_genes: int):
    """Draw what two forests say about the same new patients, and which genes they name.

    Args:
        risks: shape (2, N), the risk of each new patient by either forest.
        lists: shape (2, L), the genes that either forest ranks highest.
        n_genes: number of genes that there are.

    Raises:
        ValueError: if risks or lists do not have two rows, or a gene is not 0 to n_genes - 1.
    """
    risks, lists = np.asarray(risks), np.asarray(lists)
    if risks.ndim != 2 or lists.ndim != 2 or len(risks) != 2 or len(lists) != 2:
        raise ValueError(f"risks has {risks.shape}, lists {lists.shape}; both should have two rows")
    if lists.size and (lists.min() < 0 or lists.max() >= n_genes):
        raise ValueError(f"lists has genes beyond n_genes = {n_genes}; they should be below it")
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.4, 3.7), width_ratios=(1, 1.15))
    left.plot(*(100 * risks), "o", color=COLOURS["blue"], ms=3, alpha=0.5, mew=0)
    left.axline((40, 40), slope=1, color=OTHER, lw=0.8, ls=":")
    left.set(xlabel="risk by hospital A's forest (%)", ylabel="risk by hospital B's forest (%)")
    left.set_title("the same new patients", loc="left", fontsize=11)
    for side, (genes, name) in enumerate(zip(lists, "AB")):
        right.plot(np.full(len(genes), side), np.arange(1, len(genes) + 1), "o", color=OTHER, ms=4)
        right.text(side, -0.4, f"hospital {name}", ha="center", va="bottom", fontsize=10)
    for gene in np.intersect1d(*lists):
        ranks = [1 + np.flatnonzero(genes == gene)[0] for genes in lists]
        right.plot([0, 1], ranks, "o-", color=COLOURS["vermillion"], ms=5, lw=1.4)
    right.set(xlim=(-0.35, 1.35), ylim=(lists.shape[1] + 0.8, -1.6), ylabel="rank of the gene")
    right.set_xticks([])
    right.set_yticks([1, 5, 10, 15, 20])
    right.grid(visible=False)
    right.set_title(f"their {lists.shape[1]} most important genes", loc="left", fontsize=11)
    return fig


def contest(margins, causes, threshold: float):
    """Draw by how much each gene beats its copy, the largest first, and where the list ends.

    Args:
        margins: shape (D,), W of every gene; those that are zero are left out.
        causes: indices of the true causes.
        threshold: the smallest margin on the list, infinite when the list is empty.
    """
    margins = np.asarray(margins, float)
    if margins.ndim != 1 or not np.isfinite(margins).all():
        raise ValueError(
            f"margins has shape {margins.shape}; it should be one finite number a gene"
        )
    order = [j for j in np.argsort(-margins, kind="stable") if margins[j]]
    fig, ax = plt.subplots(figsize=(7.2, 3.2))
    colours = [CAUSE if j in set(np.asarray(causes).tolist()) else OTHER for j in order]
    ax.bar(np.arange(len(order)), margins[order], 0.8, color=colours)
    ax.axhline(0, color=COLOURS["ink"], lw=0.8)
    if np.isfinite(threshold):
        for sign in (1, -1):
            ax.axhline(sign * threshold, color=COLOURS["vermillion"], ls="--", lw=1)
        ax.text(len(order) - 0.5, threshold, "the list ends here", ha="right", va="bottom",
                color=COLOURS["vermillion"], fontsize=9)  # fmt: skip
    for colour, words in ((CAUSE, "cause"), (OTHER, "no cause")):
        ax.bar([0], [0], color=colour, label=words)
    ax.legend(frameon=False, fontsize=9, loc="lower left")
    ax.set(xlabel="genes that the lasso uses, in order", ylabel="gene minus copy, $W$")
    ax.set_xticks([])
    return fig


def dial(settings, auc, lists, to_predict: int, to_find: int):
    """Draw two scores of one player against the setting of its dial, and where each is best.

    Args:
        settings: shape (S,), falling.
        auc, lists: shape (K, S), the score of either game, world by world.
        to_predict, to_find: indices of the settings that were chosen for the games.
    """
    settings, auc, lists = np.asarray(settings), np.asarray(auc), np.asarray(lists)
    for name, scores in (("auc", auc), ("lists", lists)):
        if scores.ndim != 2 or scores.shape[1] != len(settings):
            raise ValueError(f"{name} has {scores.shape}; it should be (K, {len(settings)})")
    fig, ax = plt.subplots(figsize=(7.2, 3.6))
    right = ax.twinx()
    for axis, scores, chosen, name, colour in (
        (ax, auc, to_predict, "AUC on new patients", COLOURS["vermillion"]),
        (right, lists, to_find, "score of the list", COLOURS["green"]),
    ):
        means = [mean_interval(column) for column in scores.T]
        low, high = [m.low for m in means], [m.high for m in means]
        axis.fill_between(settings, low, high, color=colour, alpha=0.15, lw=0)
        axis.plot(settings, scores.mean(0), "o-", color=colour, ms=4)
        axis.axvline(settings[chosen], color=colour, ls="--", lw=1.2)
        axis.set_ylabel(name, color=colour)
        axis.tick_params(axis="y", labelcolor=colour)
    ax.set(xscale="log", xlabel="the dial: how firmly coefficients are held down", ylim=(0.48, 1))
    ax.set_xticks(settings, [f"{s:g}" for s in settings])
    ax.minorticks_off()
    right.set_ylim(0, None)
    right.grid(visible=False)
    return fig


def spread(causes, risk, right, found, ceiling):
    """Draw three scores against the number of genes that share one signal.

    Args:
        causes: shape (C,).
        risk, right, found: player → scores, shape (C, K): the AUC, the share of the list that is
            right, and the share of the causes that is on it.
        ceiling: shape (C,), the AUC of someone who knows every cause.
    """
    for argument, scores in (("risk", risk), ("right", right), ("found", found)):
        _check_names(argument, scores)
        for rows in scores.values():
            if len(rows) != len(causes):
                raise ValueError(
                    f"causes has {len(causes)}, a player {len(rows)} rows; they should be as many"
                )
    fig, axes = plt.subplots(1, 3, figsize=(9, 3.6))
    titles = ("AUC", "share of the list\nthat is a cause", "share of the causes\non the list")
    for ax, scores, title in zip(axes, (risk, right, found), titles):
        for name, rows in scores.items():
            _errorbars(ax, causes, rows, name)
        ax.set_title(title, loc="left", fontsize=11)
        ax.set(xscale="log", xlabel="genes that share the signal", ylim=(-0.04, 1.04))
        ax.set_xticks(causes, causes)
        ax.minorticks_off()
    axes[0].plot(causes, ceiling, color=OTHER, ls="--", lw=1, label="who knows the causes")
    axes[0].axhline(0.5, color=OTHER, ls=":", lw=1)
    axes[0].set_ylim(0.46, 1.02)
    axes[1].axhline(0.8, color=OTHER, ls=":", lw=1)
    axes[1].text(causes[-1], 0.8, "the promise", fontsize=9, ha="right", va="bottom")
    handles, labels = axes[0].get_legend_handles_labels()
    fig.legend(handles, labels, ncols=5, frameon=False, fontsize=9, loc="outside upper center")
    return fig


def removal(counts, choirs, soloists, without_causes, agreement):
    """Draw what a forest loses with its favourite genes, and on what two forests agree.

    Args:
        counts: shape (M,), how many favourite genes are deleted.
        choirs: shape (M, K), AUC after that where genes are redundant.
        soloists: shape (2, L), AUC with all genes and without counts[1] where they are not.
        without_causes: shape (K,), AUC where genes are redundant and every true cause is deleted.
        agreement: words → shares, shape (H,), drawn as bars from the top.
    """
    if len(counts) < 2 or len(choirs) != len(counts) or len(soloists) != 2:
        raise ValueError(
            f"counts has {len(counts)}, choirs {len(choirs)} and soloists {len(soloists)} rows; "
            "the first two should be as many, at least 2, and the last 2"
        )
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.6, 3.8), width_ratios=(1.15, 1))
    _errorbars(left, counts, choirs, "forest", label="choirs")
    _errorbars(left, counts[:2], soloists, "forest", label="soloists", color=COLOURS["orange"],
               marker="s", ls="--")  # fmt: skip
    none = mean_interval(without_causes).estimate
    left.plot([5], [none], "x", color=COLOURS["vermillion"], ms=9, mew=2.2,
              label="choirs, all true causes deleted")  # fmt: skip
    left.axhline(0.5, color=OTHER, ls=":", lw=1)
    left.set(xlabel="favourite genes deleted", ylabel="AUC on new patients", ylim=(0.45, 1))
    left.legend(frameon=False, fontsize=9, loc="lower right", bbox_to_anchor=(1, 0.1))
    for height, shares in enumerate(reversed(agreement.values())):
        found = mean_interval(shares)
        ends = [[found.estimate - found.low], [found.high - found.estimate]]
        right.barh(height, found.estimate, 0.55, color=COLOURS["blue"], xerr=ends, capsize=2)
    right.set_yticks(range(len(agreement)), list(reversed(agreement)))
    right.grid(axis="y", visible=False)
    right.set(xlabel="share, or correlation", xlim=(0, 1.05))
    return fig


def cultures(truths, scores, ceiling):
    """Draw the AUC of formulas and of trees in worlds whose truth has different forms.

    Args:
        truths: names of the worlds.
        scores: player → AUC, shape (T, K).
        ceiling: shape (T,), the AUC of someone who knows the truth.
    """
    _check_names("scores", scores)
    for rows in scores.values():
        if len(rows) != len(truths):
            raise ValueError(
                f"truths has {len(truths)}, a player {len(rows)} rows; they should be as many"
            )
    fig, ax = plt.subplots(figsize=(7.2, 3.8))
    for i, (name, rows) in enumerate(scores.items()):
        at = np.arange(len(truths)) + 0.12 * (i - (len(scores) - 1) / 2)
        _errorbars(ax, at, rows, name, ls="", ms=7)
    for i, height in enumerate(ceiling):
        words = "who knows the truth" if i == 0 else None
        ax.plot([i - 0.32, i + 0.32], [height] * 2, color=OTHER, ls="--", lw=1, label=words)
    ax.axhline(0.5, color=OTHER, ls=":", lw=1)
    ax.set_xticks(range(len(truths)), truths)
    ax.grid(axis="x", visible=False)
    ax.set(ylabel="AUC on new patients", ylim=(0.46, 1), xlim=(-0.6, len(truths) - 0.4))
    ax.legend(ncols=3, frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, 1.2))
    return fig


def both_games(aucs, right, wrong, longest: float):
    """Draw everyone's AUC and list, split into causes and others.

    Args:
        aucs: player → AUC, shape (K,).
        right, wrong: player → number of causes and of other genes on the list.
        longest: the right end of the axis of lists.
    """
    _check_names("aucs", aucs)
    if set(aucs) != set(right) or set(aucs) != set(wrong):
        raise ValueError(f"right and wrong should have the players of aucs: {', '.join(aucs)}")
    fig, (risk, genes) = plt.subplots(1, 2, figsize=(7, 3.3), sharey=True)
    for height, (name, values) in enumerate(aucs.items()):
        colour, marker, _ = LOOKS[name]
        found = mean_interval(values)
        risk.hlines(height, 0.5, found.estimate, color=COLOURS[colour], lw=6)
        risk.errorbar(found.estimate, height, xerr=found.high - found.estimate, capsize=3, ms=9,
                      marker=marker, color=COLOURS[colour], ecolor=COLOURS["ink"])  # fmt: skip
        words = ("cause", "no cause") if height == 0 else (None, None)
        genes.barh(height, right[name], 0.55, color=CAUSE, label=words[0])
        genes.barh(height, wrong[name], 0.55, left=right[name], color="white", label=words[1],
                   edgecolor=COLOURS["vermillion"], hatch="///")  # fmt: skip
    risk.axvline(0.5, color=OTHER, ls=":")
    risk.set_yticks(range(len(aucs)), list(aucs))
    risk.set(xlabel="AUC on new patients", xlim=(0.45, 1), ylim=(-0.6, len(aucs) - 0.4))
    risk.set_title("predict", loc="left", fontsize=11)
    genes.set(xlabel="genes on the list", xlim=(0, longest))
    genes.set_title("find", loc="left", fontsize=11)
    genes.grid(axis="y", visible=False)
    genes.legend(loc="lower right", frameon=False, fontsize=9)
    return fig
