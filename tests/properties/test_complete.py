"""Every public function of the package has a property test."""

import importlib
from pathlib import Path

from . import contract


def test_every_public_function_has_a_property():
    for path in Path(__file__).parent.glob("test_*.py"):
        importlib.import_module(f"{__package__}.{path.stem}")
    missing = [name for name, thing in contract.public().items() if thing not in contract.TESTED]
    assert not missing, f"write a test in tests/properties with @covers(…) for {missing}"
