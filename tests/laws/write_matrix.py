"""Write ``matrix.toml`` anew; then read what changed in it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

if __name__ == "__main__":
    os.environ["HAVRE_WRITE_MATRIX"] = "1"
    sys.exit(pytest.main(["-q", str(Path(__file__).with_name("test_matrix.py")), "-k", "matrix_names"]))
