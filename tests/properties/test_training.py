"""Properties of fitting, replicas and sweeps."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn
from torch.nn import functional as F

from moreisdifferent.models import encoder
from moreisdifferent.models.mlp import MLP
from moreisdifferent.models.transformer import READOUTS, Transformer
from moreisdifferent.training import (
    batched,
    chains,
    examples,
    fit,
    objectives,
    products,
    progress,
    replicas,
    sweep,
)

from .contract import answer, arrays, covers, numbers

small = st.integers(-1, 6)


@covers(examples.minibatches)
@given(small, small, numbers)
def test_a_pass_shows_every_example_once(n, batch_size, seed):
    batches = answer(lambda n, batch_size, seed: next(examples.minibatches(n, batch_size, seed)),
                     n, batch_size, seed)  # fmt: skip
    if batches is not None:
        stream = examples.minibatches(n, batch_size, seed)
        seen = torch.cat([next(stream) for _ in range(n // batch_size)]).tolist()
        assert len(set(seen)) == len(seen) and set(seen) <= set(range(n))


@covers(examples.noisy_labels)
@given(numbers, st.integers(-1, 5), st.integers(0, 9))
def test_label_noise_changes_labels_to_others(share, n_classes, seed):
    labels = torch.arange(40) % max(n_classes, 1)
    found = answer(lambda labels, label_noise, n_classes: examples.noisy_labels(
        labels, label_noise, n_classes, seed), labels, share, n_classes)  # fmt: skip
    if found is not None:
        assert 0 <= share <= 1 and found.min() >= 0 and found.max() < n_classes
        assert share > 0 or torch.equal(found, labels)
        assert share < 1 or n_classes == 1 or (found != labels).all()


@covers(examples.Stream, examples.Subset, examples.take)
@given(small, st.lists(st.integers(-1, 5), max_size=4), st.lists(small, max_size=3))
def test_a_stream_gives_what_a_tensor_gives(n, rows, chosen):
    rows, table = torch.tensor([rows], dtype=int), torch.arange(max(n, 0)) ** 2
    stream = answer(examples.Stream, lambda rows: rows**2, n)
    found = answer(examples.take, stream, rows) if stream is not None and rows.numel() else None
    if found is not None:
        assert torch.equal(found, examples.take(table, rows))
        part = answer(examples.Subset, stream, chosen, also={"rows": chosen})
        if part is not None and rows.max() < len(chosen):
            assert torch.equal(part[rows], table[torch.tensor(chosen)][rows])


@covers(examples.check_examples, fit.fit, fit.torch_optimizer, fit.check_settings, fit.History)
@given(
    arrays(), arrays(dtypes=(int, float)), small, small, st.sampled_from(["sgd", "adamw", "newton"])
)
def test_fitting_anything_works_or_says_why_not(x, y, steps, batch_size, optimizer):
    x, y = torch.from_numpy(x).float(), torch.from_numpy(y)
    model = MLP((3, 4), 0)
    settings = {"steps": steps, "batch_size": batch_size, "optimizer": optimizer}
    history = answer(fit.fit, model, x, y, **settings)
    if history is not None:
        assert history.loss.shape == (steps,)
        again = MLP((3, 4), 0)
        replicas.fit_replicas([again], x, y, **settings)
        pairs = zip(model.parameters(), again.parameters())
        assert history.diverged or all(torch.allclose(a, b, atol=1e-4) for a, b in pairs)


@covers(fit.fit, fit.check_rates)
@given(numbers, numbers, numbers)
def test_settings_of_the_optimizer_are_checked(learning_rate, momentum, weight_decay):
    model, x, y = MLP((2, 2), 0), torch.ones(4, 2), torch.tensor([0, 1, 0, 1])
    settings = {"learning_rate": learning_rate, "momentum": momentum, "weight_decay": weight_decay}
    answer(fit.fit, model, x, y, steps=2, batch_size=2, **settings)


@covers(replicas.fit_replicas, replicas.check_alike, replicas.Stack, replicas.sgd, replicas.adamw)
@given(
    st.integers(0, 3),
    arrays(),
    arrays(dtypes=(int,)),
    st.one_of(numbers, arrays().map(torch.from_numpy)),
    st.one_of(st.none(), arrays(dtypes=(int,)).map(torch.from_numpy)),
    st.sampled_from(["sgd", "adamw"]),
)
def test_replicas_of_anything_work_or_say_why_not(K, x, y, learning_rate, rows, optimizer):
    x, y, models = (
        torch.from_numpy(x).float(),
        torch.from_numpy(y),
        [MLP((3, 4), k) for k in range(K)],
    )
    settings = {"steps": 2, "batch_size": 1, "optimizer": optimizer}
    settings |= {"learning_rate": learning_rate, "rows": rows}
    history = answer(replicas.fit_replicas, models, x, y, **settings)
    assert history is None or history.loss.shape == (K, 2)


@covers(replicas.predict)
@given(st.integers(0, 3), arrays(), st.integers(-1, 4))
def test_predictions_do_not_depend_on_batches(K, x, batch_size):
    models, x = [MLP((3, 4), k) for k in range(K)], torch.from_numpy(x).float()
    found = answer(replicas.predict, models, x, batch_size)
    if found is not None and x.isfinite().all():
        assert torch.allclose(found, torch.stack([m(x) for m in models]), atol=1e-5)


layers = st.sampled_from([nn.ReLU, lambda: nn.Linear(4, 4), lambda: nn.Linear(4, 4, bias=False)])


@covers(chains.Chain, chains.linear, chains.relu, chains.cross_entropy, chains.squared_error)
@covers(chains.layers_of, chains.lay_out, chains.in_turn, replicas.Stack)
@given(st.lists(layers, max_size=3), st.integers(1, 3), st.integers(1, 4), st.booleans())
def test_gradients_by_hand_are_those_of_autograd(inner, K, B, classes):
    models = [nn.Sequential(nn.Linear(3, 4), *(make() for make in inner)) for _ in range(K)]
    _compare_gradients(models, torch.randn(K, B, 3), classes)


@covers(chains.patches, chains.convolution, chains.flatten)
@given(st.integers(1, 3), st.integers(1, 2), st.integers(0, 1), st.integers(3, 5))
def test_gradients_of_convolutions_are_those_of_autograd(kernel, stride, padding, size):
    def make():
        conv = nn.Conv2d(2, 3, kernel, stride, padding), nn.ReLU(), nn.Conv2d(3, 2, 1), nn.Flatten()
        features = nn.Sequential(*conv)(torch.zeros(1, 2, size, size)).shape[1]
        return nn.Sequential(*conv, nn.Linear(features, 4))

    _compare_gradients([make() for _ in range(2)], torch.randn(2, 3, 2, size, size), True)


def _compare_gradients(models, x, classes):
    loss = F.cross_entropy if classes else F.mse_loss
    y = torch.randint(4, x.shape[:2]) if classes else torch.randn(*x.shape[:2], 4)
    _compare_gradients_of(models, x, y, loss)


def _compare_gradients_of(models, x, y, loss):
    assert chains.layers_of(models[0]) is not None
    values = [loss(model(one), target) for model, one, target in zip(models, x, y)]
    wanted = [torch.autograd.grad(value, list(m.parameters())) for value, m in zip(values, models)]
    stack = replicas.Stack(models, loss)
    found = stack.differentiate(x, y)
    stack.release()
    assert torch.allclose(found, torch.stack(values).detach(), atol=1e-5)
    for parameter, each in zip(stack.gradients, zip(*wanted)):
        assert torch.allclose(parameter, torch.stack(each), atol=1e-5)


@covers(chains.views, chains.differentiated)
@given(st.integers(1, 3), st.integers(1, 4), st.integers(1, 3))
def test_gradients_of_any_loss_on_views_are_those_of_autograd(V, B, K):
    models = [nn.Sequential(encoder.Views(), nn.Linear(3, 4)) for _ in range(K)]
    x, y = torch.randn(K, B, V, 3), torch.randn(K, B, 4)
    _compare_gradients_of(
        models, x, y, lambda z, y: (z.unflatten(0, (-1, V)).mean(1) * y).exp().mean()
    )


@covers(batched.Product, batched.Affine, batched.linear, batched.matmul, batched.Products)
@covers(batched.layer_norm, batched.embedding)
@given(st.integers(1, 3), st.integers(1, 4), st.integers(1, 3), st.booleans())
def test_layers_of_replicas_are_those_of_each_replica(K, B, T, bias):
    def of_one(rows, table, W, b, γ, β):
        x = F.layer_norm(F.embedding(rows, table), (3,), γ, β)
        return F.linear(x, W, b if bias else None) @ x.mT  # (B, T, T)

    rows = torch.randint(5, (K, B, T))
    shapes = (5, 3), (3, 3), (3,), (3,), (3,)
    parameters = [
        torch.randn(K, *shape, dtype=torch.double, requires_grad=True) for shape in shapes
    ]
    alone = torch.cat([of_one(*own) for own in zip(rows, *parameters)])
    with batched.Products():
        together = of_one(rows.flatten(0, 1), *parameters)
        single = of_one(rows[0], *(p[0] for p in parameters))
    assert torch.allclose(together, alone) and torch.allclose(single, alone[:B])
    weights = torch.randn_like(alone)
    used = [p for p in parameters if bias or p is not parameters[2]]
    wanted, found = (torch.autograd.grad((y * weights).sum(), used) for y in (alone, together))
    assert all(torch.allclose(f, w, atol=1e-8) for f, w in zip(found, wanted))


@covers(batched.Batch, batched.is_known)
@given(st.sampled_from(READOUTS), st.booleans(), st.integers(1, 3), st.integers(1, 3))
def test_gradients_of_batched_transformers_are_those_of_autograd(readout, causal, K, B):
    options = {"causal": causal, "readout": readout}
    models = [Transformer(6, 4, 3, 4, 2, 1, k, **options).double() for k in range(K)]
    assert batched.is_known(models[0]) and not batched.is_known(nn.LSTM(2, 2))
    x, y = torch.randint(6, (K, B, 3)), torch.randint(4, (K, B) if readout != "all" else (K, B, 3))

    def loss(outputs, targets):
        return F.cross_entropy(outputs.flatten(0, -2), targets.flatten())

    for objective in [loss] + [F.cross_entropy] * (readout != "all"):
        values = [objective(model(one), target) for model, one, target in zip(models, x, y)]
        wanted = [torch.autograd.grad(v, list(m.parameters())) for v, m in zip(values, models)]
        stack = replicas.Stack(models, objective)
        found = stack.differentiate(x, y)
        stack.release()
        assert torch.allclose(found, torch.stack(values).detach())
        for parameter, each in zip(stack.gradients, zip(*wanted)):
            assert torch.allclose(parameter, torch.stack(each), atol=1e-8)


@covers(products.product)
@given(arrays(), arrays())
def test_a_product_is_that_of_torch_or_says_why_not(a, b):
    a, b = (torch.from_numpy(x).double() for x in (a, b))
    found = answer(products.product, a, b)
    if found is not None:
        assert torch.allclose(found, torch.matmul(a, b), equal_nan=True)


@covers(products.prepared)
@given(arrays(dtypes=(float,)), arrays(dtypes=(float,)), arrays(dtypes=(float,)))
def test_a_prepared_product_is_made_when_asked_for_or_refused(a, b, out):
    a, b, out = (torch.from_numpy(x) for x in (a, b, out))
    multiply = answer(products.prepared, a, b, out)
    if multiply is not None:
        a.fill_(2)
        b.fill_(3)
        multiply()
        assert torch.equal(out, torch.full(out.shape, 6.0 * a.shape[-1], dtype=out.dtype))


@covers(sweep.sweep)
@given(
    st.dictionaries(st.sampled_from(["a", "b", "seed"]), st.lists(small, max_size=3)),
    st.lists(small, max_size=3),
)
def test_a_sweep_has_a_row_for_every_task(grid, seeds):
    found = answer(sweep.sweep, lambda seed, **named: sum(named.values()), grid, seeds, also=grid)
    good = "seed" not in grid and seeds and all(grid.values())
    assert (found is not None) == bool(good)
    if found is not None:
        assert len(found) == math.prod(map(len, grid.values())) * len(seeds)


@covers(sweep.sweep)
def test_a_sweep_says_which_task_failed():
    with pytest.raises(sweep.SweepError, match="'a': 0"):
        sweep.sweep(lambda a, seed: 1 / a, {"a": [0, 1]}, [3])


@covers(progress.progress, progress.quiet)
@given(st.lists(small))
def test_a_progress_bar_changes_nothing(values):
    assert list(progress.progress(values, "label")) == values
    with progress.quiet():
        bar = progress.progress(values, "label")
        assert bar.disable and list(bar) == values


pairs = st.tuples(st.sampled_from([0, 1, 2, 4, 6]), st.integers(0, 4))


@covers(objectives.pairs_of, objectives.agreement, objectives.contrastive, objectives.redundancy)
@given(st.one_of(arrays(), arrays(pairs)), numbers)
def test_views_are_compared_or_refused(values, strength):
    outputs = torch.from_numpy(values)
    parts = answer(objectives.pairs_of, outputs)
    if parts is not None:
        assert torch.equal(torch.stack(parts, 1).flatten(0, 1).nan_to_num(), outputs.nan_to_num())
    found = [
        answer(objectives.agreement, outputs),
        answer(objectives.contrastive, outputs, temperature=strength),
        answer(objectives.redundancy, outputs, weight=strength),
    ]
    if outputs.isfinite().all() and outputs.double().abs().sum() < 1e6:
        assert all(loss is None or loss >= -1e-6 for loss in found)


@covers(objectives.contrastive, objectives.redundancy, objectives.agreement)
@given(st.integers(2, 5), st.integers(1, 4))
def test_two_views_alike_agree(n, width):
    outputs = torch.randn(n, width, generator=torch.Generator().manual_seed(n))
    alike = outputs.repeat_interleave(2, 0)
    assert objectives.agreement(alike) == 0
    assert objectives.contrastive(alike) < objectives.contrastive(alike.roll(1, 0)) + 1e-6
    assert objectives.redundancy(alike, weight=0) < objectives.redundancy(alike.roll(1, 0)) + width


@covers(objectives.reconstruction)
@given(st.one_of(arrays(), arrays(pairs)), arrays())
def test_pixels_are_painted_or_refused(outputs, targets):
    outputs, targets = torch.from_numpy(outputs), torch.from_numpy(targets)
    answer(objectives.reconstruction, outputs, targets)
    if outputs.ndim == 2 and outputs.numel() and not len(outputs) % 2:
        still = torch.zeros(len(outputs) // 2, 1, outputs.shape[1])
        loss = objectives.reconstruction(torch.zeros(outputs.shape), still)
        assert math.isclose(loss, math.log(2), rel_tol=1e-6)
