import pytest
import torch
from torch.nn import functional as F

from moreisdifferent.models.seq2seq import Seq2Seq

PAIR = torch.tensor([[[5, 5, 1, 2, 3], [6, 1, 2, 3, 0]], [[0, 1, 2, 3, 4], [6, 0, 1, 2, 3]]])


def make(attend, seed=1):
    return Seq2Seq(7, 5, width=8, attend=attend, padding=5, seed=seed)


@pytest.mark.parametrize("attend", [True, False])
def test_the_seed_and_nothing_else_fixes_the_weights(attend):
    torch.manual_seed(1)
    first = make(attend)(PAIR)
    torch.manual_seed(2)
    assert torch.equal(first, make(attend)(PAIR))
    assert not torch.equal(first, make(attend, seed=2)(PAIR))
    assert first.shape == (2, 5, 5)


@pytest.mark.parametrize("attend", [True, False])
def test_the_writer_does_not_see_what_it_has_not_written(attend):
    changed = PAIR.clone()
    changed[:, 1, 3] = 4
    same = torch.isclose(make(attend)(PAIR), make(attend)(changed), atol=1e-6).all(-1)
    assert same[:, :3].all() and not same[:, 3:].any()


def test_attention_is_torchs_and_does_not_look_at_padding():
    model = make(True)
    states, last = model.encoder(model.token(PAIR[:, 0]))
    wanted, _ = model.decoder(model.token(PAIR[:, 1]), last)
    shares = model.weights(wanted, states, PAIR[:, 0])
    assert (shares[0, :, :2] == 0).all() and torch.allclose(shares.sum(-1), torch.ones(2, 5))
    theirs = F.scaled_dot_product_attention(
        model.compare(wanted), states, states, attn_mask=(PAIR[:, :1] != 5).expand(2, 5, 5)
    )
    assert torch.allclose(shares @ states, theirs, atol=1e-5)


def test_without_attention_only_the_last_state_travels():
    model = make(False)
    _, last = model.encoder(model.token(PAIR[:, 0]))
    wanted, _ = model.decoder(model.token(PAIR[:, 1]), last)
    assert torch.equal(model(PAIR), model.head(wanted))
