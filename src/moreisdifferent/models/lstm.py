"""Long short-term memory: a second state that is added to, and three gates around it."""

from .rnn import Cell


class LSTMCell(Cell):
    """i, f, o = σ(…), g = tanh(…); c' = f c + i g and h' = o tanh c'.

    The state is (h, c), both (K, B, H). Blocks of W, U and b: i, f, g, o, as in torch; ``b`` is
    the only bias. A forget gate f near 1 keeps what is in c; that gate was added by Gers,
    Schmidhuber and Cummins (2000) to the cell of Hochreiter and Schmidhuber (1997).
    """

    parts = 4

    def start(self, n):
        return (*super().start(n), *super().start(n))

    def forward(self, drive, state):
        h, c = state
        i, f, g, o = (drive + h @ self.U).chunk(4, -1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        return o.sigmoid() * c.tanh(), c
