"""The gated recurrent unit: one gate keeps the state, another looks away from it."""

from .rnn import Cell


class GRUCell(Cell):
    """r, z = σ(…), n = tanh(x W_n + r (h U_n) + b_n); h' = z h + (1 - z) n.

    The state is (h,), h of shape (K, B, H). Blocks of W, U and b: r, z, n, as in torch; ``b`` is
    the only bias. Cho et al. (2014) reset h before U_n; resetting after it is torch's way.
    """

    parts = 3

    def forward(self, drive, state):
        (h,) = state
        H = self.width
        recurrent = h @ self.U
        r, z = (drive[..., : 2 * H] + recurrent[..., : 2 * H]).sigmoid().chunk(2, -1)
        n = (drive[..., 2 * H :] + r * recurrent[..., 2 * H :]).tanh()
        return (n + z * (h - n),)
