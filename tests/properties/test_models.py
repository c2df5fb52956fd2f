"""Properties of the models that are compared."""

import numpy as np
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from moreisdifferent.datasets import sky
from moreisdifferent.models import (
    almanac,
    celestial,
    central_pull,
    chow,
    cnn,
    efficient_attention,
    encoder,
    epicycles,
    gru,
    inception,
    initial,
    lstm,
    mlp,
    orbit_in_space,
    pooled,
    recurrent,
    resnet,
    rnn,
    seq2seq,
    sightline,
    smoother,
    transformer,
    whole_sky,
)

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


@covers(pooled.PooledCNN)
@given(st.lists(small, max_size=4), small, st.sampled_from(["none", "pool", "stride", "crop"]))
def test_a_pooled_network_reads_any_size(channels, n_classes, shrink):
    model = answer(pooled.PooledCNN, channels, n_classes, 0, shrink)
    good = len(channels) > 1 and min([*channels, n_classes]) > 0 and shrink != "crop"
    assert (model is not None) == good
    if model is not None:
        for size in (8, 11):
            assert model(torch.zeros(2, channels[0], size, size)).shape == (2, n_classes)


@covers(resnet.ResNet50, resnet.Bottleneck, resnet.convolution)
@covers(inception.InceptionV3, inception.Convolution, inception.Side)
@covers(inception.block_35, inception.block_17, inception.block_8)
@given(st.integers(1, 4), st.integers(1, 6), st.integers(1, 2), st.integers(7, 12))
def test_published_blocks_keep_their_promised_shapes(n_in, width, stride, size):
    with torch.device("meta"):
        x = torch.empty(2, n_in, size, size)
        down = -(-size // stride)
        assert resnet.convolution(n_in, width, 3, stride)(x).shape == (2, width, down, down)
        assert resnet.Bottleneck(n_in, width, stride)(x).shape == (2, 4 * width, down, down)
        blocks = [
            inception.block_35(n_in, width),
            inception.block_17(n_in, width),
            inception.block_8(n_in),
        ]
        blocks += [
            inception.Convolution(n_in, width, 3),
            inception.Side(n_in, [(width, 1)], [(2, 3)]),
        ]
        for block in blocks:
            assert block(x).shape == (2, block.n_out, size, size)


@covers(resnet.ResNet50, inception.InceptionV3)
def test_published_networks_have_as_many_logits_as_classes():
    with torch.device("meta"):
        for make, size in ((resnet.ResNet50, 64), (inception.InceptionV3, 139)):
            assert make(7).eval()(torch.empty(1, 3, size, size)).shape == (1, 7)


@covers(transformer.attention_maps)
@given(arrays().map(torch.from_numpy), st.booleans())
def test_maps_are_shares_of_attention(tokens, causal):
    model = transformer.Transformer(5, 3, 3, 4, 2, 2, 0, causal=causal)
    if not tokens.is_floating_point():
        tokens = tokens.long() % 5
    maps = answer(transformer.attention_maps, model, tokens)
    assert (
        maps is not None
        or tokens.ndim != 2
        or tokens.is_floating_point()
        or not (tokens.numel() > 0 and tokens.shape[1] <= 3)
    )
    if maps is not None:
        B, T = tokens.shape
        assert maps.shape == (2, B, 2, T, T) and torch.allclose(maps.sum(-1), torch.ones(()))
        assert not causal or (maps.triu(1) == 0).all()


@covers(efficient_attention.LocalAttention, efficient_attention.LowRankAttention)
@covers(efficient_attention.KernelAttention, transformer.Attention)
@given(small, st.integers(-1, 2), st.booleans(), st.sampled_from([-1, 0, 1, 3, 10**9]), arrays())
def test_cheaper_attentions_attend_or_say_why_not(width, heads, causal, size, values):
    x = torch.from_numpy(values).float()
    made = [
        answer(efficient_attention.LocalAttention, width, heads, causal, size),
        answer(efficient_attention.LowRankAttention, width, heads, causal, 3, size),
        answer(efficient_attention.KernelAttention, width, heads, causal),
    ]
    for layer in filter(None, made):
        found = answer(layer.forward, x, also=("heads",))
        assert found is None or found.shape == x.shape


@covers(efficient_attention.LocalAttention, efficient_attention.KernelAttention)
@given(st.integers(1, 7), st.integers(1, 9), st.booleans())
def test_cheaper_attentions_keep_to_their_past(T, window, causal):
    x = torch.randn(2, T, 4, generator=torch.Generator().manual_seed(T))
    full = initial.initialise(transformer.Attention(4, 2, causal), 0)
    local = efficient_attention.LocalAttention(4, 2, causal, window)
    local.load_state_dict(full.state_dict())
    assert window < T - 1 or torch.allclose(local(x), full(x), atol=1e-5)
    kernel = initial.initialise(efficient_attention.KernelAttention(4, 2, causal), 0)
    changed = x.clone()
    changed[:, -1] += 1
    for layer in (local, kernel) if causal else ():
        assert torch.allclose(layer(x)[:, :-1], layer(changed)[:, :-1], atol=1e-5)


@covers(encoder.Views, encoder.Encoder)
@given(arrays(dtypes=(float,)))
def test_every_view_is_an_example(values):
    x = torch.from_numpy(values).float()
    found = answer(encoder.Views().forward, x)
    assert (found is None) == (x.ndim < 2)
    if x.ndim == 3 and x.shape[2] == 3:
        network = encoder.Encoder(mlp.MLP((3, 4), 0), mlp.MLP((4, 2), 1))
        said, flat = network(x), x.flatten(0, 1)
        assert torch.equal(said.nan_to_num(), network.outputs(flat).nan_to_num())
        features = network.features(flat)
        assert features.shape == (len(flat), 4) and not features.requires_grad
        assert not (features < 0).any()


many = st.lists(st.integers(0, 9), max_size=3)


@covers(rnn.Cell, rnn.RNNCell, gru.GRUCell, lstm.LSTMCell)
@given(st.sampled_from([rnn.RNNCell, gru.GRUCell, lstm.LSTMCell]), small, small, many)
def test_a_cell_goes_from_state_to_state(make, n_in, width, seeds):
    cell = answer(make, n_in, width, seeds)
    assert (cell is not None) == (min(n_in, width) > 0 and len(seeds) > 0)
    if cell is not None:
        x = torch.full((len(seeds), 2, n_in), 1e30)
        state = cell(cell.drive(x), cell.start(2))
        assert [part.shape for part in state] == [(len(seeds), 2, width)] * len(cell.start(2))
        assert state[0].abs().max() <= 1


@covers(rnn.replicas)
@given(st.lists(small, max_size=3).map(tuple), small, many, st.integers(-1, 3))
def test_replicas_are_drawn_from_their_own_seeds(shape, width, seeds, stream):
    found = answer(rnn.replicas, shape, width, seeds, stream)
    good = min([width, *shape, 1]) > 0 and len(seeds) > 0 and stream >= 0
    assert (found is not None) == good
    if found is not None:
        assert found.shape == (len(seeds), *shape) and found.abs().max() <= width**-0.5
        assert torch.equal(found[-1:], rnn.replicas(shape, width, seeds[-1:], stream))


cells = st.sampled_from([*recurrent.CELLS, "MLP"])


@covers(recurrent.Recurrent)
@given(cells, small, many, st.sampled_from(["all", "last", "first"]), arrays())
def test_a_recurrent_network_reads_a_line_or_says_why_not(cell, n_out, seeds, readout, values):
    model = answer(recurrent.Recurrent, cell, 3, 2, n_out, seeds, readout)
    good = cell != "MLP" and n_out > 0 and len(seeds) > 0 and readout != "first"
    assert (model is not None) == good
    if model is not None:
        answer(model.forward, torch.from_numpy(values))
        said = model(torch.zeros(4, len(seeds), 2, 3))
        assert said.shape == (*(4,) * (readout == "all"), len(seeds), 2, n_out)


@covers(recurrent.cell_parameters, recurrent.equal_width)
@given(
    cells, small, small, st.one_of(st.integers(-1, 10**4), st.sampled_from([1e300, np.nan, 10**30]))
)
def test_the_widest_that_fits_is_found(cell, n_in, n_out, parameters):
    width = answer(recurrent.equal_width, cell, n_in, n_out, parameters)
    count = answer(recurrent.cell_parameters, cell, n_in, n_out)
    assert (count is not None) == (cell != "MLP" and min(n_in, n_out) > 0)
    if width is not None:
        sizes = [
            recurrent.cell_parameters(cell, n_in, w) + (w + 1) * n_out for w in (width, width + 1)
        ]
        assert sizes[0] <= parameters < sizes[1]
    if width is not None and width < 20:
        model = recurrent.Recurrent(cell, n_in, width, n_out, [0])
        assert sum(p.numel() for p in model.parameters()) == sizes[0]


@covers(seq2seq.Seq2Seq)
@given(small, small, small, st.booleans(), arrays())
def test_a_translator_writes_as_much_as_it_is_given(n_tokens, n_out, width, attend, values):
    model = answer(seq2seq.Seq2Seq, n_tokens, n_out, width, attend, 0, 0)
    assert (model is not None) == (min(n_tokens, n_out, width) > 0)
    if model is not None:
        answer(model.forward, torch.from_numpy(values if values.dtype == float else values * 0))
        said = model(torch.zeros(2, 2, 3, dtype=torch.long))  # nothing but padding
        assert said.shape == (2, 3, n_out) and said.isfinite().all()


@covers(almanac.almagest_mars, almanac.de_revolutionibus_mars, almanac.read_by_the_sun)
@given(st.floats(1.6e6, 2.4e6), numbers)
def test_old_books_give_a_direction_on_any_day(jd, apogee):
    assert np.isfinite(almanac.almagest_mars(jd))
    found = answer(almanac.de_revolutionibus_mars, jd, apogee)
    assert (found is None) == (not np.isfinite(apogee))
    assert all(min(pair) > 0 for pair in almanac.read_by_the_sun().values())


@covers(central_pull.fall)
@settings(max_examples=6)
@given(numbers, st.floats(0.1, 1.1), st.floats(10, 40))
def test_a_body_falls_around_or_is_refused(power, push, until):
    found = answer(central_pull.fall, power, push, until)
    if found is not None:
        assert 150 < found.turn < 700 and np.abs(found.position).max() < 1 + 1e-6


@covers(orbit_in_space.in_space, orbit_in_space.line_of_sight, orbit_in_space.observed)
@covers(orbit_in_space.fit_circle_and_ellipse, orbit_in_space.miss)
@settings(max_examples=6)
@given(st.floats(1, 4), st.floats(-0.4, 0.4), st.integers(3, 7), st.integers(0, 8))
def test_an_orbit_is_somewhere_in_the_sky(a, e, n_knobs, n_nights):
    knobs = np.array([a, 1.0, e, 0.1, 0.05, 0.02, 0.0])[:n_knobs]
    few = sky.CeresPositions(*(column[:n_nights] for column in sky.piazzi_ceres()))
    seen = answer(orbit_in_space.line_of_sight, knobs, few.jd)
    assert (
        (seen is None) == (n_knobs != 6) == (answer(orbit_in_space.in_space, knobs, few.jd) is None)
    )
    if seen is not None:
        assert np.allclose(np.linalg.norm(seen, axis=0), 1)
        assert orbit_in_space.observed(few).shape == seen.shape == (3, n_nights)
    fits = answer(orbit_in_space.fit_circle_and_ellipse, few)
    assert (fits is None) == (n_nights < 6)
    assert fits is None or all(0 <= orbit_in_space.miss(f, few) < 1 for f in fits)


@covers(sightline.Model, sightline.along, sightline.fit)
@settings(max_examples=8)
@given(st.integers(0, 14), st.booleans(), numbers, st.integers(4, 12))
def test_a_model_is_fitted_or_refused(n, turning, period, n_knobs):
    model = sightline.Model(celestial.ellipse, celestial.circle, turning)
    t = np.linspace(0, 9, n)
    knobs = answer(sightline.fit, model, (t, np.sin(t)), period)
    assert knobs is None or (knobs.shape == (model.n_knobs,) and n >= model.n_knobs)
    z = answer(model.position, np.full(n_knobs, 0.1), t)
    assert (z is None) == (n_knobs != model.n_knobs)
    assert (answer(sightline.along, celestial.equant, np.full(n_knobs, 0.1), t) is None) == (
        n_knobs not in (4, 5)
    )


@covers(sightline.fit_path, sightline.follow)
@settings(max_examples=8)
@given(st.integers(0, 9), numbers, st.integers(2, 5))
def test_a_path_is_followed_or_refused(n, period, n_knobs):
    t = np.linspace(0, 5, n)
    knobs = answer(sightline.fit_path, celestial.epicyclet, (t, t), period)
    assert knobs is None or (knobs.shape == (4,) and n >= 4)
    followed = answer(sightline.follow, celestial.equant, np.full(n_knobs, 0.1), t)
    assert (followed is None) == (n_knobs < 4)


@covers(sightline.lit_part)
@given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 9))
def test_a_lit_part_is_a_part(n, m, seed):
    draw = np.random.default_rng(seed)
    planet, sun = (draw.normal(size=k) + 1j * draw.normal(size=k) for k in (n, m))
    lit = answer(sightline.lit_part, planet, sun)
    assert (lit is None) == (n != m)
    assert lit is None or ((lit >= 0) & (lit <= 1)).all()


@covers(smoother.fit_smoother, smoother.phases, smoother.Smoother)
@given(st.integers(0, 9), st.integers(0, 3), st.lists(numbers, max_size=3))
def test_a_smoother_smooths_or_says_why_not(n, n_speeds, widths):
    t, speeds = np.linspace(0, 9, n), np.ones(n_speeds)
    assert smoother.phases(t, speeds).shape == (n, 2 * n_speeds)
    assume(n_speeds > 0 and all(not 0 < w < 1e-3 for w in widths))
    box = answer(smoother.fit_smoother, (t, np.sin(t)), speeds, widths)
    assert (box is None) == (n < 2 or not widths or not all(0 < w < np.inf for w in widths))
    assert box is None or np.allclose(np.abs(box.position(t)), 1)


@covers(whole_sky.PtolemaicSky, whole_sky.KeplerianSky, whole_sky.fit_sky, whole_sky.sky_errors)
@covers(whole_sky.lit_venus)
@settings(max_examples=4)
@given(st.integers(3, 6), st.sampled_from([2 / 3, 0.5, None, np.nan]), st.integers(0, 3))
def test_a_sky_has_five_bodies(n_bodies, power, n):
    t = np.linspace(0, 20, 12)
    sky_nights = [(t, t)] * n_bodies
    system = answer(whole_sky.KeplerianSky, celestial.equant, power)
    assert (system is None) == (power is not None and not np.isfinite(power))
    for one in filter(None, (system, whole_sky.PtolemaicSky())):
        knobs = np.array(one.first_guess)
        found = answer(whole_sky.sky_errors, one, knobs, sky_nights)
        assert (found is None) == (n_bodies != 5)
        if n_bodies != 5:
            assert answer(whole_sky.fit_sky, one, sky_nights) is None
        lit = answer(whole_sky.lit_venus, one, knobs, t[:n])
        assert (lit is None) == (n == 0) and (lit is None or ((lit >= 0) & (lit <= 1)).all())
