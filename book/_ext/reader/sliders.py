"""Explorables on the page: the browser's own slider in place of the notebook's widget.

A notebook stores an explorable as a tree of widgets. On the page the same frames stand
under an ``<input type="range">``, which moves by mouse, keyboard and touch, announces its
value, and needs no widget library. Without JavaScript the first frame shows.
"""

import html
import json

from .registry import text

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"


def native(notebook: str, name: str) -> str:
    """Return the source of a notebook with every explorable as plain HTML.

    Raises:
        ValueError: if the notebook shows a widget that is no explorable.
    """
    content = json.loads(notebook)
    models = content["metadata"].pop("widgets", {}).get(STATE, {}).get("state", {})
    for number, cell in enumerate(content["cells"]):
        outputs = cell.get("outputs", [])
        views = [o for o in outputs if VIEW in o.get("data", {})]
        if views:
            frames = [o for o in outputs if "mid-first-frame" in page(o)]
            cell["outputs"] = [o for o in outputs if o not in views and o not in frames]
            cell["outputs"] += [as_slider(view, models, f"{name}-{number}") for view in views]
    return json.dumps(content)


def page(output: dict) -> str:
    return text(output.get("data", {}).get("text/html", ""))


def as_slider(view: dict, models: dict, name: str) -> dict:
    """Return the output that replaces a widget view."""

    def model(reference: str) -> dict:
        return models[reference.removeprefix("IPY_MODEL_")]["state"]

    box = model(view["data"][VIEW]["model_id"])
    if "mid-explorable" not in box.get("_dom_classes", []):
        raise ValueError(f"{name}: the page can show explorables, but no other widget")
    slider, stack = (model(child) for child in box["children"])
    frames = [model(child)["value"] for child in stack["children"]]
    markup = slider_html(slider["description"], slider["_options_labels"], frames, name)
    return {"output_type": "display_data", "metadata": {}, "data": {"text/html": markup}}


PRINTED = 4  # frames that go to paper, evenly spaced, the first and the last among them


def printed(n: int) -> set[int]:
    """Return which of ``n`` frames go to paper."""
    count = min(n, PRINTED)
    return {round(i * (n - 1) / max(count - 1, 1)) for i in range(count)}


def slider_html(title: str, labels: list[str], frames: list[str], name: str) -> str:
    words, title = html.escape(json.dumps(labels)), html.escape(title)
    on_paper = printed(len(frames))
    mark = ' class="mid-printed"'
    shown = "".join(
        f"<div{mark * (i in on_paper)}{' hidden' * (i > 0)}>{frame}</div>"
        for i, frame in enumerate(frames)
    )
    return (
        f'<div class="mid-explorable"><div class="mid-control" hidden>'
        f'<label for="slider-{name}">{title}</label> '
        f'<output for="slider-{name}">{html.escape(labels[0])}</output>'
        f'<input type="range" id="slider-{name}" min="0" max="{len(labels) - 1}" value="0" '
        f'autocomplete="off" aria-valuetext="{html.escape(labels[0])}" data-labels="{words}"></div>'
        f'<p class="mid-paper">{title}: {len(on_paper)} of the {len(frames)} frames of this slider.</p>'
        f'<div class="mid-frames" aria-live="polite">{shown}</div></div>'
    )
