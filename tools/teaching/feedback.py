"""What a student is told: what was lost and why, in words, on one page that loads nothing."""

import html
from collections.abc import Sequence

from tools.teaching.answers import Chapter
from tools.teaching.grading import Mark

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
pre { overflow-x: auto; padding: .6rem .8rem; border: 1px solid #8886; border-radius: .3rem; }
code, pre { font: 14px/1.45 ui-monospace, monospace; }
.lost { border-left: .25rem solid #d55e00; padding-left: .8rem; }
.kept { border-left: .25rem solid #009e73; padding-left: .8rem; }
table { border-collapse: collapse; } td, th { padding: .2rem .8rem .2rem 0; text-align: left; vertical-align: top; }
.bar { display: inline-block; height: .8rem; background: #0072b2; }
"""


def number(x: float) -> str:
    return f"{x:g}"


def is_open(error: dict) -> bool:
    """Return whether a cell failed because nothing was written into it."""
    return error["name"] == "NoAnswer" or (error["name"], error["message"]) == (
        "NotImplementedError",
        "",
    )


def short_reason(error: dict) -> str:
    """Return why a cell failed in a few words, for a line of the table."""
    if is_open(error):
        return "no answer"
    if error.get("hidden") and not error["message"]:
        return f"{error['name']} in a test that is not shown"
    message = error["message"]
    if not message and not error.get("theirs", True):
        message = error.get("test", "")
    return " ".join(f"{error['name']}: {message}".split()).strip(": ")[:200]


def long_reason(error: dict) -> list[str]:
    """Return why marks were lost, as sentences for the student; code stands in ``` marks."""
    name, message = error["name"], error["message"].strip()
    said = f": {message}" if message else "."
    if is_open(error):
        return ["There is no answer here yet."]
    if name == "TooLong":
        return [f"Your code was {message}. Does a loop never end, or is much computed twice?"]
    if name == "Died":
        return [f"The program ended while your code ran: {message}."]
    if name == "NotPlain":
        return [f"What your code returned could not be compared: {message}."]
    if error.get("theirs", True):
        words = [f"Your code raised {name}{said}"]
        if error["lines"]:
            words.append("```" + "\n".join(error["lines"]))
        if name == "NameError":
            words.append("Helpers and imports must stand in the cell of the answer.")
        return words
    if error.get("hidden"):
        if name == "AssertionError":
            return [f"A test that is not shown failed, with other inputs{said}"]
        return [f"A test that is not shown could not use what your code returned ({name})."]
    words = [f"This did not hold{said}" if name == "AssertionError" else f"{name}{said}"]
    words.append("```" + error.get("test", ""))
    if error.get("calls"):
        words.append("Your code was called like this:")
        words.append("```" + "\n".join(error["calls"]))
    return words


def as_html(words: Sequence[str]) -> str:
    parts = []
    for text in words:
        code = text.startswith("```")
        inner = html.escape(text.removeprefix("```"))
        parts.append(f"<pre>{inner}</pre>" if code else f"<p>{inner}</p>")
    return "\n".join(parts)


def page(title: str, body: str) -> str:
    """Return a page that loads nothing from anywhere."""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8" />\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}" />\n'
        '<meta name="viewport" content="width=device-width" />\n'
        f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style></head>\n"
        f"<body>\n<h1>{html.escape(title)}</h1>\n{body}\n</body></html>\n"
    )


def test_section(chapter: Chapter, result: dict, mark: Mark) -> str:
    name = result["id"]
    most, got = chapter.points[name], mark.points.get(name, 0.0)
    words = long_reason(result["error"]) if result["error"] else ["All of it held."]
    by_hand = got != (0.0 if result["error"] else most)
    if by_hand:
        words = [*words, "The marks were changed by hand."]
    shown = html.escape(chapter.shown[name].strip())
    return (
        f'<section class="{"lost" if got < most else "kept"}"><h3>{html.escape(name)}: '
        f"{number(got)} of {number(most)}</h3>\n{as_html(words)}\n"
        f"<details><summary>The test, as far as it is shown</summary><pre>{shown}</pre></details>"
        "</section>"
    )


def student_page(
    who: str, chapter: Chapter, answers: dict, results: list, mark: Mark, notes
) -> str:
    """Return the page of feedback on one submission."""
    parts = [f"<p>{html.escape(who)}</p>"]
    parts.append(f"<p><strong>Score: {number(mark.score)} / {number(mark.max_score)}</strong></p>")
    lost = [r for r in results if r["kind"] == "test" and r["error"]]
    if lost:
        rows = "".join(
            f"<tr><td>{html.escape(r['id'])}</td><td>−{number(chapter.points[r['id']])}</td>"
            f"<td>{html.escape(long_reason(r['error'])[0])}</td></tr>"
            for r in lost
        )
        parts.append(f"<h2>What was lost, and why</h2><table>{rows}</table>")
    parts += [f"<p>Note: {html.escape(note)}.</p>" for note in notes]
    for result in results:
        if result["kind"] == "answer":
            parts.append(f"<h2>{html.escape(result['id'])}</h2>")
            source = answers.get(result["id"])
            if source is not None:
                parts.append(f"<pre>{html.escape(source)}</pre>")
            if result["error"]:
                parts.append(
                    '<div class="lost">' + as_html(long_reason(result["error"])) + "</div>"
                )
            if result["id"] in mark.comments:
                parts.append(as_html([mark.comments[result["id"]]]))
        else:
            parts.append(test_section(chapter, result, mark))
            if result["id"] in mark.comments:
                parts.append(as_html([mark.comments[result["id"]]]))
    return page(f"Feedback on {chapter.name}", "\n".join(parts))


def empty_page(who: str, chapter: str, why: str) -> str:
    """Return the page of somebody whose hand-in could not be graded."""
    body = f"<p>{html.escape(who)}</p><p>This was not graded: {html.escape(why)}.</p>"
    return page(f"Feedback on {chapter or 'your hand-in'}", body)
