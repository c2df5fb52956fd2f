"""Properties of interrupted training and of its drawings: an answer, or a refusal that says why."""

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.figures import training_as_teaching as draw
from moreisdifferent.models.mlp import MLP
from moreisdifferent.models.transformer import Transformer
from moreisdifferent.training import interrupted

from .contract import answer, covers, numbers

sizes = st.integers(0, 3)
X, Y = torch.eye(4).repeat(3, 1), torch.arange(4).repeat(3)


@covers(interrupted.begin, interrupted.go_on, interrupted.Checkpoint, interrupted.Log)
@settings(max_examples=20)
@given(sizes, sizes, sizes, numbers, numbers, st.sampled_from(["adam", "sgd", "lion"]))
def test_a_stretch_has_its_steps_or_is_refused(K, steps, batch_size, clip, momentum, optimizer):
    start = answer(interrupted.begin, [MLP((4, 3, 4), k) for k in range(K)])
    assert (start is not None) == (K > 0)
    if start is None:
        return
    found = answer(interrupted.go_on, start, X, Y, steps=steps, rate=0.1, seed=0,
                   batch_size=batch_size, clip=clip, momentum=momentum, optimizer=optimizer)  # fmt: skip
    good = min(steps, batch_size) > 0 and clip > 0 and 0 <= momentum < 1 and optimizer != "lion"
    assert (found is not None) == good
    if good:
        end, log = found
        assert end.step == steps and log.loss.shape == (K, steps) and len(end.models) == K


@covers(interrupted.Checkpoint.changed, interrupted.Checkpoint.with_models)
@settings(max_examples=8)
@given(sizes, st.sampled_from(["1.weight", "9.weight"]))
def test_a_change_fits_or_is_refused(n, name):
    start = interrupted.begin([MLP((4, 3, 4), k) for k in range(2)])
    found = answer(start.changed, {name: torch.zeros(2, n, 4)})
    assert (found is not None) == (n == 3 and name == "1.weight")
    assert found is None or not found.weights[name].any()
    other = answer(start.with_models, [MLP((4, n + 1, 4), k) for k in range(2)])
    assert (other is not None) == (n == 2)


@covers(interrupted.evaluate, interrupted.attention_logits)
@settings(max_examples=8)
@given(sizes, sizes, st.booleans())
def test_what_is_evaluated_has_a_number_for_each_model(n, m, attends):
    tokens, targets = torch.zeros(n, 3, dtype=int), torch.zeros(m, 3, dtype=int)
    models = [
        Transformer(4, 4, 3, 4, 2, 1, seed=k) if attends else MLP((4, 4), k) for k in range(2)
    ]
    start = interrupted.begin(models)
    if attends:
        loss = answer(interrupted.evaluate, start, tokens, targets)
        assert (loss is not None) == (n == m > 0)
        assert loss is None or loss.shape == (2,)
    logits = answer(interrupted.attention_logits, start, torch.zeros(2, 3, dtype=int))
    assert (logits is not None) == attends and (logits is None or (logits >= 0).all())


def drawn(function, *values, good: bool) -> None:
    found = answer(function, *values, also=("ways", "groups"))
    assert isinstance(found, Figure) == good
    plt.close("all")


@covers(draw.gauges, draw.outcomes, draw.courses, draw.since_swap, draw.swap_at)
@settings(max_examples=8)
@given(sizes, sizes)
def test_drawings_fit_their_axes_or_are_refused(n, m):
    x, y, good = np.arange(1.0, n + 1), np.arange(1.0, m + 1), n == m > 0
    drawn(draw.gauges, x, y, dict.fromkeys("abc", y), 3.0, 1, good=good)
    drawn(draw.outcomes, {"a": {"b": x, "c": y}}, 1.0, 2.0, good=good)
    drawn(draw.courses, x, {"restart": y}, y, {"restart": x}, good=good)
    drawn(draw.since_swap, x, {"GELU to ReLU": np.ones((2, m))}, good=good)
    drawn(draw.swap_at, x, np.ones((2, m)), [0, 1], 0, good=good)
