"""Plans are the same whatever the hash seed, time zone and language of the process."""

import json
import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("portable_digest.py")
BLOCKED = "import sys; sys.modules.update(dict.fromkeys(['pymupdf', 'cv2', 'fitz'])); "


def run(*, code=None, **environment):
    command = [sys.executable, str(SCRIPT)] if code is None else [sys.executable, "-c", code]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **environment}
    )
    return json.loads(done.stdout)


def test_the_process_has_no_say():
    one = run(PYTHONHASHSEED="1", TZ="UTC", LANG="C.UTF-8")
    other = run(PYTHONHASHSEED="77", TZ="Asia/Tokyo", LANG="de_DE.UTF-8")

    assert one == other


def test_planning_needs_no_bytes_and_no_pixels():
    code = BLOCKED + f"import runpy; runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"

    assert run(code=code)
