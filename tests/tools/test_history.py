"""Rules that changed after a result was stored are found, and nothing else is."""

import json
import subprocess

import pytest

from sample import chapter
from tools.trust import history

CALL = 'verdict("a", {{"x": x}}, supported_if={{"{name}": {rule}}}, refuted_if={{"x": below(0)}})'


@pytest.fixture
def project(tmp_path):
    """A repository whose commits are made by calling it with a rule, and an output or none."""
    (tmp_path / "chapters").mkdir()

    def git(*arguments):
        who = ["-c", "user.name=x", "-c", "user.email=x@x.org"]
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    def commit(rule, name="x", output=False, words=""):
        source = tmp_path / "chapters" / "01_x.md"
        source.write_text(chapter(CALL.format(rule=rule, name=name), words=words))
        record = {"moreisdifferent": {"claim": "a"}} if output else {}
        source.with_suffix(".ipynb").write_text(json.dumps(record))
        git("add", "-A")
        git("commit", "-qm", f"rule {rule}")
        return source

    git("init", "-q")
    return commit, tmp_path


def test_a_bound_that_moved_after_an_output_is_found(project):
    commit, root = project
    for rule, output in (("above(3)", False), ("above(2)", True), ("above(1)", True)):
        source = commit(rule, output=output)
    (change,) = history.changes(source, root)
    assert (change.claim, change.subject, change.words_only) == ("a", "rule above(1)", False)
    assert "− supported_if 'x' above(2)" in str(change) and "+ supported_if 'x' above(1)" in str(
        change
    )


def test_layout_and_prose_are_no_change(project):
    commit, root = project
    commit("above(2)", output=True)
    source = commit("above( 2 )", output=True, words="more prose")
    assert history.changes(source, root) == []


@pytest.mark.parametrize(
    ("rule", "name"), [("above(2)", "y"), ("at_least(2)", "x"), ('above(2, "worth it")', "x")]
)
def test_names_and_words_are_words_only(project, rule, name):
    commit, root = project
    commit("above(2)", output=True)
    found = history.changes(commit(rule, name=name, output=True), root)
    assert all(change.words_only for change in found)


def test_a_registry_that_says_so_is_read(tmp_path):
    registry = tmp_path / "claims.yml"
    registry.write_text("claims: [{id: a, revised: because}, {id: b}]")
    assert history.revised(registry) == {"a"}


def test_every_rule_that_changed_after_a_result_says_so():
    changed = {
        change.claim
        for source in history.find_chapters(history.ROOT / "chapters", [])
        for change in history.changes(source)
        if not change.words_only
    }
    assert changed <= history.revised(), "book/claims.yml needs `revised: why`"
