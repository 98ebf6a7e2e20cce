"""Work over own processes: all of it is done, a killed process is told, nothing is left behind."""

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.pool import over_processes


def number(_stopped, first):
    return first


def plus(first, job):
    return first + job


def kill_one(first, job):
    if job == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return first + job


def divide(first, job):
    return first // job


def unsendable(_first, _job):
    return lambda: None


def killed_at_the_start(_stopped, _first):
    os.kill(os.getpid(), signal.SIGKILL)


def stopped_of(stopped, folder):
    return stopped, Path(folder)


def wait_until_stopped(state, job):
    stopped, folder = state
    while job and not stopped():
        time.sleep(0.01)
    (folder / f"{job}").touch()


def test_all_jobs_are_done():
    assert sorted(over_processes(2, number, (100,), plus, range(5))) == [*range(100, 105)]
    assert not multiprocessing.active_children()


def test_nothing_to_do_starts_nothing():
    assert list(over_processes(2, number, (1,), plus, [])) == []


@pytest.mark.parametrize(("start", "work"), [(number, kill_one), (killed_at_the_start, plus)])
def test_a_killed_process_is_told(start, work):
    with pytest.raises(UserError, match="a worker process was ended by the system"):
        list(over_processes(2, start, (0,), work, range(4)))
    assert not multiprocessing.active_children()


def test_what_the_work_raises_is_raised_with_its_place():
    with pytest.raises(ZeroDivisionError) as caught:
        list(over_processes(1, number, (3,), divide, [0]))
    assert "in divide" in str(caught.value.__cause__)


def test_what_cannot_be_sent_is_told():
    with pytest.raises(RuntimeError, match="cannot be sent"):
        list(over_processes(1, number, (3,), unsendable, [0]))


def test_work_under_way_is_told_that_the_run_is_broken_off(tmp_path):
    results = over_processes(2, stopped_of, (str(tmp_path),), wait_until_stopped, [0, 1])
    next(results)
    results.close()

    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "1"]
    assert not multiprocessing.active_children()
