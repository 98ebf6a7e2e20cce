"""Kills, full disks, odd machines, two at work, names: one row each of an outside audit, run again.

``python -m pytest -m slow tests/robustness/test_reliability_table.py``. Kills at every exact point
are in ``test_kills.py``, other Pythons and libraries in ``test_dependency_sets.py``.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from functools import partial

import pytest
from bounded import ROOT, bounded, command, content, environment, kill, start

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="needs signals and limits as POSIX has them"),
]
RECIPE = """\
chaosdocs: 2
name: reliable
seed: 4
source: {domain: invoice, count: 30}
render: [{as: csv, system: sap}, {as: json, system: netsuite}]
design: {each: [gaps.left_out], severities: [1, 5]}
"""
READER = """\
import time

def read(case, files):
    time.sleep(0.02)
    return {"answer": {}, "latency_s": 0}
"""
MORE = RECIPE.replace("count: 30", "count: 400")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A corpus, its answers and its report, made in peace."""
    folder = tmp_path_factory.mktemp("reliable")
    (folder / "r.yaml").write_text(RECIPE)
    (folder / "more.yaml").write_text(MORE)
    (folder / "slow.py").write_text(READER)
    for words in (
        ("generate", "r.yaml", "-o", "corpus"),
        ("run", "corpus", "--reader", "slow:read", "-o", "answers.jsonl"),
        ("score", "corpus", "answers.jsonl", "-o", "report", "--resamples", "20"),
    ):
        bounded(*words, cwd=folder, folder=folder, within=300).held(0, seconds=200)
    return folder


def did(whole, *words, within=200.0, **how):
    return bounded(*words, cwd=whole, folder=whole, within=within, **how)


def shell(words, whole, *, before="", after="", **how):
    """Run a command in a shell, with what limits it before and with its streams behind."""
    return subprocess.run(
        ["bash", "-c", f'{before} "$@" {after}', "bash", *command(*words)],
        capture_output=True, text=True, check=False, cwd=whole, env=how.pop("env", environment()),
        **how,
    )  # fmt: skip


def generating(out, *more):
    return ("generate", "r.yaml", "-o", out, *more)


def reading(out, *more):
    return ("run", "corpus", "--reader", "slow:read", "-o", out, *more)


def scoring(out, *more):
    return ("score", "corpus", "answers.jsonl", "-o", out, "--resamples", "20", *more)


def lines(path):
    return sorted(path.read_bytes().splitlines())


def parts(folder):
    """The parts of a report that do not name the command; what a kill left apart is none."""
    return {
        name: data
        for name, data in content(folder).items()
        if name != "report.html" and not name.startswith(".")
    }


# Kills ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 2])
def test_generate_killed(whole, tmp_path, jobs):
    out = tmp_path / "corpus"
    process = start(*generating(out, "--jobs", jobs), cwd=whole)
    _wait_for(lambda: list(out.glob("private/work/*.json")))
    kill(process)
    process.communicate()

    ended = did(whole, *generating(out, "--resume", "--jobs", jobs))

    ended.held(0, words="slots had been made before", seconds=100)
    assert content(out) == content(whole / "corpus")


@pytest.mark.parametrize("jobs", [1, 2])
def test_run_killed(whole, tmp_path, jobs):
    out = tmp_path / "answers.jsonl"
    process = start(*reading(out, "--jobs", jobs), cwd=whole)
    _wait_for(lambda: out.exists() and out.stat().st_size)
    kill(process)
    process.communicate()

    did(whole, *reading(out, "--resume", "--jobs", jobs)).held(0, seconds=100)

    assert lines(out) == lines(whole / "answers.jsonl")


def test_score_killed_over_an_older_report(whole, tmp_path):
    out = tmp_path / "report"
    did(whole, *scoring(out, "--seed", "1")).held(0)
    older = parts(out)
    process = start(*scoring(out), cwd=whole)
    _wait_for((out / ".new" / "fields.jsonl").exists)
    kill(process)
    process.communicate()

    assert not (out / "junit.xml").exists() or older == parts(out)
    did(whole, *scoring(out)).held(0)
    assert parts(out) == parts(whole / "report")
    assert [path.name for path in out.glob(".*")] == []


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="finds workers in /proc")  # noqa: PTH112
def test_a_worker_killed(whole, tmp_path):
    out = tmp_path / "corpus"
    words = ("generate", "more.yaml", "-o", out, "--jobs", 2)
    process = start(*words, cwd=whole)
    workers = []
    _wait_for(lambda: workers.extend(_workers(process.pid)) or workers)

    os.kill(workers[0], signal.SIGKILL)
    _, said = process.communicate(timeout=100)

    assert process.returncode == 2, said
    assert "a worker process was ended by the system" in said
    assert "Traceback" not in said
    did(whole, *words, "--resume", within=400).held(0, seconds=300)
    assert json.loads((out / "corpus.json").read_text())["counts"].get("defect", 0) == 0


def _workers(pid):
    found = []
    with open(f"/proc/{pid}/task/{pid}/children") as file:  # noqa: PTH123
        for child in file.read().split():
            with open(f"/proc/{child}/cmdline") as line:  # noqa: PTH123
                if "spawn_main" in line.read():
                    found.append(int(child))
    return found


def _wait_for(there, seconds=200):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if there():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come about")


def test_temporary_folders_of_killed_runs_are_swept(whole, tmp_path):
    for name in ("chaosdocs-a", "chaosdocs-b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / ".held").touch()
        os.utime(tmp_path / name / ".held", (1, 1))

    did(whole, *reading(tmp_path / "a.jsonl"), env=environment(TMPDIR=str(tmp_path))).held(0)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl"]


@pytest.mark.parametrize("sent", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_leaves_no_temporary_folder(whole, tmp_path, sent):
    (tmp_path / "scratch").mkdir()
    held = environment(TMPDIR=str(tmp_path / "scratch"))
    heard = partial(signal.signal, sent, signal.SIG_DFL)  # whoever runs the tests may be deaf
    process = start(*reading(tmp_path / "a.jsonl"), cwd=whole, env=held, preexec_fn=heard)
    _wait_for(lambda: (tmp_path / "a.jsonl").exists() and (tmp_path / "a.jsonl").stat().st_size)

    process.send_signal(sent)
    _, said = process.communicate(timeout=100)

    assert process.returncode == 130, said
    assert "interrupted" in said
    assert list((tmp_path / "scratch").iterdir()) == []


# Two at work ------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["generate", "another recipe", "run", "score"])
def test_two_at_one_place(whole, tmp_path, what):
    """One does its work; the other is refused, or finds it done."""
    out = tmp_path / ("a.jsonl" if what == "run" else "out")
    make = {"run": reading, "score": scoring}.get(what, generating)
    first = list(make(out))
    second = list(make(out, *(("--resume",) if what != "score" else ())))
    if what == "another recipe":
        (whole / "other.yaml").write_text(RECIPE.replace("seed: 4", "seed: 5"))
        second[1] = "other.yaml"
    both = [start(*first, cwd=whole), start(*second, cwd=whole)]
    said = [process.communicate(timeout=200)[1] for process in both]

    codes = [process.returncode for process in both]
    assert 0 in codes, said
    assert set(codes) <= {0, 2}, said
    assert "Traceback" not in "".join(said)
    if what == "run":
        assert lines(out) == lines(whole / "answers.jsonl")
    elif what == "score":
        assert parts(out) == parts(whole / "report")
    elif what == "generate":
        assert content(out) == content(whole / "corpus")
    else:
        did(whole, "verify", out, "--deep", "0").held(0)


# Damage between two runs ------------------------------------------------------------------------

DAMAGES = {
    "a file emptied, another removed": lambda out: (_file(out, 0).write_bytes(b""),
                                                    _file(out, 1).unlink()),
    "lines cut": lambda out: _cut(next(iter(sorted(out.glob("private/work/*.lines"))))),
    "index emptied": lambda out: next(iter(out.glob("private/work/*.json"))).write_bytes(b""),
    "files removed": lambda out: shutil.rmtree(out / "files"),
}  # fmt: skip


def _file(out, number):
    return [path for path in sorted((out / "files").rglob("*")) if path.is_file()][number]


def _cut(path):
    path.write_bytes(path.read_bytes()[:1000])


@pytest.mark.parametrize("what", DAMAGES)
def test_a_begun_corpus_that_was_damaged(whole, tmp_path, what):
    out = tmp_path / "corpus"
    process = start(*generating(out), cwd=whole)
    _wait_for(lambda: list(out.glob("private/work/*.json")))
    kill(process)
    process.communicate()
    DAMAGES[what](out)

    did(whole, *generating(out, "--resume")).held(0, seconds=100)

    assert content(out) == content(whole / "corpus")


def test_verify_counts_the_cases_that_should_be_there(whole, tmp_path):
    out = tmp_path / "corpus"
    shutil.copytree(whole / "corpus", out)
    cases = (out / "cases.jsonl").read_bytes().splitlines(keepends=True)
    (out / "cases.jsonl").write_bytes(b"".join(cases[:84]))

    ended = did(whole, "verify", out, "--deep", "0")

    ended.held(1, words=f"of {len(cases)} cases")


# Disks ------------------------------------------------------------------------------------------

FILLED = {
    "generate": (generating, (0, 3_000, 20_000)),
    "run": (reading, (0, 2_000)),
    "score": (scoring, (0, 4_000, 200_000)),
}
FULL = """
import resource, runpy, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.dont_write_bytecode = True
sys.argv = ["chaosdocs", *sys.argv[2:]]
runpy.run_module("chaosdocs", run_name="__main__")
"""


@pytest.mark.parametrize(
    ("what", "most"), [(what, most) for what, (_, sizes) in FILLED.items() for most in sizes]
)
def test_a_full_disk(whole, tmp_path, what, most):
    out = tmp_path / ("a.jsonl" if what == "run" else "out")
    words = list(map(str, FILLED[what][0](out)))

    done = subprocess.run(
        [sys.executable, "-c", FULL, str(most), *words], capture_output=True, text=True,
        check=False, cwd=whole, env=environment(),
    )  # fmt: skip

    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert re.search("cannot write: File too large|no temporary folder can be made", done.stderr)
    assert "make room" in done.stderr
    again = () if what == "score" else ("--resume",)
    did(whole, *words, *again).held(0, seconds=100)


@pytest.mark.parametrize("what", FILLED)
def test_a_place_that_nobody_may_write_to(whole, tmp_path, what):
    out = "/proc/self/chaosdocs/" + ("a.jsonl" if what == "run" else "out")

    did(whole, *FILLED[what][0](out)).held(2, words="/proc/self/chaosdocs")


# Removed at work --------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["folder", "folder, made again", "files", "answers"])
def test_what_is_removed_at_work(whole, tmp_path, what):
    out = tmp_path / ("a.jsonl" if what == "answers" else "out")
    words = reading(out) if what == "answers" else ("generate", "more.yaml", "-o", out)
    process = start(*words, cwd=whole)
    if what == "answers":
        _wait_for(lambda: out.exists() and out.stat().st_size)
        out.unlink()
    else:
        _wait_for(lambda: list(out.glob("private/work/*.json")))
        gone = out / "files" if what == "files" else out
        gone.rename(tmp_path / "elsewhere")
        if "again" in what:
            out.mkdir()
    _, said = process.communicate(timeout=200)

    assert process.returncode == 2, said
    assert "Traceback" not in said
    assert re.search(r"removed or replaced|was changed while it was written", said), said


# Little of everything ---------------------------------------------------------------------------


@pytest.mark.parametrize("files", [8, 10, 12, 16, 24, 64])
@pytest.mark.parametrize("make", [generating, reading], ids=["generate", "run"])
def test_few_open_files(whole, tmp_path, make, files):
    out = tmp_path / ("a.jsonl" if make is reading else "corpus")
    words = make(out, "--jobs", "8") if make is reading else make(out)

    done = shell(words, whole, before=f"ulimit -n {files}; exec")

    _short(done, whole, out, make)


@pytest.mark.parametrize("megabytes", [60, 100, 150, 300, 600])
@pytest.mark.parametrize("make", [generating, reading], ids=["generate", "run"])
def test_little_memory(whole, tmp_path, make, megabytes):
    out = tmp_path / ("a.jsonl" if make is reading else "corpus")

    done = shell(make(out), whole, before=f"ulimit -v {megabytes * 1000}; exec")

    _short(done, whole, out, make)


def _short(done, whole, out, make):
    """Whatever a machine lacks: words, and after it is mended the same bytes as ever."""
    assert done.returncode in {0, 2}, done.stderr
    if "chaosdocs" not in done.stderr:  # Python itself could not start, or import its own library
        assert done.returncode != 0 or make is not None
    else:
        assert "Traceback" not in done.stderr or "site-packages" not in done.stderr, done.stderr
    did(whole, *make(out, *(("--resume",) if out.exists() else ()))).held(0, seconds=100)
    if make is reading:
        assert lines(out) == lines(whole / "answers.jsonl")
    else:
        assert content(out) == content(whole / "corpus")


# Odd machines -----------------------------------------------------------------------------------

MACHINES = {
    "no HOME": {"HOME": None},
    "a HOME that is not there": {"HOME": "/nowhere"},
    "C": {"LC_ALL": "C"},
    "POSIX without UTF-8 mode": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "8-bit": {"LC_ALL": "en_US.ISO-8859-1", "PYTHONIOENCODING": "latin-1"},
    "Turkish": {"LC_ALL": "tr_TR.UTF-8"},
    "far east": {"TZ": "Pacific/Kiritimati"},
    "no zone": {"TZ": "nowhere"},
    "an odd zone": {"TZ": "\u00fc"},
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    "hash seed 4294967295": {"PYTHONHASHSEED": "4294967295"},
    "optimised": {"PYTHONOPTIMIZE": "2"},
    "SOURCE_DATE_EPOCH": {"SOURCE_DATE_EPOCH": "0"},
    "no TMPDIR": {"TMPDIR": "/nowhere"},
    "a narrow terminal": {"COLUMNS": "5", "TERM": "dumb"},
    "no colour": {"NO_COLOR": "1", "FORCE_COLOR": "1"},
    "no PATH": {"PATH": None},
}


def _environment(**changes):
    made = environment(**{k: v for k, v in changes.items() if v is not None})
    return {k: v for k, v in made.items() if changes.get(k, "") is not None}


@pytest.mark.parametrize("what", MACHINES)
def test_an_odd_machine(whole, tmp_path, what):
    env = _environment(**MACHINES[what])

    did(whole, *generating(tmp_path / "corpus"), env=env).held(0, seconds=100)
    did(whole, *scoring(tmp_path / "report"), env=env).held(0, seconds=100)

    assert content(tmp_path / "corpus") == content(whole / "corpus")
    assert parts(tmp_path / "report") == parts(whole / "report")


@pytest.mark.parametrize("epoch", ["tomorrow", "-99999999999999", "9" * 40, "1.5"])
def test_an_odd_moment(whole, tmp_path, epoch):
    ended = did(whole, *scoring(tmp_path / "r"), env=environment(SOURCE_DATE_EPOCH=epoch))

    ended.held(2, words="SOURCE_DATE_EPOCH")


def test_an_empty_environment(whole, tmp_path):
    env = {"PYTHONPATH": str(ROOT)}

    did(whole, *generating(tmp_path / "corpus"), env=env).held(0, seconds=100)

    assert content(tmp_path / "corpus") == content(whole / "corpus")


# Streams ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", "| head -1", ">/dev/full"]
)
@pytest.mark.parametrize(
    "words",
    [("list",), ("metrics",), ("doctor",), ("show", "corpus"), generating("{out}"),
     scoring("{out}"), ("verify", "corpus", "--deep", "0")],
    ids=lambda words: words[0],
)  # fmt: skip
def test_a_stream_that_nobody_holds(whole, tmp_path, words, closed):
    named = [word.replace("{out}", str(tmp_path / "out")) for word in words]

    done = shell(named, whole, after=f"{closed}; exit ${{PIPESTATUS[0]}}")

    assert "Traceback" not in done.stderr, done.stderr
    allowed = {0, 2} if closed == ">/dev/full" or named[0] == "show" else {0, 141}
    allowed |= {1} if named[0] == "doctor" else set()  # where something is missing
    assert done.returncode in allowed, done.stderr
    if named[0] == "generate":
        assert content(tmp_path / "out") == content(whole / "corpus")


# Names ------------------------------------------------------------------------------------------

NAMES = ["with blanks", "line\nbreak", "%s%d{0}", "-dash", "--", "\U0001f642", "n" * 240, "a'b\"c",
         b"not \xff utf-8", "$(touch x);&", "~", "CON"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_an_odd_name(whole, tmp_path, name):
    name = os.fsdecode(name)
    out, report = tmp_path / name, tmp_path / f"{name[:200]}-report"

    did(whole, *generating(out)).held(0, seconds=100)
    did(whole, "run", out, "--reader", "builtin:all_null", "-o", tmp_path / "a.jsonl").held(0)
    did(whole, "score", out, tmp_path / "a.jsonl", "-o", report, "--resamples", "9").held(0)
    did(whole, "verify", out, "--deep", "0").held(0)

    assert content(out) == content(whole / "corpus")


def test_links(whole, tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")

    did(whole, *generating(tmp_path / "link")).held(0)
    assert content(tmp_path / "there") == content(whole / "corpus")
    for words in (generating(tmp_path / "dangling"), scoring(tmp_path / "dangling")):
        ended = did(whole, *words)
        ended.held(2, words="dangling: is a link to a place that is not there")


# Outputs over inputs ----------------------------------------------------------------------------

OVER = {
    "run into private": ("run", "{c}", "--reader", "builtin:all_null",
                         "-o", "{c}/private/unmade.jsonl", "--resume"),
    "run over truths": ("run", "{c}", "--reader", "builtin:all_null",
                        "-o", "{c}/private/truth.jsonl.gz", "--retry-errors"),
    "run over cases": ("run", "{c}", "--reader", "builtin:all_null",
                       "-o", "{c}/cases.jsonl", "--resume"),
    "score into the corpus": ("score", "{c}", "{a}", "-o", "{c}"),
    "score below the corpus": ("score", "{c}", "{a}", "-o", "{c}/private/report"),
    "score over its answers": ("score", "{c}", "{a}", "-o", "{a}"),
    "generate below a corpus": ("generate", "r.yaml", "-o", "{c}/files/x"),
    "generate over another corpus": ("generate", "r.yaml", "--seed", "9", "-o", "{c}", "--resume"),
    "a baseline over answers": ("score", "{c}", "{a}", "--baseline", "{a}", "--baseline-update"),
    "a baseline over a recipe": ("score", "{c}", "{a}", "--baseline", "{c}/corpus.json",
                                 "--baseline-update"),
}  # fmt: skip


@pytest.mark.parametrize("what", OVER)
def test_an_output_over_an_input(whole, tmp_path, what):
    shutil.copytree(whole / "corpus", tmp_path / "corpus")
    shutil.copy(whole / "answers.jsonl", tmp_path / "a.jsonl")
    before = content(tmp_path)
    named = {"{c}": str(tmp_path / "corpus"), "{a}": str(tmp_path / "a.jsonl")}
    words = OVER[what]
    for mark, path in named.items():
        words = [word.replace(mark, path) for word in words]

    did(whole, *words).held(2)

    assert content(tmp_path) == before


# Figures and load -------------------------------------------------------------------------------


def test_no_figure_has_more_digits_than_all_machines_agree_on(whole):
    text = (whole / "report" / "summary.json").read_text()

    def figures(data):
        if isinstance(data, dict | list):
            for each in data.values() if isinstance(data, dict) else data:
                yield from figures(each)
        elif isinstance(data, float):
            yield data

    found = list(figures(json.loads(text)))
    assert len(found) > 50
    assert [x for x in found if len(re.sub(r"\D|e.*", "", repr(x)).lstrip("0")) > 12] == []


def test_twice_the_load_costs_at_most_twice_and_a_bit(whole, tmp_path):
    costs = []
    for count in (150, 300):
        out = tmp_path / f"{count}"
        made = did(whole, *generating(out, "--count", count), within=600)
        made.held(0, seconds=300, megabytes=200)
        asked = did(
            whole, "run", out, "--reader", "builtin:all_null", "-o", f"{out}.jsonl", within=600
        )
        asked.held(0, seconds=300, megabytes=200)
        costs.append((made, asked))

    for once, twice in zip(*costs, strict=True):
        assert twice.seconds < 2.5 * once.seconds
        assert twice.megabytes < once.megabytes + 20
