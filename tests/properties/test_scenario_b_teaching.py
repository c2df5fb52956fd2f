"""Properties of what chapter 05 is made of: written exercises, practice, readouts, drawings."""

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from torch import nn

from moreisdifferent.datasets import exercises
from moreisdifferent.datasets.seeds import rng
from moreisdifferent.evaluation import agreement, intervals, readout
from moreisdifferent.figures import scenario_b_teaching as draw
from moreisdifferent.models.mlp import MLP
from moreisdifferent.training import practice

from .contract import answer, arrays, covers

sizes = st.integers(0, 3)
CALCULUS, ALGEBRA = exercises.derivatives(), exercises.expansions()


def drawn(function, *values, good: bool) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == bool(good)
    plt.close("all")


@covers(exercises.slips)
@given(st.sampled_from(range(len(ALGEBRA))))
def test_a_slip_is_right_only_where_the_factor_is_one(i):
    question = ALGEBRA[i : i + 1]
    right = exercises.mark(question, exercises.slips(question))[0]
    assert right == (exercises.VOCABULARY[question[0, 1]] == "1")
    assert answer(exercises.slips, CALCULUS[:1], also=("questions",)) is None


@covers(exercises.second_derivatives)
@given(st.sampled_from(range(len(CALCULUS))))
def test_the_tutor_differentiates_twice(i):
    question = CALCULUS[i : i + 1]
    found = answer(exercises.second_derivatives, question)
    assert (found is None) == (exercises.skill(question[0]) == "power")
    if found is not None:
        function = exercises.read_question(question[0])
        assert exercises.read_answer(found[0]) == function.derivative().derivative()
        assert exercises.mark(question, found).all()


@covers(practice.bank, practice.Bank)
@given(sizes, sizes, st.integers(-1, 30))
def test_a_bank_has_an_answer_for_each_question(n, m, token):
    questions, answers = np.full((n, 5), 1), np.full((m, 12), token)
    found = answer(practice.bank, questions, answers)
    assert (found is not None) == (n == m > 0 and 0 <= token < exercises.N_ANSWER_TOKENS)
    if found is not None:
        assert found.x.shape == (n, 5, 22) and found.y.shape == (n, 12 * 17)


@covers(practice.half_and_half)
@given(sizes, sizes)
def test_half_of_a_lesson_is_the_other_task(n, m):
    found = answer(practice.half_and_half, np.arange(n), 10 + np.arange(m), rng(0))
    assert (found is not None) == bool(n and m)
    if found is not None:
        assert len(found) == 4 * m and (found >= 10).mean() == 0.5


@covers(practice.practise, practice.write, practice.token_loss, practice.new_head)
@given(st.booleans())
def test_students_are_examined_before_and_after(by_tokens):
    rows = np.arange(20)
    exercises_ = practice.bank(CALCULUS[100:120], exercises.answers(CALCULUS[100:120]))
    students = [practice.new_head(MLP((110, 4, 7), k), 204, k) for k in range(2)]
    settings = {"y": exercises_.tokens, "loss": practice.token_loss} if by_tokens else {}
    marks, written = practice.practise(students, exercises_, rows, rows[:5], steps=2, every=1, batch_size=10, **settings)  # fmt: skip
    assert marks.shape == (3, 2, 5) and written.shape == (3, 2, 5, 12)
    assert (written[-1] == practice.write(students, exercises_.x[:5])).all()
    assert answer(practice.new_head, nn.Linear(2, 2), 3, 0) is None


@covers(readout.hidden_layers)
@given(st.integers(0, 3))
def test_a_perceptron_has_as_many_hidden_layers_as_it_was_given(n):
    model = MLP((3, *[4] * n, 2), 0)
    found = answer(readout.hidden_layers, model, torch.ones(2, 3))
    assert (found is None) == (n == 0)
    assert found is None or [h.shape for h in found] == [(2, 4)] * n


@covers(readout.write_from)
@given(st.integers(1, 4), st.integers(1, 3), st.sampled_from([0.1, 0.0, -1.0, float("nan")]))
def test_what_is_written_in_a_layer_can_be_read(L, n_tokens, penalty):
    tokens = torch.arange(6 * L).view(6, L) % n_tokens
    y = torch.nn.functional.one_hot(tokens, n_tokens).flatten(1).double()
    found = answer(
        readout.write_from, torch.eye(6).double(), y, torch.eye(6).double(), n_tokens, penalty
    )
    assert (found is not None) == (penalty > 0)
    assert found is None or (found == tokens).all()


@covers(agreement.rank_correlations)
@given(arrays(), arrays())
def test_ranks_correlate_between_minus_one_and_one(first, second):
    found = answer(agreement.rank_correlations, first, second)
    if found is not None:
        assert found.shape == (len(first), len(second)) and (np.abs(found) <= 1 + 1e-9).all()


@covers(intervals.jackknife_interval)
@given(st.integers(0, 9))
def test_the_jackknife_of_a_mean_is_students_interval(n):
    values = rng(1).normal(size=n)
    found = answer(intervals.jackknife_interval, lambda who: values[who].mean(), n)
    assert (found is not None) == (n >= 3)
    if found is not None:
        student = intervals.mean_interval(values)
        assert np.allclose([found.low, found.high], [student.low, student.high])


@covers(draw.learning_curves, draw.layers_over_practice, draw.side_by_side, draw.two_rulers)
@given(sizes, sizes, sizes)
def test_curves_are_over_their_steps_or_refused(t, n, k):
    curves, steps = {"a": np.ones((n, k))}, np.arange(t)
    good = t == n > 0 < k
    drawn(draw.learning_curves, steps, curves, good=good)
    drawn(draw.layers_over_practice, steps, curves, good=good)
    drawn(draw.side_by_side, {"few": (steps, curves)}, good=good)
    drawn(draw.two_rulers, steps, curves, np.ones((n, k)), np.ones(t), good=good)


@covers(draw.answers_over_practice)
@given(sizes, sizes, sizes)
def test_every_answer_is_marked(t, q, n):
    good = q and t and n == q
    drawn(draw.answers_over_practice, np.arange(t), ["?"] * q, [["?"] * t] * q, np.ones((n, t)), good=good)  # fmt: skip


@covers(draw.transfer)
@given(sizes, sizes, st.booleans())
def test_free_students_are_some_of_those_that_were_read(k, layers, known):
    free = {"taught" if known else "others": np.ones((3, 2))}
    drawn(draw.transfer, {"taught": np.ones((k, layers))}, np.arange(3), free, good=k and layers and known)  # fmt: skip


@covers(draw.two_students)
@given(sizes, sizes, sizes)
def test_two_students_sat_the_same_exam(n, m, names):
    pairs = {"same practice": (np.ones(n), np.ones(m))}
    drawn(draw.two_students, pairs, np.zeros(n, int), list("abc")[:names], good=n == m > 0 < names)


@covers(draw.skills_now)
@given(sizes, st.booleans())
def test_skills_are_the_same_now_and_at_the_end(k, same):
    end = {"sin" if same else "cos": np.ones(2)}
    drawn(draw.skills_now, {"sin": np.ones(k)}, end, good=k and same)
