"""Every test starts alike: nothing that another one drew or set before it is left."""

import matplotlib as mpl
import pytest
import torch


@pytest.fixture(autouse=True)
def _a_fresh_start():
    torch.manual_seed(0)
    with mpl.rc_context(mpl.rcParamsDefault | {"backend": "agg"}):
        yield
