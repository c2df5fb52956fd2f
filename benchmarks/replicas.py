"""What a replica costs: one batched program against loops, processes and scikit-learn.

Run by ``make bench``: ``python -m benchmarks.replicas``. Everything is timed in rounds, one
measurement of each kind a round, so that a busy moment of the machine meets all alike, and in
CPU time, so that a neighbour does not count. The tables hold medians and ratios of medians;
they go between the markers of README.md.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch and NumPy look at it

import argparse
import platform
import resource
import subprocess
import sys
import warnings
from importlib.metadata import version
from pathlib import Path
from time import process_time

import numpy as np
import torch
from joblib import Parallel, delayed
from sklearn.neural_network import MLPClassifier

from moreisdifferent.datasets.digits import digits
from moreisdifferent.datasets.glyphs import Glyphs
from moreisdifferent.models.cnn import CNN
from moreisdifferent.models.mlp import MLP
from moreisdifferent.models.transformer import Transformer
from moreisdifferent.training.examples import minibatches
from moreisdifferent.training.fit import fit
from moreisdifferent.training.products import product
from moreisdifferent.training.replicas import fit_replicas

from .peers import HAS_JAX, jax_compiled, torch_compiled, torch_func

START, END = "<!-- bench:start -->", "<!-- bench:end -->"
BATCH, RATE = 64, 0.03
X, Y = digits().train
PIXELS = (X * 16).long().flatten(1)[:, ::4]  # 16 grey values, for the Transformer


def mlp(seed):
    return MLP((64, 32, 10), seed)


def cnn(seed):
    return CNN((1, 8, 16), 8, 10, seed)


def transformer(seed):
    return Transformer(17, 10, 16, 16, 2, 1, seed, readout="mean")


# (rows of the weight matrix, columns, applications to each example), layer by layer
PRODUCTS = {mlp: [(32, 64, 1), (10, 32, 1)], cnn: [(8, 9, 16), (16, 72, 4), (10, 64, 1)]}
DATA = {mlp: X, cnn: X, transformer: PIXELS}
STEPS = {mlp: 200, cnn: 60, transformer: 10}  # a third of them at K = 128


def loop(make, K, steps):
    torch.set_num_threads(1)
    models, start = [make(k) for k in range(K)], process_time()
    for k, model in enumerate(models):
        fit(model, DATA[make], Y, steps=steps, learning_rate=RATE, seed=k)
    return steps, process_time() - start


def processes(make, K, steps):
    """Half of the loop in each of two processes: the slower half's time, were both cores idle."""
    halves = Parallel(n_jobs=2)(delayed(loop)(make, K // 2, steps) for _ in range(2))
    return steps, max(elapsed for _, elapsed in halves)


def scikit_learn(make, K, steps):
    start, epochs = process_time(), max(1, round(steps * BATCH / len(X)))
    options = {"solver": "sgd", "nesterovs_momentum": False, "alpha": 0, "tol": 0}
    for k in range(K):
        options |= {"batch_size": BATCH, "learning_rate_init": RATE, "random_state": k}
        MLPClassifier((32,), max_iter=epochs, n_iter_no_change=epochs + 1, **options).fit(
            X.flatten(1).numpy(), Y.numpy()
        )
    return epochs * -(-len(X) // BATCH), process_time() - start  # the steps it has taken


def own_order(make, K, steps, seed=None):
    models, seed = [make(k) for k in range(K)], range(K) if seed is None else seed
    start = process_time()
    fit_replicas(models, DATA[make], Y, steps=steps, learning_rate=RATE, seed=seed)
    return steps, process_time() - start


def one_order(make, K, steps):
    return own_order(make, K, steps, seed=0)


def products_alone(make, K, steps):
    """Only the matrix products of `one_order`: no implementation by products is faster."""
    calls = []
    for i, (rows, columns, times) in enumerate(PRODUCTS[make]):
        W, n = torch.randn(K, rows, columns), times * BATCH
        x, dy = torch.randn(1 if i == 0 else K, columns, n), torch.randn(K, rows, n)
        if i == 0:
            calls += [(W.flatten(0, 1), x[0]), (dy.flatten(0, 1), x[0].T)]
        else:
            calls += [(W, x), (dy, x.mT), (W.mT, dy)]
    outs = [product(a, b) for a, b in calls]
    start = process_time()
    for _ in range(steps):
        for (a, b), out in zip(calls, outs):
            product(a, b, out=out)
    return steps, process_time() - start


def flops(make) -> int:
    """Floating-point operations of one replica-step: forward, weights' and inputs' gradients."""
    work = [rows * columns * times for rows, columns, times in PRODUCTS[make]]
    return 2 * BATCH * (2 * sum(work) + sum(work[1:]))


def matmul_peak() -> float:
    """FLOP/s of the fastest of four sizes of square float32 products."""
    rates = []
    for n in (256, 512, 1024, 2048):
        a, out = torch.randn(n, n), torch.empty(n, n)
        repeats = 1 + 2**31 // (2 * n**3)
        torch.mm(a, a, out=out)
        start = process_time()
        for _ in range(repeats):
            torch.mm(a, a, out=out)
        rates.append(repeats * 2 * n**3 / (process_time() - start))
    return max(rates)


def measure(make, ways, K, rounds):
    """Return way → median seconds a replica-step, and the median peak, over interleaved rounds."""
    times, peaks = {way: [] for way in ways}, []
    for way in ways:
        way(make, 2, 2)  # import, allocate, start the processes
    for _ in range(rounds):
        peaks.append(matmul_peak())
        for way in ways:
            steps, elapsed = way(make, K, STEPS[make] if K < 100 else STEPS[make] // 3)
            times[way].append(elapsed / (steps * K))
    return {way: float(np.median(t)) for way, t in times.items()}, float(np.median(peaks))


def replica_rows(make, ways, replicas, rounds):
    for K in replicas:
        usable = [way for way in ways if K > 1 or way is not processes]
        times, peak = measure(make, usable, K, rounds)
        µs = {way: 1e6 * t for way, t in times.items()}
        ratio = {way: times[way] / times[one_order] for way in usable}
        share = flops(make) / peak if make in PRODUCTS else None
        yield [
            {mlp: "MLP 64-32-10", cnn: "CNN 8-16", transformer: "Transformer"}[make],
            str(K),
            *(f"{µs[w]:.0f}" if w in µs else "" for w in (loop, processes, scikit_learn)),
            *(f"{µs[w]:.1f}" for w in (own_order, one_order)),
            *(f"**{ratio[w]:.1f}**" if w in ratio else "" for w in (loop, processes, scikit_learn)),
            f"{share / times[one_order]:.0%}" if share else "",
            f"{share / times[products_alone]:.0%}" if share else "",
        ]


def ours(make, K, x, y, orders, rate):
    """The like of the functions in `peers`, with one order of minibatches that is drawn anew."""
    models, start = [make(k) for k in range(K)], process_time()
    history = fit_replicas(models, x, y, steps=len(orders), learning_rate=rate, seed=0)
    return 0.0, process_time() - start, history.loss[:, -1].numpy()


def peer_rows(make, replicas, rounds, steps):
    """Microseconds of a replica-step, and seconds of 300 and 3,000 steps with what compiling takes."""
    order = minibatches(len(Y), BATCH, 0)
    orders = torch.stack([next(order) for _ in range(steps)])
    ways = [ours, torch_func, torch_compiled] + [jax_compiled] * HAS_JAX
    for K in replicas:
        found = {way: [] for way in ways}
        for _ in range(rounds):
            for way in ways:
                found[way].append(way(make, K, DATA[make], Y, orders, RATE))
        for way in ways[1:]:  # the same computation, or there is nothing to compare
            np.testing.assert_allclose(found[way][0][2], found[ours][0][2], rtol=0.01, atol=1e-3)
        compiling = {w: max(c for c, _, _ in found[w]) for w in ways}  # later ones find a cache
        each = {w: float(np.median([t for _, t, _ in found[w]])) / steps for w in ways}
        seconds = [{w: compiling[w] + n * each[w] for w in ways} for n in (300, 3000)]
        shown = [ours, jax_compiled]
        yield [
            {mlp: "MLP 64-32-10", cnn: "CNN 8-16", transformer: "Transformer"}[make],
            str(K),
            *(f"{1e6 * each[w] / K:.1f}" for w in (ours, torch_func, torch_compiled)),
            *(f"{1e6 * each[w] / K:.1f}" if w in each else "" for w in (jax_compiled,)),
            f"**{each[jax_compiled] / each[ours]:.2f}**" if HAS_JAX else "",
            *(f"{s[w]:.1f}" if w in s else "" for s in seconds for w in shown),
            f"{compiling[torch_compiled]:.0f}",
        ]


def growth(make, K, steps=3):
    """Print CPU µs of a replica-step and MiB that training K replicas adds, alone in a process."""
    models, options = [make(k) for k in range(K)], {"learning_rate": RATE, "seed": 0}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    fit_replicas(models, DATA[make], Y, steps=1, **options)
    start = process_time()
    fit_replicas(models, DATA[make], Y, steps=steps, **options)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(1e6 * (process_time() - start) / steps / K, (after - before) / 1024)


def growth_rows(replicas=(64, 256, 1024)):
    for make in (mlp, cnn, transformer):
        cells = []
        for K in replicas:
            code = f"from benchmarks.replicas import *; growth({make.__name__}, {K})"
            run = subprocess.run(
                [sys.executable, "-c", code], text=True, capture_output=True, check=True
            )
            cells.append("{:.0f} µs, {:.0f} MiB".format(*map(float, run.stdout.split())))
        yield [make.__name__, *cells]


def processor() -> str:
    """Return the name of the processor, as the system tells it."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def glyph_rows(rounds, n=10_000):
    for source in ("fonts", "hand"):
        rates = []
        for size in (12, 16, 24):
            glyphs, times = Glyphs(source, size), []
            glyphs.draw(256, 0)
            for k in range(rounds):
                start = process_time()
                glyphs.draw(n, k)
                times.append(process_time() - start)
            rates.append(n / np.median(times))
        yield [source, *(f"{rate / 1000:.0f},000" for rate in rates)]


def markdown(head, rows) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def report(rounds) -> str:
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")  # scikit-learn: that so few steps do not converge is known
    every = [loop, processes, own_order, one_order]
    rows = [
        *replica_rows(mlp, [*every, scikit_learn, products_alone], (1, 8, 32, 128), rounds),
        *replica_rows(cnn, [*every, products_alone], (1, 8, 32, 128), rounds),
        *replica_rows(transformer, every, (1, 8, 32), rounds),
    ]
    head = ["model", "K", "loop", "2 processes", "scikit-learn", "replicas, own order", "one order"]
    head += ["× loop", "× processes", "× scikit-learn", "of peak", "products alone"]
    peers = [
        *peer_rows(mlp, (8, 32, 128), rounds, 300),
        *peer_rows(cnn, (8, 32, 128), rounds, 60),
        *peer_rows(transformer, (8, 32), rounds, 10),
    ]
    peer_head = ["model", "K", "replicas", "torch.func", "torch.compile", "JAX", "JAX ÷ replicas"]
    peer_head += ["300 steps, s", "JAX, s", "3,000 steps, s", "JAX, s", "torch.compile compiles, s"]
    names = ["torch", "numpy", "scikit-learn", "joblib"] + ["jax"] * HAS_JAX
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return f"""\
{markdown(head, rows)}

Microseconds for one step of one replica, digits at batch {BATCH}, SGD with momentum; ratios are
against replicas that share one order of minibatches. Median of {rounds} interleaved rounds, one
thread, CPU time; of two processes the slower one counts, as if each had a core of its own. *Of
peak*: the share of what this core reaches in large matrix products in the same rounds, float32;
*products alone*: the share that the bare matrix products of a step reach, the ceiling for this
design.

Against compiled peers on the same minibatches, losses equal; below 1 in *JAX ÷ replicas* JAX is ahead.
JAX runs `jit(vmap)` in one `scan` over all steps; the columns in seconds are for all K replicas and
contain what compiling takes:

{markdown(peer_head, peers)}

Growth with K, each in a process of its own: time of a replica-step and memory that training adds.

{markdown(["model", "K = 64", "K = 256", "K = 1,024"], list(growth_rows()))}

{markdown(["glyphs per CPU second", "12×12", "16×16", "24×24"], list(glyph_rows(rounds)))}

{processor()}, one core; Python {platform.python_version()}, {versions}."""


def write(path: Path, text: str) -> None:
    """Replace what stands between the markers, aside first and then by renaming."""
    old = path.read_text() if path.exists() else f"{START}\n{END}\n"
    if START not in old or END not in old:
        raise ValueError(f"{path} has no markers {START} and {END}")
    new = old[: old.index(START) + len(START)] + f"\n{text}\n" + old[old.index(END) :]
    aside = path.with_suffix(".aside")
    aside.write_text(new)
    aside.replace(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="at least 5")
    parser.add_argument("--into", type=Path, help="file with the markers; README.md if left out")
    arguments = parser.parse_args()
    target = arguments.into or Path(__file__).resolve().parents[1] / "README.md"
    write(target, report(max(5, arguments.rounds)))
    print(f"written to {target}")
