"""Tests here import the modules that stand here, and the loopback endpoint of the readers."""

import sys
from pathlib import Path

for beside in ("robustness", "readers"):
    sys.path.insert(0, str(Path(__file__).parents[1] / beside))
