"""An executor and a store of somebody else's: the same bytes as one process and a folder."""

import pickle
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

import chaosdocs as cd
from chaosdocs.corpus.generate import chunks_of
from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.formats.folder import CORPUS
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.stores import FolderStore, FsspecStore
from chaosdocs.harness.exporting import export
from chaosdocs.making.verify import verify
from chaosdocs.readers.runner import run
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve

RECIPE = Recipe.model_validate(
    {
        "name": "apart",
        "seed": 4,
        "source": {"domain": "invoice", "count": 4, "locales": ["en_US", "de_DE"]},
        "render": [{"as": "csv", "system": "sap"}, {"as": "json", "system": "netsuite"}],
        "design": {"each": ["claims.contradiction", "gaps.left_out"], "severities": [3]},
    }
)


class Pickling:
    """An executor as on another machine: what goes there and comes back is pickled."""

    def __init__(self):
        self.pieces = 0

    def submit(self, work, /, *args):
        self.pieces += 1
        work, args = pickle.loads(pickle.dumps((work, args)))  # noqa: S301 - our own
        done = Future()
        done.set_result(pickle.loads(pickle.dumps(work(*args))))  # noqa: S301 - our own
        return done


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("apart") / "corpus"
    cd.generate(RECIPE, folder)
    return folder


@pytest.fixture(params=["pickling", "threads"])
def executor(request):
    if request.param == "pickling":
        yield Pickling()
    else:
        with ThreadPoolExecutor(2) as pool:
            yield pool


def test_cases_pickle():
    cases = cd.cases(RECIPE)
    again = pickle.loads(pickle.dumps(cases))  # noqa: S301 - our own

    assert len(again) == len(cases)
    assert again[3].case == cases[3].case
    made = pickle.loads(pickle.dumps(cases[3]))  # noqa: S301 - our own
    assert isinstance(made, MadeCase)
    assert made.files == cases[3].files


def test_generate(executor, corpus, tmp_path):
    cd.generate(RECIPE, tmp_path / "corpus", executor=executor)

    assert files(tmp_path / "corpus") == files(corpus)


def test_verify(executor, corpus):
    assert verify(corpus, deep_share=0, trust=False, executor=executor) == verify(
        corpus, deep_share=0, trust=False
    )


def test_run_and_score(executor, corpus, tmp_path):
    alone, apart = tmp_path / "alone.jsonl", tmp_path / "apart" / "alone.jsonl"
    apart.parent.mkdir()
    run(corpus, "builtin:rules", alone, clock=time.perf_counter)
    run(corpus, "builtin:rules", apart, clock=time.perf_counter, executor=executor)
    assert answers(apart) == answers(alone)

    cd.score(corpus, alone).write(tmp_path / "one")
    cd.score(corpus, alone, executor=executor).write(tmp_path / "other")
    assert files(tmp_path / "one") == files(tmp_path / "other")


def answers(path):
    import json

    return sorted(
        json.dumps({k: v for k, v in json.loads(line).items() if k != "latency_s"})
        for line in path.read_text("utf-8").splitlines()
    )


@pytest.fixture
def memory():
    fsspec = pytest.importorskip("fsspec")
    yield FsspecStore("memory://apart/corpus")
    fsspec.filesystem("memory").store.clear()


def stored(store):
    from fsspec.core import url_to_fs

    system, root = url_to_fs(store.url)
    return {name.removeprefix(f"{root}/"): system.cat_file(name) for name in system.find(root)}


def test_a_store_has_what_a_folder_has(memory, corpus):
    made = cd.generate(RECIPE, memory, executor=Pickling())

    assert stored(memory) == files(corpus)
    assert made.counts == cd.generate(RECIPE, corpus, resume=True).counts
    with pytest.raises(UserError, match="holds a corpus of this recipe"):
        cd.generate(RECIPE, memory)
    with pytest.raises(UserError, match="another recipe"):
        cd.generate(RECIPE.model_copy(update={"seed": 5}), memory)


def test_a_store_of_a_folder(corpus, tmp_path):
    pytest.importorskip("fsspec")
    cd.generate(RECIPE, FsspecStore(str(tmp_path / "corpus")))

    assert files(tmp_path / "corpus") == files(corpus)


def test_chunks_made_by_hand_are_taken_over(memory, corpus):
    chunks = chunks_of(Maker(resolve(RECIPE), None))
    store = memory
    cd.make_chunk(RECIPE, chunks[0], store, 0)
    counted = []
    cd.generate(RECIPE, store, resume=True, on_progress=lambda done, _total: counted.append(done))

    assert counted[0] == len(chunks[0])
    assert stored(store) == files(corpus)


def test_a_store_that_lost_a_file_makes_it_again(tmp_path, corpus):
    store = FolderStore(tmp_path / "corpus")
    chunks = chunks_of(Maker(resolve(RECIPE), None))
    cd.make_chunk(RECIPE, chunks[0], store, 0)
    next(path for path in (tmp_path / "corpus" / "files").rglob("*") if path.is_file()).unlink()
    cd.generate(RECIPE, store, resume=True)

    assert files(tmp_path / "corpus") == files(corpus)


@pytest.mark.parametrize("to", ["webdataset", "datasets", "jsonl"])
@pytest.mark.parametrize("where", ["memory", "local"])
def test_shards_in_a_store(memory, corpus, tmp_path, to, where):
    if to == "datasets":
        pytest.importorskip("pyarrow")
    store = memory if where == "memory" else FsspecStore(str(tmp_path / "stored"))
    export(corpus, to, tmp_path / "folder")

    export(corpus, to, store)

    assert stored(store) == files(tmp_path / "folder")
    with pytest.raises(UserError, match="the store holds an export"):
        export(corpus, to, store)


@pytest.mark.cluster
@pytest.mark.filterwarnings("ignore")
def test_on_dask(corpus, tmp_path):
    """``python -m pytest -m cluster tests/making -k dask``, with ``chaosdocs[dask]``."""
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        all_of_it(client, corpus, tmp_path)


@pytest.mark.cluster
@pytest.mark.filterwarnings("ignore")
def test_on_ray(corpus, tmp_path):
    """``python -m pytest -m cluster tests/making -k ray``, with ``chaosdocs[ray]``."""
    ray = pytest.importorskip("ray")
    from chaosdocs.foundation.executing import OnRay

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        all_of_it(OnRay(), corpus, tmp_path)
    finally:
        ray.shutdown()


def all_of_it(executor, corpus, tmp_path):
    cd.generate(RECIPE, tmp_path / "corpus", executor=executor)
    assert files(tmp_path / "corpus") == files(corpus)
    assert verify(corpus, deep_share=0, trust=False, executor=executor).proved
    alone, apart = tmp_path / "alone.jsonl", tmp_path / "apart.jsonl"
    run(corpus, "builtin:rules", alone, clock=time.perf_counter)
    run(corpus, "builtin:rules", apart, clock=time.perf_counter, executor=executor)
    assert answers(apart) == answers(alone)
    cd.score(corpus, alone).write(tmp_path / "one")
    cd.score(corpus, alone, executor=executor).write(tmp_path / "other")
    assert files(tmp_path / "one") == files(tmp_path / "other")
    assert (Path(tmp_path) / "corpus" / CORPUS).is_file()
