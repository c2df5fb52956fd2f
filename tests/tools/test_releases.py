"""The changelog tells which verdicts changed; an edition is made from its tag alone."""

import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest

from tools.releases import archive, changes
from tools.releases.changes import Change
from tools.releases.edition import edition

ROOT = Path(__file__).parents[2]
CHANGELOG = "# Changelog\n\nWords.\n\n## 0.2.0 (2027-01-02)\n\nIt grew.\n\n## 0.1.0 (2027-01-01)\n\nThe first.\n"


def claim(name, verdict, **more):
    return {"id": name, "chapter": "01", **({"verdict": verdict} if verdict else {}), **more}


def test_a_verdict_that_moved_is_told_with_its_reason():
    before = {"a": claim("a", "supported"), "b": claim("b", "partly"), "c": claim("c", "")}
    after = {
        "a": claim("a", "supported", more="partly", revised="A rule\nwas added."),
        "b": claim("b", "partly"),
        "c": claim("c", "refuted", note="Not told of a new one."),
    }
    found = changes.differences(before, after)
    assert [str(change) for change in found] == [
        "- `a` (01): supported → supported, with more partly. A rule was added.",
        "- `c` (01): refuted.",
    ]
    (gone,) = changes.differences({"x": claim("x", "partly")}, {})
    assert str(gone) == "- `x` (01): partly → removed."


def test_what_the_changelog_lacks_is_added_to_its_newest_part_alone():
    new, moved = Change("c", "01", "", "refuted"), Change("a", "01", "partly", "supported", "Why.")
    text = changes.with_lines(CHANGELOG, [new, moved])
    assert changes.lacking(CHANGELOG, [new, moved]) == [new, moved]
    assert changes.lacking(text, [new, moved]) == []
    assert text.endswith("## 0.1.0 (2027-01-01)\n\nThe first.\n")
    again = changes.with_lines(text, [Change("a", "01", "partly", "refuted", "Again.")])
    assert "`a` (01): partly → refuted. Again." in again and "supported" not in again


def test_version_and_date_are_those_of_the_newest_edition():
    now = edition(ROOT)
    listed = changes.editions((ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert listed[0] == (now.version, now.date)
    assert listed == sorted(listed, key=lambda e: [*map(int, e[0].split("."))], reverse=True)
    assert [date for _, date in listed] == sorted((date for _, date in listed), reverse=True)
    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert about["project"]["dynamic"] == ["version"] and "version" not in about["project"]
    assert about["tool"]["hatch"]["version"]["path"] == "CITATION.cff"


def test_the_changelog_tells_every_verdict_that_changed():
    found = changes.since_last(ROOT)
    if found is None:
        pytest.skip("the history of the edition before is not in this clone")
    assert "removed" not in [change.after for change in found], "a claim's id is for ever"
    missing = changes.lacking((ROOT / "CHANGELOG.md").read_text("utf-8"), found)
    assert [change.claim for change in missing] == [], "`make changes` adds them to CHANGELOG.md"


@pytest.fixture
def history(tmp_path):
    """A small repository with two editions, the older one with a tag."""

    def git(*arguments):
        who = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    (tmp_path / "book").mkdir()
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    registry = tmp_path / "book" / "claims.yml"
    git("init", "-q")
    for verdict, tag in (("supported", "v0.1.0"), ("refuted", "")):
        registry.write_text(f"claims:\n- {{id: a, chapter: '01', verdict: {verdict}}}\n")
        git("add", ".")
        git("commit", "-qm", verdict)
        if tag:
            git("tag", tag)
    return tmp_path


def test_the_edition_before_is_the_commit_with_its_tag(history):
    assert [str(c) for c in changes.since_last(history)] == ["- `a` (01): supported → refuted."]


def test_without_the_history_nothing_is_claimed(tmp_path):
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    assert changes.since_last(tmp_path) is None


def test_an_archive_holds_the_tagged_commit_and_not_the_working_tree(history, tmp_path_factory):
    (history / "CITATION.cff").write_text(
        "title: A\nauthors: [{name: B}]\nversion: 0.1.1\ndate-released: 2027-01-03\n"
    )
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c"]
    for command in (["add", "."], ["commit", "-qm", "c"], ["tag", "v0.1.1"], ["tag", "v9.9.9"]):
        subprocess.run([*git, *command], cwd=history, check=True)
    (history / "CHANGELOG.md").write_text("changed after the tag")
    (history / "untracked.txt").write_text("not in the tag")

    folder = tmp_path_factory.mktemp("editions")
    with pytest.raises(ValueError, match=r"'v1.0.0'; it should be a tag"):
        archive.clone("v1.0.0", folder / "none", history)
    with pytest.raises(ValueError, match=r"'v9.9.9', and the CITATION.cff of its commit has 0.1.1"):
        archive.clone("v9.9.9", folder / "other", history)
    archive.clone("v0.1.1", folder / "clone", history)
    page = folder / "clone" / "_build" / "html" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("the page")

    files, seconds = archive.files_of(folder / "clone"), archive.commit_time(folder / "clone")
    archive.pack(files, folder / "a-1.zip", seconds)
    archive.pack(files, folder / "again" / "a-1.zip", seconds)
    assert (folder / "a-1.zip").read_bytes() == (folder / "again" / "a-1.zip").read_bytes()
    with zipfile.ZipFile(folder / "a-1.zip") as packed:
        names = packed.namelist()
        assert packed.read("a-1/source/CHANGELOG.md").decode() == CHANGELOG
        assert packed.read("a-1/html/index.html") == b"the page"
        assert len(packed.read("a-1/SHA256SUMS").splitlines()) == len(names) - 1
    assert "a-1/source/untracked.txt" not in names
