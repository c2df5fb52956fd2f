"""Plain Sphinx is given what Jupyter Book would give it: the two YAML files stay the only source."""

import re
from pathlib import Path

import yaml
from jupyter_book.config import get_final_config

from tools.reading import plain

ROOT = Path(__file__).parents[2]
# what Jupyter Book sets and nothing here reads
UNUSED = {
    "comments_config",
    "html_logo",
    "latex_engine",
    "nb_execution_allow_errors",
    "nb_execution_cache_path",
    "nb_execution_excludepatterns",
    "nb_execution_in_temp",
    "use_jupyterbook_latex",
    "use_multitoc_numbering",
}
EMPTY = ("", False, [], {})


def test_the_settings_are_those_of_jupyter_book():
    theirs, _ = get_final_config(
        user_yaml=ROOT / "_config.yml", cli_config={"latex_individualpages": False}
    )
    ours = plain.settings(yaml.safe_load((ROOT / "_config.yml").read_text("utf-8")))
    assert set(ours["extensions"]) == set(theirs.pop("extensions")) - plain.APART
    options, default = ours.pop("html_theme_options"), theirs.pop("html_theme_options")
    assert {name: default[name] for name in options if name != "launch_buttons"} == {
        name: value for name, value in options.items() if name != "launch_buttons"
    }
    assert options["launch_buttons"].items() <= default["launch_buttons"].items()
    left = {name for name in set(theirs) - set(ours) if theirs[name] not in EMPTY}
    assert left <= UNUSED, "Jupyter Book sets more: name it in tools/reading/plain.py"
    assert {name: theirs[name] for name in ours if name in theirs} == {
        name: value for name, value in ours.items() if name in theirs
    }


def test_conf_py_is_python_with_whole_paths():
    text = plain.conf(ROOT)
    found = {}
    exec(compile(text, "conf.py", "exec"), found)
    assert found["html_static_path"] == [str(ROOT / "book" / "_static")]
    assert Path(found["html_favicon"]).exists()
    assert "course" in found["extensions"] and "jupyter_book" not in found["extensions"]


def test_pages_are_compared_by_the_text_of_their_article(tmp_path):
    for name, words in (("one", "It rises."), ("other", "It falls.")):
        (tmp_path / name).mkdir()
        for page, text in (("a.html", words), ("b.html", "the same")):
            body = f"<nav>{name}</nav><article><p>{text}</p></article>"
            (tmp_path / name / page).write_text(body)
    (tmp_path / "one" / "c.html").write_text("")
    found = plain.differing(tmp_path / "one", tmp_path / "other")
    assert found[0] == "a.html: -It rises.; +It falls."
    assert re.fullmatch(r"c\.html: only in .*one", found[1]) and len(found) == 2
