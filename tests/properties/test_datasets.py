"""Properties of the worlds that are learned from."""

import math

import numpy as np
import pytest
import torch
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from moreisdifferent.datasets import (
    basic_english,
    calculus,
    calendar,
    digits,
    distortions,
    ephemeris,
    exercises,
    fonts,
    genes,
    glyphs,
    handprint,
    mars_distance,
    memory,
    mnist,
    mnist_1d,
    nights,
    oppositions,
    owl,
    scale,
    seeds,
    sky,
    sound,
    standard_library,
)

from .contract import answer, arrays, covers, numbers

small = st.integers(-3, 6)
forms = st.recursive(
    st.one_of(
        st.integers(-9, 9).map(calculus.number),
        st.just(calculus.X),
        st.builds(calculus.wave, st.sampled_from(["sin", "cos", "exp"]), st.integers(0, 9)),
    ),
    lambda inner: st.one_of(
        st.builds(lambda f, g: f + g, inner, inner), st.builds(lambda f, g: f * g, inner, inner)
    ),
    max_leaves=4,
)


@covers(calculus.Form, calculus.number, calculus.wave)
@given(forms, forms, forms)
def test_forms_are_a_ring_with_a_derivative(f, g, h):
    assert f + g == g + f and f * g == g * f
    assert f * (g + h) == f * g + f * h
    assert (f * g).derivative() == f.derivative() * g + f * g.derivative()
    assert f - f == calculus.Form()
    assert (f * g).at_zero() == f.at_zero() * g.at_zero()


@covers(calculus.parse, calculus.wave)
@given(st.text("0123456789x+-*^() sincoexp", max_size=30))
def test_any_text_is_read_or_refused(text):
    form = answer(calculus.parse, text)
    if form is not None:
        assert calculus.parse(f"({text}) + 0") == form
        assert calculus.parse(f"({text}) - ({text})") == calculus.Form()


@covers(calculus.wave)
@given(st.sampled_from(["sin", "cos", "exp", "tan", ""]), st.integers(-9, 9))
def test_a_wave_is_one_of_three(name, n):
    assert (answer(calculus.wave, name, n) is None) == (name not in ("sin", "cos", "exp"))


@covers(calendar.julian_day)
@given(
    st.integers(-4000, 3000),
    st.integers(-1, 14),
    st.integers(-1, 33),
    numbers,
    st.sampled_from(["Julian", "Gregorian", "Mayan"]),
)
def test_days_count_on(year, month, day, hours, kind):
    found = answer(calendar.julian_day, year, month, day, hours, kind)
    if found is not None:
        assert math.isfinite(found)
        start = calendar.julian_day(year, month, day, 0, kind)
        assert math.isclose(found, start + hours / 24)
        first = calendar.julian_day(year, month, 1, 0, kind)
        assert start - first == day - 1


@covers(mnist.mnist)
@given(st.integers(0, 4999))
def test_mnist_is_the_same_whenever_it_is_read(i):
    first, again = mnist.mnist(), mnist.mnist()
    assert torch.equal(first.images[i], again.images[i]) and first.labels[i] == i // 500
    grey = first.images[i] * 255
    assert torch.allclose(grey, grey.round(), atol=1e-3)


@covers(mnist_1d.mnist_1d)
@given(numbers, numbers)
def test_mnist_1d_has_as_many_rows_as_asked(seed, n):
    few = n % 100 if n == n and abs(n) < 1e9 else n
    made = answer(mnist_1d.mnist_1d, seed, few)
    if made is not None:
        assert made.rows.shape == (few, 40) and made.labels.bincount().tolist() == [few // 10] * 10


@covers(basic_english.basic_english, basic_english.verses, basic_english.words)
@given(st.one_of(numbers, st.text(max_size=9)))
def test_every_token_of_the_text_is_in_its_vocabulary(vocabulary):
    text = answer(basic_english.basic_english, vocabulary)
    if text is not None:
        assert len(text.vocabulary) == vocabulary and text.tokens.max() < vocabulary
    found = answer(basic_english.words, vocabulary)
    assert (found is None) == (not isinstance(vocabulary, str))


@covers(digits.digits)
def test_the_digits_are_as_described():
    split = digits.digits()
    for part, n in zip(split, (1200, 297, 300)):
        assert part.images.shape == (n, 1, 8, 8) and part.labels.shape == (n,)
        assert part.images.min() >= 0 and part.images.max() == 1
        assert set(part.labels.tolist()) == set(range(10))


@covers(digits.shifted, digits.on_canvas)
@given(arrays(), small, small, st.integers(-2, 9))
def test_a_shift_there_and_back_loses_only_the_edge(values, dx, dy, size):
    images = torch.from_numpy(values).float()
    moved = answer(digits.shifted, images, dx, dy)
    assert (moved is None) == (images.ndim != 4)
    if moved is None or not images.isfinite().all():
        return
    assert moved.shape == images.shape
    assert moved.abs().sum() <= images.abs().sum() + 1e-4
    canvas = answer(digits.on_canvas, images, size)
    if canvas is not None:
        assert canvas.shape == (*images.shape[:2], size, size)
        assert torch.isclose(canvas.sum(), images.sum(), atol=1e-4)


@covers(distortions.Distortion, distortions.augment)
@given(arrays(), numbers, numbers, numbers)
def test_distorted_pictures_are_pictures(values, rotation, noise, occlusion):
    made = answer(distortions.Distortion, rotation=rotation, noise=noise, occlusion=occlusion)
    if made is None:
        return
    images = torch.from_numpy(values).float()
    seen = answer(distortions.augment, images, made, 0)
    if seen is not None and images.isfinite().all():
        assert seen.shape == images.shape
        assert not seen.numel() or (seen.min() >= 0 and seen.max() <= 1)


@covers(distortions.Distortion)
@given(st.integers(1, 12))
def test_no_distortion_leaves_pictures_alone(size):
    images = torch.rand(2, 1, size, size)
    same = distortions.augment(images, distortions.Distortion.none(), 0)
    assert torch.allclose(same, images, atol=1e-5)
    assert distortions.Distortion().times(0) == distortions.Distortion.none()


@covers(ephemeris.ephemeris, ephemeris.mean_ephemeris)
@given(
    st.sampled_from(["Mars", "Sun", "Earth", "Vulcan"]),
    arrays(),
    st.floats(2.2e6, 2.5e6),
    st.sampled_from(["Earth", "Sun", "Mars"]),
    st.sampled_from(["J2000", "date", "1900"]),
)
def test_planets_stand_somewhere_in_the_sky(planet, offsets, start, centre, equinox):
    for theory in (ephemeris.ephemeris, ephemeris.mean_ephemeris):
        found = answer(theory, planet, start + offsets.astype(float), centre, equinox)
        if found is not None:
            assert found.longitude.shape == offsets.shape
            assert (np.abs(found.latitude) <= 90).all() and (found.distance > 0).all()
            assert ((found.longitude >= 0) & (found.longitude < 360)).all()


@covers(exercises.derivatives, exercises.expansions, exercises.additions)
@covers(exercises.answer, exercises.answers, exercises.mark, exercises.skill, exercises.skeleton)
@covers(exercises.read_question, exercises.read_answer)
@covers(exercises.write_question, exercises.write_answer)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_tutor_passes_its_own_exam_and_others_do_not(i, j):
    for questions in (exercises.derivatives(), exercises.expansions(), exercises.additions()):
        one, two = questions[i % len(questions)], questions[j % len(questions)]
        given_answers = exercises.answers([one, two])
        marks = exercises.mark([one, one], given_answers)
        assert marks[0]
        same = tuple(exercises.answer(one)) == tuple(exercises.answer(two))
        assert marks[1] == same or exercises.skeleton(one) != exercises.skeleton(two)
        assert exercises.write_question(one)
    calculus_question = exercises.derivatives()[i % 567]
    assert exercises.skill(calculus_question) in ("power", *exercises.SKILLS)
    wanted = exercises.read_question(calculus_question).derivative()
    assert exercises.read_answer(exercises.answer(calculus_question)) == wanted
    assert exercises.write_answer(exercises.answer(calculus_question)) != "?"


@covers(exercises.mark, exercises.read_answer, exercises.write_answer)
@given(st.lists(st.integers(0, len(exercises.VOCABULARY) - 1), min_size=12, max_size=12))
def test_any_tokens_are_marked(tokens):
    found = exercises.read_answer(tokens)
    assert (exercises.write_answer(tokens) == "?") == (found is None)
    assert exercises.mark(exercises.derivatives()[:1], np.array([tokens])).dtype == bool


@covers(exercises.mark)
@given(arrays(dtypes=(int, float)), arrays(dtypes=(int, float)))
def test_what_is_no_exercise_is_refused(questions, given_answers):
    found = answer(exercises.mark, questions, given_answers)
    assert found is None or found.shape == given_answers.shape[:-1]


@covers(exercises.exam_split)
@given(st.integers(0, 99))
def test_the_exam_shares_no_skeleton_with_practice(seed):
    questions = exercises.derivatives()
    kept = exercises.exam_split(questions, np.random.default_rng(seed))
    skeletons = [{exercises.skeleton(q) for q in questions[part]} for part in (kept, ~kept)]
    assert not skeletons[0] & skeletons[1] and kept.any()


@covers(genes.gene_world, genes.GeneWorld)
@example(1, 2, 1, 0, math.inf)
@given(small, st.integers(0, 12), st.integers(-1, 4), numbers, numbers)
def test_a_world_has_the_causes_it_was_asked_for(causes, n_genes, pathway, correlation, signal):
    draw = np.random.default_rng(0)
    world = answer(genes.gene_world, causes, draw, n_genes, pathway, correlation, signal)
    if world is None:
        return
    assert len(world.causes) == causes or signal == 0 or abs(signal) < 1e-200
    X, y = world.patients(5, draw)
    assert X.shape == world.expression(5, draw).shape == (5, n_genes)
    assert set(y.tolist()) <= {0, 1} and world.log_odds(X).shape == (5,)


@covers(glyphs.Glyphs, fonts.Fonts, handprint.HandPrint)
@given(
    st.sampled_from(["fonts", "hand", "runes"]),
    st.sampled_from([8, 12, 7, -1, 12.5, math.nan, math.inf, 0]),
    st.sampled_from(["AB", "A", "", "AA", "a", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"]),
    st.integers(-1, 5),
    st.sampled_from([None, [0], [], [-1], [3, 3], [10**9]]),
)
def test_glyphs_are_drawn_as_asked_or_refused(source, size, classes, n, writers):
    supply = answer(glyphs.Glyphs, source, size, True, classes)
    batch = supply and answer(supply.draw, n, 0, writers)
    if batch is not None:
        assert batch.images.shape == (n, 1, size, size)
        assert set(batch.images.unique().tolist()) <= {0.0, 1.0}
        assert batch.labels.max() < len(classes)
        assert writers is None or set(batch.writers.tolist()) <= set(writers)
        again = supply.draw(n, 0, writers)
        assert torch.equal(batch.images, again.images)
        assert torch.equal(next(supply.stream(n, 0, writers)).images, batch.images)


@covers(glyphs.Glyphs)
@given(numbers, st.integers(0, 50))
def test_writers_are_split_in_two(share, seed):
    parts = answer(glyphs.Glyphs("fonts").split, share, seed)
    if parts is not None:
        assert sorted(np.concatenate(parts)) == list(range(25))
        assert all(len(part) for part in parts)


@covers(handprint.HandPrint)
@given(numbers, numbers)
def test_habits_lie_between_0_and_1(habit, tremor):
    found = answer(handprint.HandPrint, habit, tremor)
    assert (found is not None) == (0 <= habit < 1 and 0 <= tremor < 1)


@covers(seeds.rng, seeds.torch_rng, seeds.chapter_seed)
@given(numbers, st.integers(-2, 5))
def test_a_seed_is_a_whole_number(seed, stream):
    for make in (seeds.rng, seeds.torch_rng):
        found = answer(make, seed, stream)
        good = isinstance(seed, int) and seed >= 0 and stream >= 0
        assert (found is not None) == good
    assert (answer(seeds.chapter_seed, seed) is not None) == (
        isinstance(seed, int) and 1 <= seed <= 99
    )


@covers(mars_distance.mars_distance)
@given(numbers, st.integers(-1, 101))
def test_a_stretch_of_nights_is_whole_or_refused(seed, stretch):
    found = answer(mars_distance.mars_distance, seed, stretch)
    good = isinstance(seed, int) and seed >= 0 and 0 <= stretch < 100
    assert (found is not None) == good


@covers(scale.scale, scale.grow)
@given(numbers, numbers, st.sampled_from(["1", "4", "0.25", "none", "-2"]))
def test_whatever_grows_stays_positive(value, power, at):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MID_SCALE", at)
        assert (answer(scale.scale, also=["MID_SCALE"]) is not None) == (at not in ("none", "-2"))
        found = answer(scale.grow, value, power, also=["MID_SCALE"])
        assert found is None or found > 0


@covers(seeds.rng, seeds.torch_rng)
@given(st.integers(0, 10**9), st.integers(0, 99), st.integers(0, 99))
def test_streams_differ_and_repeat(seed, a, b):
    assume(a != b)
    draws = [seeds.rng(seed, k).integers(2**60) for k in (a, a, b)]
    assert draws[0] == draws[1] != draws[2]
    draws = [torch.rand(2, generator=seeds.torch_rng(seed, k)).tolist() for k in (a, a, b)]
    assert draws[0] == draws[1] != draws[2]


@covers(sky.sexagesimal, sky.zodiac)
@given(st.text("0123456789;,-", max_size=9), st.sampled_from([*sky.SIGNS, "Ophiuchus", ""]))
def test_sexagesimal_numbers_are_read_or_refused(text, sign):
    value = answer(sky.sexagesimal, text)
    if value is not None:
        assert math.isfinite(value) and (value <= 0 or not text.startswith("-"))
    angle = answer(lambda sign, text: sky.zodiac(sign, text), sign, text)
    assert (angle is None) == (value is None or sign not in sky.SIGNS)


@covers(sky.kepler_oppositions, sky.piazzi_ceres, sky.recovered_ceres)
@covers(sky.almagest, sky.de_revolutionibus)
def test_printed_tables_are_finite():
    for table in (sky.kepler_oppositions(), sky.piazzi_ceres(), sky.recovered_ceres()):
        columns = [np.asarray(column) for column in table]
        assert len({column.shape for column in columns}) == 1
        assert all(np.isfinite(column).all() for column in columns)
    rows = [*sky.almagest().values(), sky.de_revolutionibus()]
    assert all(math.isfinite(value) for row in rows for value in row)


@covers(sound.calls)
@given(st.integers(-1, 4), numbers, numbers)
def test_calls_are_recorded_or_refused(n, noise, start):
    found = answer(sound.calls, n, 0, noise, start)
    assert (found is not None) == (n > 0 and 0 <= noise <= 1e30 and 0 <= start <= 256)
    if found is not None:
        assert found.waves.shape == (n, 1, 512) and found.waves.isfinite().all()
        assert found.labels.max() < len(sound.MELODIES)


@covers(distortions.rotated)
@given(arrays(), arrays())
def test_a_whole_turn_changes_nothing(values, degrees):
    images, degrees = torch.from_numpy(values), torch.from_numpy(degrees)
    found = answer(distortions.rotated, images, degrees)
    assert found is None or found.shape == images.shape
    if values.ndim == 4 and values.shape[2] == values.shape[3] and values.size:
        images = images.isfinite() * 0.5  # a picture that is even stays so, except at the edge
        whole = distortions.rotated(images, torch.full((len(images),), 360.0))
        assert torch.allclose(whole, images, atol=1e-5)


batches = st.lists(st.integers(-1, 3), max_size=3).map(tuple)
lags = st.one_of(st.integers(-2, 9), arrays(dtypes=(int, float, bool)).map(torch.from_numpy))


@covers(memory.recall, memory.delayed_copy)
@given(batches, lags, st.one_of(st.integers(-1, 9), st.just(np.nan)))
def test_what_was_shown_is_asked_for_later(shape, lag, steps):
    draw = seeds.torch_rng(0)
    found = answer(memory.recall, shape, lag, steps, draw)
    if found is not None:
        x, y = found
        assert x.shape == (steps, *shape, 13) and y.shape == shape
        first = (steps - 2 - torch.as_tensor(lag).long()).expand(shape)
        shown = x.gather(0, first[None, ..., None].expand(1, *shape, 13))[0]
        assert torch.equal(shown.argmax(-1), y) and (x[-1].argmax(-1) == 12).all()
    found = answer(memory.delayed_copy, shape, lag, steps, draw)
    if found is not None:
        x, y = found
        lag = torch.as_tensor(lag).long().expand(shape)
        assert x.shape == (steps, *shape, 8) and y.shape == (steps - lag.max(), *shape)
        last = x.gather(0, (steps - 1 - lag)[None, ..., None].expand(1, *shape, 8))[0]
        assert torch.equal(last.argmax(-1), y[-1])


@covers(memory.adding, memory.running_parity)
@given(batches, st.one_of(st.integers(-1, 9), st.just(np.nan)))
def test_sums_and_parities_can_be_checked(shape, steps):
    draw, good = seeds.torch_rng(0), min(shape, default=1) > 0
    found = answer(memory.adding, shape, steps, draw)
    assert (found is not None) == (good and steps >= 2)
    if found is not None:
        x, y = found
        assert x.shape == (steps, *shape, 2) and (x[..., 1].sum(0) == 2).all()
        assert torch.allclose(x.prod(-1).sum(0), y)
    found = answer(memory.running_parity, shape, steps, draw)
    assert (found is not None) == (good and steps >= 1)
    if found is not None:
        x, y = found
        assert torch.equal(x[..., 0].sum(0) % 2, y[-1].float())


@covers(owl.sentences, owl.write)
@given(small, st.one_of(small, st.just(0.5)), st.one_of(st.none(), small, st.just(np.nan)))
def test_the_owl_is_where_it_is_said_to_be(n, adverbs, between):
    found = answer(owl.sentences, n, np.random.default_rng(0), adverbs, between)
    if found is not None:
        tokens, who, places = found
        assert tokens.shape == (n, owl.FRAME + adverbs) and places.shape == (n, 2)
        assert (tokens[np.arange(n), places[:, 0]] == who).all()
        for row in tokens:
            read = owl.write(row).split(" ")
            assert [owl.TOKEN[word] for word in read] == row.tolist()
            gap = read.index(".") - 5 - read.index("the")
            assert between is None or gap == between


@covers(owl.write)
@given(arrays())
def test_only_words_are_written(tokens):
    text = answer(owl.write, tokens)
    assert text is None or len(text.split()) == len(tokens)


some = st.lists(st.sampled_from(["bisect", "heapq", "no_module", ""]), max_size=2)


@covers(standard_library.words)
@given(some)
def test_words_are_those_of_the_modules(modules):
    found = answer(standard_library.words, modules)
    assert (found is not None) == set(modules).issubset({"bisect", "heapq"})
    assert not found or "def" in found


@covers(standard_library.windows)
@given(st.one_of(small, st.just(np.nan)), st.one_of(small, st.just(1e300)), some)
def test_windows_are_cut_from_the_text(length, vocabulary, modules):
    draw = np.random.default_rng(0)
    found = answer(standard_library.windows, length, draw, vocabulary, modules)
    if found is not None:
        tokens, names = found
        text = standard_library.words(modules)
        assert tokens.shape == (len(text) // length, length) and len(names) <= vocabulary
        assert not tokens.size or (tokens.min() >= 1 and tokens.max() < len(names))


@covers(nights.years, nights.nights, nights.every_few_days, nights.as_almanacs_count)
@covers(nights.path_about_the_earth)
@given(st.integers(-1, 9), numbers, st.integers(1500, 1504), st.integers(1500, 1504), numbers)
def test_nights_are_drawn_or_refused(n, noise, first, last, days):
    drawn = answer(nights.nights, "Mars", seeds.rng(1), n, noise)
    assert (drawn is None) == (n < 1 or not 0 <= noise < np.inf)
    assert drawn is None or (drawn.t.shape == drawn.longitude.shape == (n,))
    assume(not 0 < days < 0.5)
    sky_of = answer(nights.every_few_days, "Sun", first, last, days)
    assert (sky_of is None) == (first >= last or not 0 < days < np.inf)
    for other in (nights.as_almanacs_count, nights.path_about_the_earth):
        assert (answer(other, "Mars", first, last) is None) == (first >= last)
    assert nights.years(nights.EPOCH + nights.YEAR * n) == n


@covers(oppositions.opposition_nights, oppositions.loops, oppositions.ordinary_days)
@settings(max_examples=5)
@given(st.integers(-1, 9), st.sampled_from([0.0, -1.0, np.nan, np.inf, 20.0, 300.0]))
def test_oppositions_are_twelve(days, step):
    assert opposition_count() == 12
    found = answer(oppositions.loops, days)
    assert (found is None) == (days < 1)
    assert found is None or len(found[0]) == len(found[1]) == 12
    ordinary = answer(oppositions.ordinary_days, step)
    assert (ordinary is None) == (not 0 < step < np.inf)
    assert ordinary is None or ordinary[0].shape == ordinary[1].shape


def opposition_count() -> int:
    return len(oppositions.opposition_nights().t)
