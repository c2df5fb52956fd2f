import os
import signal
import subprocess
import sys
import time

import joblib
import pandas as pd
import pytest

from moreisdifferent.training.progress import progress
from moreisdifferent.training.sweep import SweepError, sweep


@pytest.fixture(autouse=True)
def same_environment(monkeypatch):
    """Take back what a scheduler writes into the environment of this process."""
    monkeypatch.setenv("PYTHONHASHSEED", os.environ.get("PYTHONHASHSEED", "0"))


def area(width, height, seed):
    return width * height + seed / 10


class Awkward(Exception):
    """An exception that cannot be unpickled, as many in the wild."""

    def __init__(self, what, where):
        super().__init__(f"{what} at {where}")


def fragile(width, seed):
    time.sleep(0.05)  # long enough for a second worker to take its share
    if width == 2 and seed == 1:
        raise Awkward("bridge fell down", width)
    return {"area": width**2, "process": os.getpid()}


def test_one_row_for_each_point_and_seed_in_order():
    table = sweep(area, {"width": [1, 2], "height": [3, 4]}, seeds=[0, 1])
    assert list(table.columns) == ["width", "height", "seed", "value"]
    assert table.value.tolist() == pytest.approx([3, 3.1, 4, 4.1, 6, 6.1, 8, 8.1])
    assert table.width.tolist() == [1, 1, 1, 1, 2, 2, 2, 2]


def test_a_dict_becomes_columns():
    table = sweep(fragile, {"width": [3, 4]}, seeds=[0])
    assert list(table.columns) == ["width", "seed", "area", "process"]
    assert table.area.tolist() == [9, 16]


def test_a_failure_names_its_parameters_and_the_others_survive():
    with pytest.raises(SweepError, match=r"1 of 6 tasks failed") as caught:
        sweep(fragile, {"width": [1, 2, 3]}, seeds=[0, 1])
    assert "{'width': 2, 'seed': 1}: " in str(caught.value)
    assert "Awkward: bridge fell down at 2" in str(caught.value)
    assert caught.value.results.area.tolist() == [1, 1, 4, 9, 9]
    task, text = caught.value.failures[0]
    assert task == {"width": 2, "seed": 1} and "in fragile" in text  # where it happened


def test_when_all_fail_the_table_is_empty_but_named():
    with pytest.raises(SweepError) as caught:
        sweep(fragile, {"width": [2]}, seeds=[1])
    assert list(caught.value.results.columns) == ["width", "seed"] and caught.value.results.empty


def test_parallel_config_decides_where_it_runs():
    with joblib.parallel_config("threading", n_jobs=2):
        threaded = sweep(area, {"width": [1, 2], "height": [3]}, seeds=range(3))
    pd.testing.assert_frame_equal(threaded, sweep(area, {"width": [1, 2], "height": [3]}, range(3)))


@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_of_two_worker_processes():
    distributed = pytest.importorskip("dask.distributed")
    settings = {"n_workers": 2, "threads_per_worker": 1, "processes": True}
    with (
        distributed.LocalCluster(**settings, dashboard_address=None) as cluster,
        distributed.Client(cluster),
        joblib.parallel_config("dask"),
        pytest.raises(SweepError) as caught,
    ):
        sweep(fragile, {"width": [1, 2, 3, 4, 5, 6]}, seeds=[0, 1])
    assert [task for task, _ in caught.value.failures] == [{"width": 2, "seed": 1}]
    table = caught.value.results
    assert table.area.tolist() == [1, 1, 4, 9, 9, 16, 16, 25, 25, 36, 36]
    assert len(set(table.process) - {os.getpid()}) == 2 == table.process.nunique()


@pytest.mark.parametrize(
    "grid, seeds, message",
    [
        ({"width": []}, [0], "width has no values"),
        ({"width": [1]}, [], "seeds has no values"),
        ({"seed": [1]}, [0], "grid has the name 'seed'"),
    ],
)
def test_bad_input_is_named(grid, seeds, message):
    with pytest.raises(ValueError, match=message):
        sweep(area, grid, seeds)


def test_a_result_must_not_shadow_a_parameter():
    with pytest.raises(SweepError, match="'width', which is a parameter"):
        sweep(lambda width, seed: {"width": 1}, {"width": [1]}, seeds=[0])


SWEEP = """
import os, signal, sys
from pathlib import Path
from moreisdifferent.training.sweep import sweep

folder, last = Path(sys.argv[1]), int(sys.argv[2])

def train(width, seed):
    with (folder / "log").open("a") as log:
        log.write(f"{width} {seed}\\n")
    if len((folder / "log").read_text().splitlines()) == last:
        os.kill(os.getpid(), signal.SIGKILL)
    return RESULT

print(sweep(train, {"width": [1, 2, 3]}, [5, 6], folder=folder / "kept").value.tolist())
"""


def run_sweep(folder, last, result="10 * width + seed"):
    script = folder / "script.py"
    script.write_text(SWEEP.replace("RESULT", result))
    command = [sys.executable, str(script), str(folder), str(last)]
    done = subprocess.run(command, capture_output=True, text=True)
    return done, (folder / "log").read_text().splitlines()


def test_a_killed_sweep_goes_on_where_it_stopped(tmp_path):
    done, calls = run_sweep(tmp_path, last=4)
    assert done.returncode == -signal.SIGKILL and len(calls) == 4
    done, calls = run_sweep(tmp_path, last=0)
    assert done.stdout.strip() == "[15, 16, 25, 26, 35, 36]", done.stderr
    assert calls[4:] == ["2 6", "3 5", "3 6"]  # the one that was killed, and the rest


def test_a_changed_function_starts_anew(tmp_path):
    run_sweep(tmp_path, last=0)
    done, calls = run_sweep(tmp_path, last=0, result="width - seed")
    assert done.stdout.strip() == "[-4, -5, -3, -4, -2, -3]", done.stderr
    assert len(calls) == 12


def test_whoever_works_in_a_sweep_shows_no_bar(capfd):
    def task(seed):
        return sum(progress(range(3), "inner", delay=0))

    assert sweep(task, {}, [1]).value.tolist() == [3]
    assert "inner" not in capfd.readouterr().err
