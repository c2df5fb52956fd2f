"""The drawings of *Verdict*: what was decided in, a Matplotlib figure out."""

import matplotlib.pyplot as plt

from ..display.style import COLOURS

VERDICTS = ("supported", "partly", "corrected", "refuted", "undecided", "not testable here")
PAINT = dict(zip(VERDICTS, ("green", "orange", "sky", "vermillion", "grey", "purple")))
LETTERS = dict(zip(VERDICTS, ("white", "ink", "ink", "white", "white", "ink")))


def _known(verdicts) -> None:
    """Raise a ValueError unless every verdict is one of the six."""
    strange = sorted({str(v) for v in verdicts} - set(VERDICTS))
    if strange:
        raise ValueError(f"verdicts are {strange}; they should be of {', '.join(VERDICTS)}")


def standing(groups: dict[str, dict[str, int]]):
    """Draw how the claims of each group fared: a bar a group, a piece a verdict.

    Args:
        groups: title of a group → verdict → number of claims; from top to bottom.

    Raises:
        ValueError: if there is no group, one is empty, or a verdict is none of the six.
    """
    _known(v for verdicts in groups.values() for v in verdicts)
    if not groups or not all(sum(verdicts.values()) > 0 for verdicts in groups.values()):
        raise ValueError(f"groups are {groups}; each should have a claim, and one at least exist")
    fig, ax = plt.subplots(figsize=(7.2, 0.55 * len(groups) + 1.0))
    for row, verdicts in enumerate(groups.values()):
        total, left = sum(verdicts.values()), 0.0
        for verdict in VERDICTS:
            share = verdicts.get(verdict, 0) / total
            ax.barh(row, share, 0.72, left, color=COLOURS[PAINT[verdict]], edgecolor="white")
            if share > 0.035:
                ax.text(left + share / 2, row, verdicts[verdict], ha="center", va="center",
                        color=COLOURS.get(LETTERS[verdict], LETTERS[verdict]), fontsize=9)  # fmt: skip
            left += share
    ax.set(yticks=range(len(groups)), xlim=(0, 1), xticks=())
    ax.set_yticklabels([f"{title} ({sum(v.values())})" for title, v in groups.items()], fontsize=9)
    ax.invert_yaxis()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.grid(False)
    shown = [v for v in VERDICTS if any(group.get(v) for group in groups.values())]
    marks = [plt.Rectangle((0, 0), 1, 1, color=COLOURS[PAINT[v]]) for v in shown]
    fig.legend(marks, shown, ncols=6, fontsize=8.5, frameon=False, loc="outside upper center",
               handlelength=1, columnspacing=1.2)  # fmt: skip
    return fig


def with_more(turned: dict[str, dict[str, str]], same: int):
    """Draw the claims whose verdict turned with more, and say how many did not.

    Args:
        turned: claim → scale (``"×1"``, ``"×4"``, …) → verdict.
        same: how many claims were run with more and kept their verdict.

    Raises:
        ValueError: if nothing turned, or a verdict is none of the six.
    """
    _known(v for verdicts in turned.values() for v in verdicts.values())
    if not turned:
        raise ValueError("turned is empty; it should hold a claim at least")
    scales = sorted({s for v in turned.values() for s in v}, key=lambda s: float(s[1:]))
    fig, ax = plt.subplots(figsize=(7.2, 0.5 * len(turned) + 1.1))
    for row, verdicts in enumerate(turned.values()):
        places = [scales.index(s) for s in scales if s in verdicts]
        ax.plot(places, [row] * len(places), color=COLOURS["grey"], lw=1, zorder=1)
        for place in places:
            verdict = verdicts[scales[place]]
            ax.text(place, row, verdict, ha="center", va="center", fontsize=9,
                    color=COLOURS.get(LETTERS[verdict], LETTERS[verdict]),
                    bbox={"boxstyle": "round,pad=0.35", "fc": COLOURS[PAINT[verdict]], "ec": "white"})  # fmt: skip
    ax.set(xlim=(-0.5, len(scales) - 0.5), ylim=(len(turned) - 0.4, -0.6))
    ax.set_xticks(range(len(scales)), scales)
    ax.set_yticks(range(len(turned)), list(turned), fontsize=9, family="monospace")
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.grid(False)
    ax.set_xlabel(f"{same} other claims that were run with more keep their verdict", fontsize=9)
    return fig
