"""Properties of the models that are compared."""

import numpy as np
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from moreisdifferent.models import celestial, chow, cnn, epicycles, initial, mlp, transformer

from .contract import answer, arrays, covers, numbers

small = st.integers(-1, 5)


@covers(celestial.circle, celestial.eccentric, celestial.epicyclet, celestial.equant)
@covers(celestial.ellipse, celestial.eccentric_anomaly)
@given(arrays(), numbers)
def test_a_planet_keeps_to_its_path(M, e):
    paths = {name: getattr(celestial, name) for name in ("equant", "ellipse", "epicyclet")}
    found = {name: answer(path, M, e) for name, path in paths.items()}
    assert (found["equant"] is None) == (found["ellipse"] is None) == (not abs(e) < 1)
    if not abs(e) < 1 or not np.abs(M.astype(float)).max(initial=0) < 100:
        return
    assert all(z.shape == M.shape and np.isfinite(z).all() for z in found.values())
    assert np.allclose(np.abs(celestial.circle(M)), 1)
    assert np.allclose(celestial.eccentric(M, e) - e, celestial.circle(M))
    assert np.allclose(np.abs(found["equant"] - e), 1)  # Ptolemy's circle about its centre
    assert np.allclose(np.abs(found["ellipse"]) + np.abs(found["ellipse"] - 2 * e), 2)
    E = celestial.eccentric_anomaly(M, e)
    assert np.allclose(E - e * np.sin(E), M.astype(float), atol=1e-9)


@covers(chow.Chow)
@given(arrays(), arrays(), small, numbers)
def test_chow_counts_pictures_or_says_why_not(images, labels, n_classes, prior):
    machine = answer(chow.Chow, n_classes, prior=prior)
    fitted = machine and answer(machine.fit, images, labels)
    if fitted is not None:
        assert np.isfinite(fitted.log_likelihood(images)).all()


@covers(chow.Chow)
@given(st.integers(1, 8), st.integers(1, 3), st.integers(1, 3), st.floats(0.01, 10))
def test_chow_gives_each_class_a_distribution(n, height, width, prior):
    draw, pixels = np.random.default_rng(n), height * width
    machine = chow.Chow(2, prior=prior)
    machine.fit(draw.integers(0, 2, (n, height, width)), np.arange(n) % 2)
    every = (np.arange(2**pixels)[:, None] >> np.arange(pixels) & 1).reshape(-1, height, width)
    assert np.allclose(np.exp(machine.log_likelihood(every)).sum(0), 1, atol=1e-3)
    assert set(machine.predict(every)) <= {0, 1}


@covers(epicycles.Epicycles, epicycles.fit_epicycles, epicycles.score_circles)
@given(st.integers(-1, 4), st.integers(0, 12), st.integers(0, 9), st.booleans())
def test_circles_are_fitted_or_refused(K, n, seed, spoilt):
    draw = np.random.default_rng(seed)
    t = np.sort(draw.uniform(0, 60, n))
    directions = draw.uniform(-3, 3, n) + (np.nan if spoilt else 0)
    fits = answer(epicycles.fit_epicycles, t, directions, K, np.linspace(-6, 6, 60))
    if fits is not None:
        assert not spoilt and [len(f.rates) for f in fits] == list(range(1, K + 1))
        assert all(np.isfinite(f.position(t)).all() for f in fits)
        assert np.isclose(abs(fits[-1].amplitudes[0]), 1)
        assert fits[-1].knobs == 3 * K - 1
        score, _ = epicycles.score_circles(t, directions, fits[0].rates, np.array([0.3, 2.2]))
        assert ((score > -1e-9) & (score < 1 + 1e-9)).all()


@covers(mlp.MLP, initial.initialise)
@given(st.lists(small, max_size=4), numbers)
def test_a_perceptron_has_the_sizes_it_was_given(sizes, seed):
    model = answer(mlp.MLP, sizes, seed)
    good = len(sizes) > 1 and min(sizes) > 0 and isinstance(seed, int) and seed >= 0
    assert (model is not None) == good
    if model is not None:
        assert model(torch.zeros(3, sizes[0])).shape == (3, sizes[-1])
        before = [p.clone() for p in model.parameters()]
        initial.initialise(model, seed)
        assert all(torch.equal(a, b) for a, b in zip(before, model.parameters()))


@covers(initial.initialise)
@given(numbers)
def test_a_gain_is_a_finite_size(gain):
    model = answer(initial.initialise, mlp.MLP((3, 2), 0), 0, gain)
    if model is not None:
        assert all(p.isfinite().all() for p in model.parameters())


@covers(cnn.CNN)
@given(st.lists(small, max_size=3), st.integers(-1, 9), small)
def test_a_convolutional_network_reads_its_size(channels, size, n_classes):
    model = answer(cnn.CNN, channels, size, n_classes, 0)
    assert (model is not None) == (len(channels) > 1 and min([*channels, size, n_classes]) > 0)
    if model is not None:
        assert model(torch.zeros(2, channels[0], size, size)).shape == (2, n_classes)


@covers(transformer.Transformer, transformer.Block, transformer.Attention)
@given(
    small,
    small,
    small,
    small,
    small,
    st.integers(-1, 2),
    st.sampled_from(["all", "last", "mean", "first"]),
)
def test_a_transformer_is_what_was_asked_for(
    n_tokens, n_out, context, width, heads, layers, readout
):
    make = transformer.Transformer
    model = answer(make, n_tokens, n_out, context, width, heads, layers, 0, readout=readout)
    if model is not None:
        tokens = torch.zeros(2, context, dtype=torch.long)
        logits = model(tokens)
        assert logits.shape == ((2, context, n_out) if readout == "all" else (2, n_out))
        assert answer(model.forward, torch.zeros(2, context + 1, dtype=torch.long)) is None


@covers(transformer.Transformer, transformer.Attention)
@given(st.integers(2, 5), st.integers(0, 9))
def test_a_causal_transformer_does_not_look_ahead(context, seed):
    model = transformer.Transformer(5, 3, context, 4, 2, 2, seed)
    tokens = torch.randint(5, (1, context), generator=torch.Generator().manual_seed(seed))
    changed = tokens.clone()
    changed[0, -1] = (tokens[0, -1] + 1) % 5
    assume(not torch.equal(tokens, changed))
    assert torch.allclose(model(tokens)[:, :-1], model(changed)[:, :-1], atol=1e-6)
