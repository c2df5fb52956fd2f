"""What happens to a character between the mind and the scanner: seven kinds of distortion."""

from dataclasses import dataclass, fields, replace
from functools import lru_cache

import torch
from torch.nn import functional as F

from .seeds import torch_rng

NET = 4  # the elastic displacement is known at NET × NET points and smooth between them


@dataclass(frozen=True)
class Distortion:
    """How strongly pictures are distorted. Lengths are in half widths of the picture.

    Attributes:
        rotation: standard deviation of the angle, degrees.
        scale: standard deviation of the logarithm of width and of height.
        shear: standard deviation of the slant, horizontal over vertical.
        shift: standard deviation of the displacement, in each direction.
        elastic: standard deviation of a smooth displacement, different in every place.
        stroke: standard deviation of the growth of the pen's half width (glyphs only).
        noise: standard deviation of what is added to every pixel, ink being 1.
        occlusion: probability that a square of 3/8 of the width is wiped out.

    Source: elastic distortion after Simard, Steinkraus and Platt (2003).
    """

    rotation: float = 6.0
    scale: float = 0.08
    shear: float = 0.08
    shift: float = 0.06
    elastic: float = 0.04
    stroke: float = 0.02
    noise: float = 0.1
    occlusion: float = 0.0

    def __post_init__(self):
        for field in fields(self):
            value = getattr(self, field.name)
            if not 0 <= value < float("inf"):
                raise ValueError(f"{field.name} is {value}; it should be finite and at least 0")
        if self.occlusion > 1:
            raise ValueError(f"occlusion is {self.occlusion}; it is a probability, at most 1")

    @classmethod
    def none(cls) -> "Distortion":
        """Return the distortion that leaves every picture as it is."""
        return cls(**{field.name: 0.0 for field in fields(cls)})

    def times(self, strength: float) -> "Distortion":
        """Return the same mixture, ``strength`` times as strong (occlusion at most 1)."""
        scaled = {field.name: strength * getattr(self, field.name) for field in fields(self)}
        return replace(self, **scaled | {"occlusion": min(1.0, strength * self.occlusion)})

    def positions(self, n: int, size: int, generator) -> torch.Tensor:
        """Return where each pixel of ``n`` distorted pictures looks, shape (2, n, size, size).

        The first axis is x (right), then y (down), both from -1 to 1 across the picture. A
        position is linear in what is drawn (matrix, shift, elastic net), so that one matrix
        product with fixed fields gives all of them.
        """
        g = torch_rng(generator)
        angle, shear = torch.randn(2, n, generator=g) * torch.tensor(
            [[torch.pi / 180 * self.rotation], [self.shear]]
        )
        stretch_x, stretch_y = (self.scale * torch.randn(2, n, generator=g)).exp()
        cos, sin = angle.cos(), angle.sin()
        matrix = torch.stack(
            [
                torch.stack([cos * stretch_x, (sin + shear * cos) * stretch_x], -1),
                torch.stack([-sin * stretch_y, (cos - shear * sin) * stretch_y], -1),
            ]
        )  # (2, n, 2)
        shift = self.shift * torch.randn(2, n, 1, generator=g)
        net = self.elastic * torch.randn(2, n, NET * NET, generator=g)
        drawn = torch.cat([matrix, shift, net], -1)  # (2, n, 3 + NET²)
        return (drawn @ _fields(size)).view(2, n, size, size)

    def spoil(self, images: torch.Tensor, generator) -> torch.Tensor:
        """Return ``images``, shape (n, size, size), with noise and occlusion, in [0, 1]."""
        g, (n, size, _) = torch_rng(generator), images.shape
        if self.occlusion:
            side, corner = 3 * size // 8, torch.rand(2, n, 1, generator=g)
            first = (corner * (size - 3 * size // 8 + 1)).floor()
            inside = (torch.arange(size) >= first) & (torch.arange(size) < first + side)
            hit = torch.rand(n, generator=g) < self.occlusion
            wiped = inside[0][:, :, None] & inside[1][:, None, :] & hit[:, None, None]
            images = images.masked_fill(wiped, 0.0)
        if self.noise:
            images = images + self.noise * torch.randn(images.shape, generator=g)
        return images.clamp(0, 1)


@lru_cache
def _fields(size: int) -> torch.Tensor:
    """Return the 3 + NET² fields that span all displacements, shape (3 + NET², size²)."""
    centres = (torch.arange(size) + 0.5) * 2 / size - 1
    y, x = torch.meshgrid(centres, centres, indexing="ij")
    net = torch.eye(NET * NET).view(NET * NET, 1, NET, NET)
    smooth = F.interpolate(net, (size, size), mode="bicubic", align_corners=True)
    return torch.cat([torch.stack([x, y, torch.ones_like(x)]), smooth[:, 0]]).flatten(1)


def augment(images: torch.Tensor, distortion: Distortion, seed) -> torch.Tensor:
    """Return a distorted copy of every image: the same pictures, seen again.

    Args:
        images: shape (N, C, size, size), values in [0, 1]; outside of a picture is 0.
        distortion: how strongly; its ``stroke`` has no meaning here.
        seed: a seed or a ``torch.Generator``.

    Raises:
        ValueError: if ``images`` has another shape, is empty or not made of floating-point numbers.
    """
    _check_pictures(images)
    generator, (n, channels, size, _) = torch_rng(seed), images.shape
    positions = distortion.positions(n, size, generator).permute(1, 2, 3, 0)  # (n, size, size, 2)
    seen = F.grid_sample(images, positions.to(images.dtype), align_corners=False)
    return distortion.spoil(seen.flatten(0, 1), generator).view(n, channels, size, size)


def rotated(images: torch.Tensor, degrees: torch.Tensor) -> torch.Tensor:
    """Return every image turned anticlockwise about its middle by its own angle.

    Args:
        images: shape (N, C, size, size); what comes in from outside is 0.
        degrees: shape (N,).

    Raises:
        ValueError: if ``images`` is not square, empty or not made of floating-point numbers, or
            there is not one finite angle for each.
    """
    _check_pictures(images)
    if degrees.shape != (len(images),):
        raise ValueError(f"degrees has shape {tuple(degrees.shape)}; it should be ({len(images)},)")
    if not degrees.isfinite().all():
        raise ValueError("degrees is not finite; it should be an angle for every image")
    angle = torch.deg2rad(degrees.to(images.dtype))
    cos, sin, zero = angle.cos(), angle.sin(), torch.zeros_like(angle)
    matrix = torch.stack([cos, -sin, zero, sin, cos, zero], -1).view(-1, 2, 3)
    positions = F.affine_grid(matrix, images.shape, align_corners=False)
    return F.grid_sample(images, positions, align_corners=False)


def _check_pictures(images) -> None:
    if images.ndim != 4 or images.shape[2] != images.shape[3] or not images.numel():
        raise ValueError(
            f"images has shape {tuple(images.shape)}; it should be (N, C, size, size), not empty"
        )
    if not images.is_floating_point():
        raise ValueError(f"images is {images.dtype}; it should be made of floating-point numbers")
