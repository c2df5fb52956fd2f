"""Forms, hooks, containers and the canary: what the page links to is there, words are spelt."""

import http.server
import json
import re
import subprocess
import threading
import tomllib
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from reader.verdicts import FORM, with_form

from moreisdifferent.display import box as boxes
from tools.reading import outside
from tools.supply import canary

ROOT = Path(__file__).parents[2]
FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"


def fields(form: str) -> dict[str, bool]:
    """Return field → whether it is required."""
    body = yaml.safe_load((FORMS / form).read_text("utf-8"))["body"]
    return {item["id"]: item.get("validations", {}).get("required", False) for item in body}


@pytest.mark.parametrize("form", ["verdict.yml", "number.yml", "page.yml"])
def test_a_form_asks_for_the_claim(form):
    assert "claim" in fields(form)
    about = yaml.safe_load((FORMS / form).read_text("utf-8"))
    assert about["name"] and about["description"] and any(fields(form).values())


def test_doubt_this_fills_in_the_form_on_the_page_and_an_issue_elsewhere(monkeypatch, tmp_path):
    monkeypatch.setattr(boxes, "repository_url", lambda: "https://forge.example/one/two")
    record = {"claim": "more-wins", "statement": "More & more is better.", "verdict": "partly"}
    link = boxes._doubt(record)
    assert with_form(link, tmp_path) == link, "without forms it stays as it is"
    assert yaml.safe_load((FORMS / "config.yml").read_text())["blank_issues_enabled"] is True
    (address,) = re.findall(r'href="([^"]+)"', with_form(link, ROOT))
    asked = parse_qs(urlsplit(address.replace("&amp;", "&")).query)
    assert asked.pop("template") == [FORM] and asked.pop("title") == ["Doubt: more-wins"]
    assert asked["claim"] == ["more-wins"] and set(asked) <= set(fields(FORM))
    assert asked["says"][0].endswith("The course says: partly.")
    assert "More & more is better." in asked["says"][0]


def test_the_hooks_are_what_make_lint_does_and_spelling():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0][
        "hooks"
    ]
    entries = [hook["entry"].removesuffix(" --force-exclude") for hook in hooks]
    command = ["make", "--no-print-directory", "--dry-run", "--always-make", "lint"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.splitlines()
    for line in said[-3:]:
        assert line.removesuffix(" .") in entries, line
    assert ".venv/bin/codespell" in entries


def test_the_container_runs_the_commands_of_the_readme():
    text = (ROOT / "Dockerfile").read_text("utf-8")
    assert "RUN make book" in text and "make test" in text
    about = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    assert about["postCreateCommand"] == "make book"
    assert (ROOT / ".devcontainer" / about["build"]["dockerfile"]).resolve() == ROOT / "Dockerfile"
    assert f" AS {about['build']['target']}\n" in text


def test_pages_for_newcomers_keep_their_length():
    assert len((ROOT / "CONTRIBUTING.md").read_text("utf-8").splitlines()) <= 45
    readme = (ROOT / "README.md").read_text("utf-8").partition("## Trust")[0]
    assert len(readme.splitlines()) <= 60, "the README stays one screen"


def test_the_canary_takes_the_ranges_and_says_what_moved():
    torch, others = canary.requirements()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert torch.startswith("torch>=") and torch not in others
    assert set(project["dependencies"]) < {torch, *others}
    lock = canary.locked()
    assert lock["torch"] and lock["jupyter-book"]
    moved = canary.newer({"torch": "99", "new": "1", "numpy": lock["numpy"]}, lock)
    assert moved == [f"torch {lock['torch']} → 99"]
    said = canary.report({"the verdicts of 01_x": False, "the library's tests": True}, moved)
    assert (
        "1 of 2 passed." in said and "- failed: the verdicts of 01_x" in said and moved[0] in said
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](https://a.b/c_(d)) and <https://e.f>.", ["https://a.b/c_(d)", "https://e.f"]),
        ("(see https://a.b/c).", ["https://a.b/c"]),
        ("url = {https://a.b/c},", ["https://a.b/c"]),
        ('<a href="http://a.b?x=1#y">', ["http://a.b?x=1#y"]),
        ("eprint = {1610.01644},", ["https://arxiv.org/abs/1610.01644"]),
    ],
)
def test_addresses_are_read_without_what_follows_them(text, found):
    assert outside.addresses(text) == found


def test_links_that_lead_out_are_found_where_they_stand():
    found = outside.outside(ROOT)
    own = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["repository"]["url"]
    assert len(found) > 10 and not any(a.startswith((own, "http://localhost")) for a in found)
    assert any("references.bib" in places for places in found.values())


def test_a_page_that_is_gone_is_told_from_one_that_refuses():
    class Host(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response({"/ok": 200, "/no": 403}.get(self.path, 404))
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}"
        answers = {
            f"{here}/{name}": outside.ask(f"{here}/{name}#x", 5) for name in ("ok", "no", "x")
        }
        server.shutdown()
    assert list(answers.values()) == ["ok", "not known: 403", "gone: 404"]
    said = outside.report(answers, {address: ["a.md"] for address in answers})
    assert "1 ok, 1 gone, 1 not known." in said and f"- gone: 404: {here}/x (a.md)" in said
