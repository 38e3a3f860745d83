import json
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "data" / "small.json"


@pytest.fixture
def small():
    """The worked example of the format, as decoded JSON that a test may change."""
    return json.loads(EXAMPLE.read_text(encoding="utf-8"))
