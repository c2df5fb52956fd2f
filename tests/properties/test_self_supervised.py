"""Properties of what *Self-supervised learning* moved into the library: worlds, views, probes, drawings."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from moreisdifferent.datasets import characters, views
from moreisdifferent.datasets.distortions import Distortion
from moreisdifferent.evaluation import plane, probe
from moreisdifferent.figures import self_supervised as draw
from moreisdifferent.models import encoder

from .contract import answer, arrays, covers

small = st.integers(-2, 5)
few = settings(max_examples=8)
matrices = arrays(st.tuples(st.integers(0, 6), st.integers(0, 4)))


@covers(characters.characters)
@few
@given(small, st.sampled_from(["fonts", "hand", "stone"]), st.integers(0, 9))
def test_characters_come_with_four_answers(n, source, seed):
    made = answer(characters.characters, n, seed, source)
    assert (made is None) == (n < 1 or source == "stone")
    if made is not None:
        assert {len(part) for part in made} == {n}
        assert made.images.min() >= 0 and made.images.max() <= 1
        assert made.angle.abs().max() <= 1 and made.noise.abs().max() <= 1
        again = characters.characters(n, seed, source)
        assert all(torch.equal(a, b) for a, b in zip(made, again))


@covers(characters.rows_of)
@few
@given(st.text("ABC0!", max_size=3), small)
def test_rows_of_a_letter_show_that_letter(letters, n):
    pictures = characters.characters(200, 3)
    rows = answer(characters.rows_of, pictures, letters, n)
    if rows is not None:
        wanted = [characters.CLASSES.index(c) for c in letters for _ in range(n)]
        assert pictures.character[rows].tolist() == wanted


@covers(characters.mnist_split, characters.small_mnist)
@few
@given(st.integers(0, 99))
def test_the_parts_of_mnist_hold_every_digit_once(seed):
    parts = characters.mnist_split(seed)
    assert [len(part.images) for part in parts] == [3500, 500, 1000]
    whole = characters.small_mnist()
    assert whole.images.shape == (5000, 1, 12, 12)
    total = sum(part.images.double().sum() for part in parts)
    assert torch.isclose(total, whole.images.double().sum())


@covers(views.TwoViews)
@given(arrays(dtypes=(float,)), arrays(), st.integers(0, 9))
def test_views_of_any_rows_or_a_refusal(images, rows, seed):
    images, rows = torch.from_numpy(images).float(), torch.from_numpy(rows)
    made = answer(views.TwoViews, images, Distortion(), seed)
    assert (made is None) == (
        images.ndim != 4 or images.shape[2] != images.shape[3] or not images.numel()
    )
    if made is not None:
        pair = answer(made.__getitem__, rows)
        if pair is not None:
            assert pair.shape == (*rows.shape, 2, *images.shape[1:])


@covers(views.first_rows)
@given(small, small, small, small)
def test_first_rows_stay_in_their_sets(k, size, n, at_least):
    rows = answer(views.first_rows, k, size, n, at_least)
    assert (rows is None) == (min(k, at_least) < 1 or not 1 <= n <= size)
    if rows is not None:
        assert rows.shape == (k, max(n, at_least))
        assert all(
            set(row.tolist()) <= set(range(i * size, i * size + n)) for i, row in enumerate(rows)
        )


@covers(encoder.encoders)
@given(small, small, st.integers(0, 3), small, small)
def test_encoders_differ_and_have_as_many_features_as_asked(k, n_outputs, seed, width, n_features):
    made = answer(encoder.encoders, k, n_outputs, seed, width, n_features)
    assert (made is None) == (min(k, n_outputs, width, n_features) < 1)
    if made is not None:
        x = torch.rand(2, 1, 12, 12)
        assert len(made) == k and made[0].features(x).shape == (2, n_features)
        assert made[0](x[None]).shape == (2, n_outputs)


@covers(probe.probe_skill)
@given(matrices, matrices, st.booleans(), st.integers(0, 9))
def test_a_probe_is_examined_or_says_why_not(values, new, classes, seed):
    values, new, make = torch.from_numpy(values), torch.from_numpy(new), np.random.default_rng(seed)
    y, y_new = (
        torch.from_numpy(make.integers(0, 3, len(x)) if classes else make.random(len(x)))
        for x in (values, new)
    )
    names = ("answers", "new", "y", "features", "before")
    found = answer(probe.probe_skill, values, y, new, y_new, also=names, steps=3)
    assert found is None or found <= 1


@covers(probe.best_readout)
@given(st.lists(st.floats(-1, 1), max_size=4))
def test_the_best_readout_is_the_best(shifts):
    x = torch.linspace(0, 1, 5)
    readouts = [lambda x, s=s: x + s for s in shifts]
    best = answer(probe.best_readout, readouts, x, x)
    assert (best is None) == (not shifts)
    if shifts:
        # single precision does not tell 1 - s² from 1 for a shift of 1e-4
        assert abs(float(best(x)[0])) <= min(map(abs, shifts)) + 1e-3


@covers(plane.two_directions, plane.sheets)
@given(matrices)
def test_a_sheet_has_two_directions_or_a_reason(values):
    found = answer(plane.two_directions, values)
    if found is not None:
        assert found.shape == (len(values), 2) and np.isclose(found.std(), 1)
        first, second = plane.sheets([values, values])
        assert np.allclose(first, second, atol=1e-6)
    assert answer(plane.sheets, []) is None


@covers(plane.principal_components)
@few
@given(st.integers(1, 6), st.integers(1, 3), small)
def test_components_are_as_many_as_asked(n_images, side, n):
    x = torch.rand(n_images, 1, side, side)
    found = answer(plane.principal_components, x, n)
    assert (found is None) == (not 1 <= n <= min(n_images, side**2))
    assert found is None or found(x).shape == (n_images, n)


@covers(plane.nearest_alike)
@given(matrices, st.integers(0, 9))
def test_neighbours_are_counted_or_refused(values, seed):
    n = values.shape[0]
    labels = np.random.default_rng(seed).integers(0, 3, n)
    found = answer(plane.nearest_alike, values, labels)
    if found is not None:
        share, (a, b) = found
        assert 0 <= share <= 1 and a < b


@covers(
    draw.look, draw.partner_game, draw.similarity_tables, draw.by_names, draw.over_training,
    draw.four_questions, draw.embedding, draw.film,
)  # fmt: skip
@settings(max_examples=2)
@given(st.integers(0, 99))
def test_drawings_take_any_numbers(seed):
    make = np.random.default_rng(seed)
    nine, table, K = make.random((9, 2, 1, 12, 12)), make.random((9, 9)), 4
    curve = [(step, make.random(K)) for step in (0, 1, 2)]
    names = ("contrastive", "pixels")
    for fig in (
        draw.partner_game(nine, 3),
        draw.similarity_tables(nine, {"a": table, "b": table}),
        draw.by_names({(n, m): make.random(K) for n in names for m in (10, 100)}, (10, 100)),
        draw.over_training({"panel": {"contrastive": curve}}, {"pixels": 0.5}),
        draw.four_questions({(n, "q"): make.random(K) for n in names}, {"q": ("title", "%")}),
        draw.embedding(make.random((6, 2)), "ABCABC"),
    ):
        assert fig.axes
        plt.close(fig)
    clouds = [(step, (make.random((6, 3)), 50.0)) for step in (0, 1)]
    frames = draw.film(clouds, "AB")
    assert all(len(part) == 2 for part in frames.values())
    plt.close("all")
    with pytest.raises(ValueError, match="name is 'nobody'"):
        draw.look("nobody")
