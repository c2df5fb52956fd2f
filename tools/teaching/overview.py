"""A page for the instructor: how the class did, where it failed, and who failed in the same way."""

import ast
import html
from collections import Counter, defaultdict
from typing import NamedTuple

from tools.teaching.answers import Chapter, parsed
from tools.teaching.feedback import as_html, number, page, short_reason


class Outcome(NamedTuple):
    """One graded submission, as the overview needs it."""

    student: str
    chapter: str
    score: float
    max_score: float
    answers: dict[str, str]
    results: list[dict]


def shape(source: str) -> str:
    """Return code without comments, docstrings and the choice of names: equal for copies."""
    try:
        tree = parsed(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source.strip()
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            value = body[0].value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                node.body = body[1:] or [ast.Pass()]
        if isinstance(node, ast.arg):
            node.arg = names.setdefault(node.arg, f"v{len(names)}")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.setdefault(node.id, f"v{len(names)}")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
    return ast.dump(tree)


def tests_of(results: list[dict]) -> dict[str, list[dict]]:
    """Return answer id → results of the tests behind it."""
    found, current = {}, None
    for result in results:
        if result["kind"] == "answer":
            current = found.setdefault(result["id"], [])
        elif current is not None:
            current.append(result)
    return found


def distribution(outcomes: list[Outcome]) -> str:
    counts = Counter(outcome.score for outcome in outcomes)
    rows = "".join(
        f"<tr><td>{number(score)}</td><td>{n}</td>"
        f'<td><span class="bar" style="width:{0.8 * n:.1f}rem"></span></td></tr>'
        for score, n in sorted(counts.items())
    )
    return f"<table><tr><th>score</th><th>students</th><th></th></tr>{rows}</table>"


def failures(chapter: Chapter, outcomes: list[Outcome]) -> str:
    rows = []
    for test, points in chapter.points.items():
        reasons = Counter()
        for outcome in outcomes:
            for result in outcome.results:
                if result["id"] == test and result["error"]:
                    reasons[short_reason(result["error"])] += 1
        common = "; ".join(f"{html.escape(why)} ({n})" for why, n in reasons.most_common(3))
        failed = sum(reasons.values())
        rows.append(
            f"<tr><td>{html.escape(test)}</td><td>{number(points)}</td>"
            f"<td>{failed} of {len(outcomes)}</td><td>{common}</td></tr>"
        )
    head = "<tr><th>test</th><th>points</th><th>failed</th><th>most common reasons</th></tr>"
    return f"<table>{head}{''.join(rows)}</table>"


def alike(outcomes: list[Outcome]) -> dict[str, list[tuple[list[str], str, list[str]]]]:
    """Return exercise → groups of wrong answers that are the same code but for names.

    A group: students, the answer of the first, and why the tests behind it failed.
    """
    groups = defaultdict(lambda: defaultdict(list))
    for outcome in outcomes:
        for exercise, tests in tests_of(outcome.results).items():
            failed = [test for test in tests if test["error"]]
            if failed and exercise in outcome.answers:
                group = groups[exercise][shape(outcome.answers[exercise])]
                group.append((outcome.student, outcome.answers[exercise], failed))
    found = {}
    for exercise, kinds in groups.items():
        ordered = sorted(kinds.values(), key=lambda group: (-len(group), group[0][0]))
        found[exercise] = [
            (
                [student for student, _, _ in group],
                group[0][1],
                [f"{test['id']}: {short_reason(test['error'])}" for test in group[0][2]],
            )
            for group in ordered
        ]
    return found


def overview(outcomes: list[Outcome], chapters: dict[str, Chapter], rows: list[dict]) -> str:
    """Return the instructor's page."""
    parts = []
    waiting = [row for row in rows if row["score"] == ""]
    if waiting:
        lines = "".join(
            f"<tr><td>{html.escape(row['student'])}</td><td>{html.escape(row['note'])}</td></tr>"
            for row in waiting
        )
        parts.append(f"<h2>Without a score: {len(waiting)}</h2><table>{lines}</table>")
    for name in sorted({outcome.chapter for outcome in outcomes}):
        here = [outcome for outcome in outcomes if outcome.chapter == name]
        parts.append(f"<h2>{html.escape(name)}: {len(here)} graded</h2>")
        parts += [distribution(here), "<h3>Which test failed how often</h3>"]
        parts.append(failures(chapters[name], here))
        for exercise, groups in alike(here).items():
            parts.append(
                f"<h3>Wrong answers to {html.escape(exercise)}, the same ones together</h3>"
            )
            for students, answer, why in groups:
                title = html.escape(f"{len(students)}: {', '.join(students)}")
                body = as_html([*why, "```" + answer])
                parts.append(f"<details><summary>{title}</summary>{body}</details>")
    return page("How the class did", "\n".join(parts))
