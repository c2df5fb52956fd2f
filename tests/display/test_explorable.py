import sys

import matplotlib.pyplot as plt
import pytest

from moreisdifferent.display import explorable


def frames(n=3, size=(4, 3)):
    figs = []
    for k in range(n):
        fig, ax = plt.subplots(figsize=size)
        ax.plot([0, 1, 2], [k, 2 * k, k])
        figs.append(fig)
    return figs


def build(**changes):
    arguments = {
        "frames": frames(),
        "labels": ["one", "two", "three"],
        "title": "How many",
        "alt": ["a", "b", "c"],
        "reading": ["r", "s", "t"],
    }
    return explorable(**{**arguments, **changes})


def test_every_frame_has_alternative_reading_and_digest():
    found = build()
    assert [f'alt="{a}"' in page for a, page in zip("abc", found.frames)] == [True] * 3
    assert repr(found).count("panel:") == 3


def test_widget_links_slider_and_pictures_in_the_browser():
    box = build().widget()
    slider, stack = box.children
    assert slider.options == ("one", "two", "three")
    assert len(stack.children) == 3


def test_first_frame_is_shown_outside_the_widget(monkeypatch):
    shown = []
    module = sys.modules[explorable.__module__]
    monkeypatch.setattr(module, "display", lambda shown_object, **_: shown.append(shown_object))
    build()._ipython_display_()
    static, widget = shown
    assert "mid-first-frame" in static._repr_mimebundle_()[0]["text/html"]
    assert "widget-view" in next(iter(widget))


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"labels": ["one", "two"]}, "labels"),
        ({"alt": ["a"]}, "alt"),
        ({"reading": []}, "reading"),
        ({"alt": ["a", "", "c"]}, "alt"),
        ({"labels": ["one", "one", "two"]}, "labels"),
        ({"title": ""}, "title"),
        ({"frames": []}, "frames"),
        ({"frames": ["x", "y", "z"]}, "frames"),
    ],
)
def test_bad_input_names_the_argument(changes, name):
    with pytest.raises(ValueError, match=name):
        build(**changes)
    plt.close("all")


def test_frames_share_one_size():
    mixed = [*frames(2), *frames(1, size=(5, 3))]
    with pytest.raises(ValueError, match="one size"):
        build(frames=mixed)
    plt.close("all")
