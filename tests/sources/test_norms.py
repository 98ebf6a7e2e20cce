from datetime import date, timedelta
from pathlib import Path
import re

import pytest

from chaosdocs.sources.norms.registry import NORMS, TWINS, record
from chaosdocs.truth.norms import distinct
from tests.proof.norms_worked import WORKED
