import nbformat
import pytest
import torch
from nbclient import NotebookClient
from torch import nn
from torch.nn import functional as F

from moreisdifferent.datasets.digits import digits
from moreisdifferent.models.mlp import MLP
from moreisdifferent.training.examples import minibatches, noisy_labels
from moreisdifferent.training.fit import fit


@pytest.fixture(scope="module")
def data():
    return digits()


def test_a_linear_model_finds_the_least_squares_solution():
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(200, 3, generator=generator)
    y = x @ torch.tensor([[1.0], [-2.0], [0.5]]) + 0.1 * torch.randn(200, 1, generator=generator)
    model = nn.Linear(3, 1, bias=False)
    fit(model, x, y, steps=300, batch_size=200, momentum=0.0, loss=F.mse_loss)
    exact = torch.linalg.lstsq(x, y).solution
    assert torch.allclose(model.weight.T, exact, atol=1e-4)


def test_weight_decay_is_ridge_regression():
    generator = torch.Generator().manual_seed(1)
    x, y = torch.randn(100, 4, generator=generator), torch.randn(100, 1, generator=generator)
    model = nn.Linear(4, 1, bias=False)
    settings = {"momentum": 0.5, "weight_decay": 0.3, "loss": F.mse_loss}
    fit(model, x, y, steps=400, batch_size=100, learning_rate=0.05, **settings)
    exact = torch.linalg.solve(2 * x.T @ x / 100 + 0.3 * torch.eye(4), 2 * x.T @ y / 100)
    assert torch.allclose(model.weight.T, exact, atol=1e-4)


def test_an_mlp_learns_digits(data):
    model = MLP((64, 32, 10), seed=1)
    history = fit(model, *data.train, steps=300, seed=2)
    assert history.loss.shape == (300,) and not history.diverged
    assert history.loss[-50:].mean() < 0.2 * history.loss[:10].mean()
    accuracy = (model(data.test.images).argmax(1) == data.test.labels).float().mean()
    assert accuracy > 0.9


@pytest.mark.parametrize("optimizer, rate", [("sgd", 0.1), ("adamw", 0.01)])
def test_the_seed_decides_the_run(data, optimizer, rate):
    def loss(seed):
        options = {"optimizer": optimizer, "learning_rate": rate, "label_noise": 0.1}
        return fit(MLP((64, 8, 10), 1), *data.train, steps=20, seed=seed, **options).loss

    assert torch.equal(loss(1), loss(1)) and not torch.equal(loss(1), loss(2))


def test_the_callback_is_called_first_every_and_last(data):
    seen = []

    def callback(step, model):
        seen.append(step)
        return model[1].weight.abs().max().item() if step else None

    history = fit(MLP((64, 8, 10), 1), *data.train, steps=25, callback=callback, every=10)
    assert seen == [0, 10, 20, 25]
    assert [step for step, _ in history.records] == [10, 20, 25]


def test_rows_choose_the_examples(data):
    x, y = data.train
    by_rows, by_hand = (MLP((64, 8, 10), 1) for _ in range(2))
    rows = torch.arange(100, 300)
    fit(by_rows, x, y, steps=20, rows=rows)
    fit(by_hand, x[rows], y[rows], steps=20)
    assert torch.equal(by_rows[1].weight, by_hand[1].weight)


def test_divergence_is_reported_with_its_step(data):
    history = fit(MLP((64, 8, 10), 1), *data.train, steps=40, learning_rate=1e20)
    (step,) = history.diverged.values()
    assert not history.loss[step].isfinite() and history.loss[:step].isfinite().all()


def test_minibatches_show_every_example_once_a_pass():
    batches = minibatches(10, 3, seed=1)
    for _ in range(3):
        shown = torch.cat([next(batches) for _ in range(3)])
        assert len(shown.unique()) == 9


def test_noisy_labels_are_wrong_at_the_promised_rate_and_nested():
    labels = torch.arange(10).repeat(2000)
    little, much = (noisy_labels(labels, share, 10, seed=1) for share in (0.1, 0.4))
    assert abs((much != labels).float().mean() - 0.4) < 0.01
    wrong = little != labels
    assert torch.equal(little[wrong], much[wrong])
    assert much[much != labels].bincount(minlength=10).min() > 600  # every other class, alike


def test_a_saved_notebook_keeps_nothing_of_the_bar():
    """Executed as a runner does it; the bar is asked to appear at once."""
    code = (
        "import time\n"
        "from moreisdifferent.training.progress import progress\n"
        "for step in progress(range(20), 'fit', delay=0.01):\n"
        "    time.sleep(0.01)\n"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    assert notebook.cells[0].outputs == []


def test_in_a_terminal_the_bar_appears_and_is_taken_away(capsys):
    import time

    from moreisdifferent.training.progress import progress

    for _ in progress(range(5), "fit", delay=0.01):
        time.sleep(0.15)
    written = capsys.readouterr().err
    assert "fit" in written and written.split("\r")[-1].strip() == ""
    for _ in progress(range(5), "fit"):
        pass
    assert capsys.readouterr().err.strip() == ""  # shorter than the delay: never seen


@pytest.mark.parametrize(
    "change, message",
    [
        ({"steps": 0}, "steps is 0"),
        ({"every": 0}, "every is 0"),
        ({"optimizer": "lbfgs"}, "optimizer is 'lbfgs'"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"batch_size": 21}, "batch_size is 21"),
        ({"label_noise": 1.5}, "label_noise is 1.5"),
        ({"y": torch.zeros(19, dtype=int)}, "x has 20 examples and y 19"),
        ({"y": torch.full((20,), 10)}, "y has classes 10 to 10; the model knows 0 to 9"),
        ({"y": torch.full((20,), -1)}, "y has classes -1"),
        ({"y": torch.zeros(20)}, "y is torch.float32"),
        ({"y": torch.zeros(20, 9), "loss": F.mse_loss}, r"y has examples of shape \(9,\)"),
        ({"y": torch.zeros(20, 10), "loss": F.mse_loss, "label_noise": 0.1}, "labels are"),
        ({"x": torch.zeros(20, 63)}, r"x has examples of shape \(63,\)"),
        ({"x": torch.zeros(20, 64).index_fill(0, torch.tensor(7), torch.nan)}, "in example 7"),
    ],
)
def test_bad_input_is_named(change, message):
    good = {"x": torch.zeros(20, 64), "y": torch.zeros(20, dtype=int), "steps": 1, "batch_size": 5}
    with pytest.raises(ValueError, match=message):
        fit(MLP((64, 8, 10), 1), **good | change)
