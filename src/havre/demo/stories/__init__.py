"""One situation, stage by stage, through the real operations. Tests and the building of the demonstration share it.

Each method is one act at a moment that is given; the acts of shelters and referrers are entered on their behalf, by
telephone, as the coordination does all day.
"""

from __future__ import annotations

from havre.demo.stories.begun import HOUR
from havre.demo.stories.told import Story

__all__ = ["HOUR", "Story"]
