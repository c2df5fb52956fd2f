import pytest
import torch

from moreisdifferent.datasets.sound import CALL, LENGTH, MELODIES, RATE, calls


def test_shapes_and_labels():
    waves, labels = calls(60, seed=1)
    assert waves.shape == (60, 1, LENGTH) and waves.dtype == torch.float32
    assert set(labels.tolist()) == set(range(len(MELODIES)))


def test_a_seed_fixes_the_recordings():
    assert torch.equal(calls(5, seed=1).waves, calls(5, seed=1).waves)
    assert not torch.equal(calls(5, seed=1).waves, calls(5, seed=2).waves)


def test_without_noise_there_is_silence_around_the_call():
    waves = calls(20, seed=1, noise=0.0, start=100).waves[:, 0]
    assert not waves[:, :100].any() and not waves[:, 100 + CALL :].any()
    assert waves[:, 100 : 100 + CALL].abs().amax(1).min() > 0.9


def test_another_start_is_the_same_recording_later():
    early, late = (calls(20, seed=1, noise=0.0, start=s).waves for s in (0, 37))
    assert torch.equal(early.roll(37, -1), late)


def test_a_rising_call_rises_and_a_level_one_stays_by_its_zero_crossings():
    waves, labels = calls(300, seed=1, noise=0.0, start=0)
    half = CALL // 2
    signs = waves[:, 0, :CALL].sign()
    crossings = (signs[:, 1:] != signs[:, :-1]).float()
    change = crossings[:, half:].mean(1) / crossings[:, :half].mean(1)
    name = list(MELODIES)
    assert (change[labels == name.index("rising")] > 1.2).all()
    assert (change[labels == name.index("falling")] < 0.83).all()
    assert ((change[labels == name.index("level")] - 1).abs() < 0.1).all()
    level = crossings[labels == name.index("level")].mean(1) * RATE / 2  # Hz
    assert level.min() > 330 and level.max() < 480


@pytest.mark.parametrize(
    "options, message", [({"n": 0}, "n is 0"), ({"noise": -1}, "noise -1"), ({"start": 300}, "300")]
)
def test_bad_input_is_named(options, message):
    with pytest.raises(ValueError, match=message):
        calls(**{"n": 3, "seed": 1} | options)
