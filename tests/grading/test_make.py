"""The commands of the page for instructors: paths with blanks, and the recipe for a container."""

import subprocess

from tools.teaching.student import ROOT


def recipe(*arguments: str) -> str:
    command = ["make", "-n", "-o", ".venv/.installed", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_paths_may_have_blanks():
    text = recipe(
        "grade",
        "SUBMISSIONS=week 4",
        "GRADES=my grades",
        "ROSTER=my class.csv",
        "REGRADE=Ann Lee",
        "LOOK=1",
    )
    assert 'tools.teaching.grade "week 4" --grades "my grades"' in text
    assert '--roster "my class.csv"' in text and '--regrade "Ann Lee"' in text and "--look" in text
    assert '--private "my tests"' in recipe("assignments", "PRIVATE=my tests")


def test_a_container_has_no_network_and_cannot_write_to_what_was_handed_in():
    text = recipe(
        "grade", "CONTAINER=podman", "SUBMISSIONS=week 4", "ROSTER=my class.csv", "CHAPTER=04"
    )
    assert "podman build" in text and "--network none" in text and "pip" not in text
    assert '"$(realpath "week 4")":/private/submissions:ro' in text
    assert '"$(realpath "my class.csv")":/private/class.csv:ro' in text
    assert '--roster /private/class.csv  --chapter "04"' in text
    file = (ROOT / "tools" / "teaching" / "Containerfile").read_text()
    for name in [
        word for line in file.splitlines() if line.startswith("COPY") for word in line.split()[1:-1]
    ]:
        assert (ROOT / name).exists(), name
    assert "chapters" not in file and "tests" not in file
