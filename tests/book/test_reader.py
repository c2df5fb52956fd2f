"""What the pages are made of, without a build: sliders, citations, the last pass over a page."""

import base64
import json
from pathlib import Path

import pytest
from reader import pages, registry, sliders, sources, ways_in

ROOT = Path(__file__).parents[2]

BIBLIOGRAPHY = {
    "candes2018": (["candes", "fan"], "2018"),
    "vanhelden1985": (["van helden"], "1985"),
    "tibshiraniglossary": (["tibshirani"], ""),
    "erfa": (["the erfa contributors"], ""),
    "d2lretold": (["anonymous"], ""),
    "brown2020": (["brown", "others"], "2020"),
    "chen2020": (["chen", "kornblith"], "2020"),
    "chen2020big": (["chen", "others"], "2020"),
}


@pytest.mark.parametrize(
    ("label", "before", "key"),
    [
        ("Candès et al. 2018", "", "candes2018"),
        ("2018", "as Candès and Fan showed (", "candes2018"),
        ("Van Helden 1985", "", "vanhelden1985"),
        ("Tibshirani, undated", "", "tibshiraniglossary"),
        ("D2L retold", "", "d2lretold"),
        ("Candès 2017", "", None),
        ("Nobody 2018", "", None),
        ("2018", "as nobody showed (", None),
        ("Chen and others 2020", "", "chen2020"),
        ("Chen and others 2020b", "", "chen2020big"),
        ("Brown and others 2020", "", "brown2020"),
        ("Wang and others 2020", "", None),
        ("Fan 2018", "", "candes2018"),
        ("the survey", "An anonymous survey (", "d2lretold"),
        ("the survey", "Somebody's survey (", None),
    ],
)
def test_a_citation_needs_the_author_and_the_year(label, before, key):
    assert sources.find_key(label, before, BIBLIOGRAPHY) == key


def chapter() -> str:
    return next(iter(registry.notebooks(ROOT).values())).read_text("utf-8")


def test_an_explorable_becomes_the_browsers_slider():
    before, after = json.loads(chapter()), json.loads(sliders.native(chapter(), "01"))
    shown = "".join(sliders.page(o) for c in after["cells"] for o in c.get("outputs", []))
    assert "widgets" in before["metadata"]
    assert "widgets" not in after["metadata"]
    assert sliders.VIEW not in json.dumps(after)
    assert shown.count('type="range"') == 1
    assert "mid-first-frame" not in shown
    frames = shown.count('class="mid-frame"')
    assert f'max="{frames - 1}"' in shown
    assert shown.count(" hidden><div") + shown.count(" hidden><figure") >= frames - 1
    assert shown.count("mid-printed") == min(frames, 4), "a strip of frames goes to paper"


def test_another_widget_is_an_error():
    text = chapter().replace("mid-explorable", "other")
    with pytest.raises(ValueError, match="no other widget"):
        sliders.native(text, "01")


def test_the_last_pass_makes_files_of_pictures_and_can_be_repeated(tmp_path):
    picture = base64.b64encode(b"picture").decode()
    page = (
        '<head><script src="a.js"></script><script defer src="x/fontawesome.js?digest=1"></script>'
        f'</head><article><p>What & why</p><img alt="a" src="data:image/png;base64,{picture}"></article>'
    )
    once = pages.finished(page, tmp_path, "../")
    (file,) = (tmp_path / "_images").iterdir()
    assert file.read_bytes() == b"picture"
    assert f'loading="lazy" decoding="async" src="../_images/{file.name}"' in once
    assert "fontawesome" not in once
    assert '<script defer src="a.js">' in once
    assert '<meta name="description" content="What &amp; why" />' in once
    assert pages.finished(once, tmp_path, "../") == once


def test_every_way_in_follows_the_settings():
    theme = {
        "repository_url": "https://github.com/one/two",
        "repository_branch": "three",
        "launch_buttons": {"binderhub_url": "https://b", "colab_url": "https://c"},
    }
    found = ways_in.addresses(theme, "chapters/09_x")
    assert found["Binder"] == "https://b/v2/gh/one/two/three?urlpath=lab/tree/chapters/09_x.ipynb"
    assert found["Colab"] == "https://c/github/one/two/blob/three/chapters/09_x.ipynb"
    assert ways_in.install_line(theme) == "%pip install -q git+https://github.com/one/two@three"


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("<h1>T</h1><p>Why?</p><p>So.</p>", "<p>Why?</p>"),
        ('<h1>T</h1><div class="cell"><p>fold</p></div><p>Why?</p>', "</h1>"),
    ],
)
def test_the_ways_in_stand_below_the_question_and_never_inside_a_cell(body, after):
    theme = {
        "repository_url": "https://github.com/a/b",
        "repository_branch": "main",
        "launch_buttons": {"binderhub_url": "https://binder.org", "colab_url": "https://colab.org"},
    }
    page = ways_in.with_row(body, theme, "chapters/01_x")
    assert f'{after}<nav class="mid-ways"' in page
