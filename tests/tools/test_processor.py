"""Digits are compared on the processor that made them, verdicts everywhere."""

import json

import pytest

from tools.chapters import processor
from tools.chapters.compare import verdicts_moved

INFO = (
    "processor\t: 0\nvendor_id\t: A\ncpu family\t: 6\nmodel\t\t: 7\nmodel name\t: x\n\nmodel\t: 8\n"
)


def test_a_processor_is_vendor_family_and_model():
    assert processor.processor(INFO) == "A 6 7"
    assert processor.processor("") and processor.processor()


def test_what_was_made_here_is_known_and_what_was_not_too(tmp_path, monkeypatch):
    chapter = tmp_path / "01_x.md"
    assert processor.made_here(chapter), "nobody keeps a list"
    processor.keep(chapter)
    assert json.loads((tmp_path / processor.NAME).read_text()) == {"01_x": processor.processor()}
    assert processor.made_here(chapter.with_suffix(".ipynb"))
    assert not processor.made_here(tmp_path / "02_y.ipynb")
    monkeypatch.setattr(processor, "processor", lambda: "another")
    assert not processor.made_here(chapter)


@pytest.mark.parametrize(("found", "lines"), [("supported", 0), ("refuted", 1)])
def test_on_another_processor_a_verdict_still_counts(found, lines):
    def output(found, estimate):
        record = {"claim": "c", "verdict": found, "estimate": estimate}
        return {"metadata": {"moreisdifferent": record}, "data": {"text/plain": f"≈ {estimate}"}}

    assert len(verdicts_moved([output("supported", 1.0)], [output(found, 9.0)])) == lines
    assert len(verdicts_moved([output("supported", 1.0)], [])) == 2
