"""Properties of what chapter 03 is made of: splits, features, Fisher's rule, patches, pictures."""

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.datasets import holdout
from moreisdifferent.figures import classic_prediction as draw
from moreisdifferent.models import fisher, hog, vit
from moreisdifferent.models.mlp import MLP
from moreisdifferent.training import stages

from .contract import answer, arrays, covers, numbers

small = st.integers(-1, 5)


@covers(holdout.hold_out)
@given(st.integers(1, 9), st.integers(1, 3), small, small, small, st.integers(0, 9))
def test_parts_are_apart_or_refused(G, copies, K, n_test, n_validation, seed):
    groups = np.repeat(np.arange(G), 2 * copies)
    labels = np.tile(np.arange(2), G * copies)
    split = answer(holdout.hold_out, labels, groups, K, n_test, n_validation, seed)
    if split is not None:
        assert len(set(groups[split.test.numpy()].ravel())) == K * n_test
        for train, test in zip(split.train.numpy(), split.test.numpy()):
            rows = np.r_[train.ravel(), split.validation.numpy(), test]
            assert len(set(rows)) == len(rows)
            assert not set(groups[train.ravel()]) & set(groups[test])


@covers(hog.hog, hog.cells)
@given(arrays(), small, small, small)
def test_features_are_finite_and_at_most_1_or_refused(images, cell, block, directions):
    found = answer(hog.hog, images, cell, block, directions)
    if found is not None:
        assert found.shape[0] == len(images) and np.isfinite(found).all()
        assert (abs(found) <= 1 + 1e-5).all()
        assert (hog.cells(images, cell, directions) >= 0).all()


@covers(fisher.Fisher)
@given(arrays(), arrays(dtypes=(int,)), numbers)
def test_fisher_answers_with_a_known_class_or_says_why_not(x, y, prior):
    rule = answer(fisher.Fisher, prior)
    fitted = rule and answer(rule.fit, x, y, also=("prior",))
    if fitted is not None:
        assert set(fitted.predict(x)) <= set(y)


@covers(fisher.Fisher)
@given(st.integers(0, 99), st.floats(0.1, 100))
def test_fisher_does_not_mind_where_the_origin_is(seed, prior):
    x, y = np.random.default_rng(seed).normal(size=(30, 4)), np.arange(30) % 3
    here = fisher.Fisher(prior).fit(x, y).predict(x)
    assert (fisher.Fisher(prior).fit(x + 5, y).predict(x + 5) == here).all()


@covers(vit.patches, vit.PatchTransformer)
@given(st.integers(1, 3), st.integers(1, 3), st.integers(-1, 4))
def test_patches_hold_every_pixel_once(B, tiles, side):
    images = torch.arange(float(B * (tiles * max(side, 1)) ** 2))
    images = images.view(B, 1, tiles * max(side, 1), -1)
    cut = answer(vit.patches, images, side)
    if cut is not None:
        assert cut.shape == (B, tiles**2, side**2)
        assert sorted(cut.flatten().tolist()) == images.flatten().tolist()
        model = answer(vit.PatchTransformer, tiles**2, side**2, 2, 4, 2, 1, seed=0)
        assert model(cut).shape == (B, 2)


@covers(stages.fit_in_stages)
@given(st.integers(0, 30), st.floats(0.001, 0.1), st.integers(0, 9))
def test_stages_end_where_they_should(steps, learning_rate, seed):
    models = [MLP((3, 2), seed=k) for k in range(2)]
    x, y = torch.eye(3).repeat(4, 1), torch.arange(12) % 2
    curve = answer(stages.fit_in_stages, models, x, y, steps=steps, learning_rate=learning_rate,
                   seed=seed, batch_size=4, score=lambda found: [m[1].bias.sum().item() for m in found])  # fmt: skip
    if curve is not None:
        assert curve.shape == (9, 2)
        assert np.allclose(curve[-1], [m[1].bias.sum().item() for m in models], atol=1e-6)


@covers(draw.characters, draw.nearest, draw.edges, draw.curves, draw.by_examples, draw.by_training,
        draw.scissors, draw.shuffled, draw.alphabet)  # fmt: skip
@given(st.integers(2, 4), st.integers(2, 6), st.integers(0, 9))
def test_every_picture_is_drawn_from_any_numbers(points, K, seed):
    toss = np.random.default_rng(seed)
    page, x = toss.integers(2, size=(36, 12, 12)), np.arange(1, points + 1)
    accuracy = {name: toss.uniform(0, 100, (points, K)) for name in list(draw.LOOKS)[:3:2]}
    hits = toss.integers(2, size=(2, 36))
    figures = [
        draw.characters(page[:5]), draw.nearest(page[0], page[1:3], "AB", [1, 2]),
        draw.edges(page[0], toss.random((6, 6, 4))), draw.by_training(x, accuracy, hits[0]),
        draw.by_examples(x, accuracy, x, accuracy), draw.scissors(page[:2], "ab"),
        draw.shuffled({"a": {"nothing": toss.random(K)}}), draw.alphabet(x, accuracy, 1, page, hits),
    ]  # fmt: skip
    assert all(isinstance(fig, Figure) for fig in figures)
    plt.close("all")
