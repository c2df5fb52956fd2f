"""Two ways to learn to draw: by coding pictures and by deceiving a judge; K generators at once."""

import torch
from torch.nn import functional as F

from ..datasets.seeds import torch_rng
from .tuning import forward, perceptrons

BATCH = 100


def leaky(x) -> torch.Tensor:
    """The leaky rectified linear unit with slope .2 below zero."""
    return F.leaky_relu(x, 0.2)


def standardised(x) -> torch.Tensor:
    """:func:`leaky`, of what has been brought to mean 0 and variance 1 over the batch.

    Source: Ioffe and Szegedy (2015), here without learned scales.
    """
    return leaky((x - x.mean(-2, keepdim=True)) * (x.var(-2, keepdim=True) + 1e-5).rsqrt())


def optimizer_of(weights, rate: float = 2e-3, **settings):
    """Return Adam for the weights of :func:`~.tuning.perceptrons`, which become trainable.

    Raises:
        ValueError: if ``rate`` is not positive and finite.
    """
    if not 0 < rate < 10:
        raise ValueError(f"rate is {rate}; it should be above 0 and below 10")
    return torch.optim.Adam([w.requires_grad_() for w in weights], lr=rate, fused=True, **settings)


def annealed(optimizer, steps: int):
    """Yield the numbers of the steps; in the second half the rate falls to zero in a straight line.

    Raises:
        ValueError: if ``steps`` is below 1.
    """
    if steps < 1:
        raise ValueError(f"steps is {steps}; it should be at least 1")
    rate = optimizer.param_groups[0]["lr"]
    for number in range(steps):
        optimizer.param_groups[0]["lr"] = rate * min(1, 2 * (1 - number / steps))
        yield number


def descend(optimizer, loss) -> None:
    """Take one step of an optimizer down a loss."""
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def fit_adam(weights, x, y, loss, steps, seed=0, rate=2e-3, activation=torch.relu) -> None:
    """Train K perceptrons in place, each on its own examples, by Adam with batches of 50.

    Args:
        weights: of :func:`~.tuning.perceptrons`; a weight that needs no gradient stays as it is.
        x, y: shapes (K, n, in) and (K, n, …).
        loss: outputs (K · B, out) and answers (K · B, …) → their mean loss.
        rate: of the first half; it then falls to zero.
        activation: what follows each layer but the last.

    Raises:
        ValueError: if shapes do not fit, or a number is out of range.
    """
    K = len(weights[0])
    if x.ndim != 3 or not x.numel() or len(x) != K or x.shape[:2] != y.shape[:2]:
        raise ValueError(f"x has shape {tuple(x.shape)} and y {tuple(y.shape)}; they should be ({K}, n, in) and ({K}, n, …)")  # fmt: skip
    own, generator = torch.arange(K)[:, None], torch_rng(seed)
    optimizer = optimizer_of(weights, rate)
    for _ in annealed(optimizer, steps):
        rows = torch.randint(x.shape[1], (K, min(50, x.shape[1])), generator=generator)
        outputs = forward(weights, x[own, rows], activation=activation)
        descend(optimizer, K * loss(outputs.flatten(0, 1), y[own, rows].flatten(0, 1)))


def fit_vaes(images, n_latent: int, steps: int, seed: int, width: int = 128):
    """Return K encoders and decoders, weights of :func:`~.tuning.perceptrons`.

    The loss is D/2 · log(mean squared error) + KL(q(z|x), N(0, 1)): the noise of the pixels is not
    chosen, but is what fits best.

    Args:
        images: shape (K, N, D), values in [0, 1], one training set a replicate.
        n_latent: dimensions of the latent space.
        steps: minibatches of 100.
        seed: of weights, order and noise.
        width: of the two hidden layers of each network.

    Raises:
        ValueError: if ``images`` has another shape or a number is below 1.

    Source: Kingma and Welling (2014); Rybkin, Daniilidis and Levine (2021) for the noise.
    """
    K, D = _check(images, n_latent, steps, width)
    encoder = perceptrons(K, (D, width, width, 2 * n_latent), seed)
    decoder = perceptrons(K, (n_latent, width, width, D), seed + 1)
    optimizer, generator = optimizer_of(encoder + decoder), torch_rng(seed, 1)
    for _ in annealed(optimizer, steps):
        x = images[:, torch.randint(images.shape[1], (BATCH,), generator=generator)]
        mean, log_var = forward(encoder, x, activation=leaky).chunk(2, dim=2)
        noise = torch.randn(mean.shape, generator=generator)
        again = drawn(decoder, mean + (log_var / 2).exp() * noise)
        error = ((again - x) ** 2).mean((1, 2))
        KL = (mean**2 + log_var.exp() - log_var - 1).sum(2).mean(1) / 2
        descend(optimizer, (D / 2 * error.log() + KL).sum())
    return encoder, decoder


def fit_gans(images, n_latent: int, steps: int, seed: int, width: int = 128):
    """Return K generators, weights of :func:`~.tuning.perceptrons`, from a contest with a judge.

    Both networks have two hidden layers; the generator's are standardised over the batch, without
    which it soon draws one digit only. Losses are Goodfellow's, the generator's the one that does
    not saturate, and both see a little noise on the pixels.

    Args:
        images: shape (K, N, D), values in [0, 1], one training set a replicate.
        n_latent: dimensions of the noise.
        steps: minibatches of 100, each a step of the judge and one of the generator.
        seed: of weights, order and noise.
        width: of the hidden layers.

    Raises:
        ValueError: if ``images`` has another shape or a number is below 1.

    Source: Goodfellow and others (2014); Radford, Metz and Chintala (2016) for the settings.
    """
    K, D = _check(images, n_latent, steps, width)
    artist = perceptrons(K, (n_latent, width, width, D), seed)
    judge = perceptrons(K, (D, width, width, 1), seed + 1)
    draws, judges = (optimizer_of(part, 1e-3, betas=(0.5, 0.99)) for part in (artist, judge))
    generator = torch_rng(seed, 1)
    for _ in annealed(draws, steps):
        x = images[:, torch.randint(images.shape[1], (BATCH,), generator=generator)]
        noise = torch.randn(K, BATCH, n_latent, generator=generator)
        made = drawn(artist, noise, standardised)
        blur = 0.05 * torch.randn(2, *x.shape, generator=generator)
        real, fake = (
            forward(judge, seen, activation=leaky)
            for seen in (x + blur[0], made.detach() + blur[1])
        )
        descend(judges, (F.softplus(-real) + F.softplus(fake)).mean((1, 2)).sum())
        fooled = forward(judge, made, activation=leaky)
        descend(draws, F.softplus(-fooled).mean((1, 2)).sum())
    return artist


def drawn(decoder, codes, activation=leaky) -> torch.Tensor:
    """Return the pictures (K, B, D) that K decoders draw from codes (K, B, n_latent).

    Raises:
        ValueError: if ``codes`` do not fit the decoders.
    """
    if codes.shape[-1] != decoder[0].shape[1] - 1:
        raise ValueError(f"codes has shape {tuple(codes.shape)}; its last axis should be {decoder[0].shape[1] - 1}")  # fmt: skip
    return torch.sigmoid(forward(decoder, codes, activation=activation))


def _check(images, *sizes):
    if images.ndim != 3 or not images.numel():
        raise ValueError(f"images has shape {tuple(images.shape)}; it should be (K, N, D)")
    if min(sizes) < 1:
        raise ValueError(f"n_latent, steps and width are {sizes}; they should be at least 1")
    return images.shape[0], images.shape[2]
