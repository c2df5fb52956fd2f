"""Models that are no chains, as one batch: what it may stand for, and what it must not touch."""

from functools import partial

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from moreisdifferent.models.efficient_attention import (
    KernelAttention,
    LocalAttention,
    LowRankAttention,
)
from moreisdifferent.models.transformer import Attention, Transformer
from moreisdifferent.training.batched import LARGEST, Products, is_known
from moreisdifferent.training.fit import fit
from moreisdifferent.training.replicas import fit_replicas

TOKENS = torch.randint(7, (40, 6), generator=torch.Generator().manual_seed(1))
KINDS = {
    "full": (Attention, True),
    "local": (partial(LocalAttention, window=2), True),
    "kernel": (KernelAttention, True),
    "low rank": (partial(LowRankAttention, context=6, rank=3), False),
}


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("optimizer", ["sgd", "adamw"])
def test_every_attention_equals_the_loop(name, optimizer):
    attention, known = KINDS[name]
    options = {"causal": False, "readout": "last", "attention": attention}
    together, alone = (
        [Transformer(7, 7, 6, 8, 2, 2, k, **options).double() for k in range(3)] for _ in range(2)
    )
    assert is_known(together[0]) == known
    settings = {"steps": 15, "batch_size": 8, "learning_rate": 0.01, "optimizer": optimizer}
    fit_replicas(together, TOKENS, TOKENS[:, 0], seed=range(3), **settings)
    for k, model in enumerate(alone):
        fit(model, TOKENS, TOKENS[:, 0], seed=k, **settings)
        for p, q in zip(together[k].parameters(), model.parameters()):
            assert torch.allclose(p, q, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("options", [{"padding_idx": 0}, {"max_norm": 0.5}])
def test_tables_with_rules_of_their_own_keep_them(options):
    tables = [nn.Embedding(7, 3, **options) for _ in range(2)]
    tables[1].load_state_dict(tables[0].state_dict())
    assert not is_known(tables[0])
    with Products():
        within = tables[0](TOKENS)
    within.sum().backward()
    without = tables[1](TOKENS)
    without.sum().backward()
    assert torch.equal(within, without) and torch.equal(
        tables[0].weight.grad, tables[1].weight.grad
    )


def test_a_large_table_is_looked_up():
    table = torch.randn(LARGEST + 1, 2)
    with Products():
        found = F.embedding(torch.tensor([[LARGEST, 0]]), table)
    assert torch.equal(found, table[[LARGEST, 0]][None])
