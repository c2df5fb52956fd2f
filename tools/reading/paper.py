"""A page of the book as it goes to paper: nothing to click, and what is folded stands at its end.

Answers, hints and solutions come after the chapter, then the numbers and rules of its verdicts;
where they were folded a line leads there. An explorable is a strip of its printed frames. Folds that
only say how something is drawn or imported are left out. The PDF and the EPUB are made of this.
"""

import re

from bs4 import BeautifulSoup, Tag

DROPPED = (
    "script, form, button, .headerlink, .mid-ways, .mid-control, .mid-recall, .mid-doubt, .mid-cite, "
    ".mid-quiz-reply, .mid-drawn-by"
)
ANSWERS, NUMBERS = "Hints, answers and solutions", "Numbers and rules of the verdicts"
AT_END = "At the end of the chapter: "


def on_paper(article: Tag) -> Tag:
    """Turn an article into what paper can show, in place; return it."""
    for part in article.select(DROPPED):
        part.decompose()
    for frame in article.select(".mid-frames > div"):
        if "mid-printed" in frame.get("class", []):
            frame.attrs.pop("hidden", None)
        else:
            frame.decompose()
    for dropdown in article.select("details.sd-dropdown"):
        opened(dropdown)
    for claim in article.select("details.mid-claim"):
        unfold_claim(claim)
    answers, numbers = [], []
    for fold in [f for f in article.find_all("details") if not f.find_parent("details")]:
        if "mid-numbers" in fold.get("class", []):
            box = fold.find_parent(class_="mid-verdict")
            name = box.find(class_="mid-id") if box else None
            numbers.append((name.get_text(strip=True) if name else "", fold.extract()))
        elif "hide" not in fold.get("class", []) or said(fold).startswith("Show the solution"):
            answers.append((label(fold), fold))
        else:
            fold.decompose()
    for cell in article.select("div.cell"):
        if not cell.get_text(strip=True) and not cell.find(["img", "svg"]):
            cell.decompose()
    append_answers(article, answers)
    append_numbers(article, numbers)
    return article


def said(fold: Tag) -> str:
    """Return the words on a closed fold."""
    summary = fold.find("summary")
    collapsed = summary.find(class_="collapsed") or summary
    return collapsed.get_text(" ", strip=True)


def label(fold: Tag) -> str:
    """Return what a fold belongs to: the title of the exercise above it, or its section's heading."""
    section = fold.find_parent("section")
    heading = section.find(re.compile(r"^h[1-6]$")) if section else None
    words = heading.get_text(" ", strip=True) if heading else ""
    if section and section.get("id") == "exercises":
        for part in fold.find_all_previous("p"):
            strong = part.find("strong")
            if part.parent is section and strong and re.match(r"\d+\. ", strong.get_text()):
                return f"Exercise {strong.get_text(' ', strip=True)}"
    return words


def new(tag: str, words: str = "", **attributes) -> Tag:
    made = BeautifulSoup("", "html.parser").new_tag(tag, attrs=attributes)
    if words:
        made.string = words
    return made


def opened(fold: Tag) -> Tag:
    """Turn a fold into a box that is open, its words in bold above what it holds; in place."""
    words = said(fold)
    fold.find("summary").decompose()
    fold.name = "div"
    fold["class"] = ["mid-opened"]
    head = new("p", **{"class": "mid-opened-name"})
    head.append(new("strong", words.removeprefix("Show the ").capitalize()))
    fold.insert(0, head)
    return fold


def unfold_claim(claim: Tag) -> None:
    """Keep a claim's line of the ledger; its box stands in its chapter."""
    summary = claim.find("summary")
    lines = [part.extract() for part in list(summary.children)]
    claim.clear()
    claim.name = "div"
    claim.extend(lines)


def append_answers(article: Tag, answers: list[tuple[str, Tag]]) -> None:
    """Move folds to the end, under what they belong to, and leave a line where they were."""
    if not answers:
        return
    section = new("section", id="answers")
    section.append(new("h2", ANSWERS))
    groups: dict[str, list[Tag]] = {}
    for name, fold in answers:
        groups.setdefault(name, []).append(fold)
    for number, (name, folds) in enumerate(groups.items(), start=1):
        target = f"answer-{number}"
        words = ", ".join(dict.fromkeys(words_of(folds)))
        pointer = new("p", **{"class": "mid-at-end"})
        pointer.append(new("a", f"{AT_END}{words}", href=f"#{target}"))
        folds[0].insert_before(pointer)
        section.append(new("h3", name, id=target))
        for fold in folds:
            section.append(fold.extract())
            for inner in [*reversed(fold.find_all("details")), fold]:
                opened(inner)
    article.append(section)


def words_of(folds: list[Tag]) -> list[str]:
    """Return what folds say, those within them included, each in a word: hint, answer, solution."""
    every = [inner for fold in folds for inner in [fold, *fold.find_all("details")]]
    words = [said(fold).removeprefix("Show the ").lower() for fold in every]
    return [re.sub(r"\bhint \d+\b", "hints", word).rstrip("?") for word in words]


def append_numbers(article: Tag, numbers: list[tuple[str, Tag]]) -> None:
    """Set the numbers and rules of all verdicts at the end, small."""
    if not numbers:
        return
    section = new("section", id="numbers", **{"class": "mid-small"})
    section.append(new("h2", NUMBERS))
    for claim, fold in numbers:
        head = new("p", **{"class": "mid-opened-name"})
        head.append(new("strong", claim))
        section.append(head)
        fold.find("summary").decompose()
        fold.name = "div"
        section.append(fold)
    article.append(section)
