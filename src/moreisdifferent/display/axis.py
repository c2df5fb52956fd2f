"""The axis of a strip: where its rule has zones, how far it reaches, and its round numbers."""

import math

from .record import in_order

LOUD = ("restated", "partly", "refuted", "supported")  # whose drawing wins where sides share a zone
SHOWN = 40  # replicates that are still told apart as dots


def zones_of(name: str, rules: dict[str, dict]) -> list[dict]:
    """Return the zones of one piece of evidence from left to right, each with the side it speaks for.

    Where two sides share their bounds, one zone is drawn and names both.
    """
    zones: dict[tuple, dict] = {}
    for side, entries in in_order(rules):
        if name in entries:
            rule, word = entries[name], side.split()[0]
            same = zones.setdefault(
                (rule["least"], rule["most"]), {**rule, "side": word, "sides": []}
            )
            same["side"] = max(same["side"], word, key=LOUD.index)
            same["sides"].append(word)
            same["words"] = same["words"] or rule["words"]
    return sorted(zones.values(), key=bounds)


def bounds(rule: dict) -> tuple[float, float]:
    """Return the bounds of a rule record; an open side reaches to infinity."""
    least, most = rule["least"], rule["most"]
    return -math.inf if least is None else least, math.inf if most is None else most


def limits(rows: list[tuple[str, dict]], zones: list[dict]) -> tuple[float, float]:
    """Return the ends of an axis that shows every row, every bound and something of every zone."""
    seen = [value for _, e in rows for value in (e["low"], e["high"], *dots(e))]
    bounds = [zone[end] for zone in zones for end in ("least", "most") if zone[end] is not None]
    low, high = min(seen + bounds), max(seen + bounds)
    span = (high - low) or abs(high) or 1.0
    low_zones = [z["most"] for z in zones if z["least"] is None and z["most"] is not None]
    high_zones = [z["least"] for z in zones if z["most"] is None and z["least"] is not None]
    low = min([low - 0.05 * span, *(bound - 0.18 * span for bound in low_zones)])
    high = max([high + 0.05 * span, *(bound + 0.18 * span for bound in high_zones)])
    return low, high


def dots(evidence: dict) -> list[float]:
    """Return the replicates, if they are few enough to be told apart."""
    values = evidence.get("values") or []
    return list(values) if 1 < len(values) <= SHOWN else []


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return at most ``most`` round numbers between ``low`` and ``high``, evenly spaced."""
    rough = (high - low) / (most - 1)
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * k for k in (1, 2, 2.5, 5, 10) if size * k >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    return [k * step for k in range(first, math.floor(high / step + 1e-9) + 1)]


def tick_label(value: float, step: float) -> str:
    """Return a tick with the decimals of its step, a true minus and its thousands apart."""
    fine = math.floor(math.log10(step) + 1e-9)
    decimals = max(0, -fine + (round(step / 10.0**fine, 6) % 1 > 0))
    text = f"{value:.0e}" if decimals > 5 else f"{value:,.{decimals}f}"
    zero = float(text.replace(",", "")) == 0
    return "0" if zero else text.replace("-", "−")


def inside(zone: dict, evidence: dict) -> bool:
    """Say whether the whole interval lies in a zone, as its rule asks."""
    least, most = bounds(zone)
    if zone["strict"]:
        return least < evidence["low"] and evidence["high"] < most
    return least <= evidence["low"] and evidence["high"] <= most
