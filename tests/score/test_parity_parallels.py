"""The metrics of other people against their own code. Needs the extra ``parity``.

Some references drag in what cannot be installed beside them; of those only the file with the
formula is read: ``pip install --no-deps donut-python docile-benchmark transformers==4.57.6
inspect-ai robustbench``.
"""

import ast
import collections
import html
import importlib.util
import itertools
import math
import re
import string
import warnings
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import Expected, ExpectedList, ScoredCase, ScoredCorpus
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.metrics.consistency import pass_at, pass_k
from chaosdocs.score.published.abstention import abstention, average_precision, youden_j
from chaosdocs.score.published.agreement import krippendorff_alpha
from chaosdocs.score.published.anls import anls, anls_star
from chaosdocs.score.published.cord import cord_f1, nted
from chaosdocs.score.published.horizon import length_horizon
from chaosdocs.score.published.spread import clustered_error
from chaosdocs.score.published.squad import squad_exact, squad_f1
from chaosdocs.score.published.teds import teds, teds_structure
from chaosdocs.score.published.trees import Node, tree_distance

pytestmark = [pytest.mark.parity, pytest.mark.filterwarnings("ignore")]

WORDS = ["alpha", "Beta", "gamma ray", "12.50", "12.05", "", "delta 7", "1,000", "-5", "a the cat"]


def package(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(name, exc_type=ImportError)


def source(name, path, *wanted, **known):
    """Some definitions of one file of a package, without importing the package."""
    spec = importlib.util.find_spec(name)
    if spec is None:
        pytest.skip(f"{name} is not installed (pip install --no-deps)")
    file = Path(spec.submodule_search_locations[0], path)
    tree = ast.parse(file.read_text(encoding="utf-8"))
    tree.body = [each for each in tree.body if getattr(each, "name", None) in wanted]
    exec(compile(tree, str(file), "exec"), known)  # noqa: S102 - the reference of a test
    return SimpleNamespace(**{each: known[each] for each in wanted})


def grid(rng, rows=5, columns=4):
    shape = rng.integers(1, rows + 1), rng.integers(1, columns + 1)
    return np.array(WORDS)[rng.integers(0, len(WORDS), shape)].tolist()


@pytest.mark.parametrize("seed", range(5))
def test_anls_is_that_of_its_package(seed):
    theirs = package("anls").anls_score
    rng = np.random.default_rng(seed)

    for _ in range(200):
        said, *golds = ("".join(rng.choice(list("abC 1."), rng.integers(0, 7))) for _ in range(3))
        assert anls(said, golds) == theirs(prediction=said, gold_labels=golds, threshold=0.5)


def made(rng, deep=3, *, gold=True):
    """A nested answer whose leaves and lists have few ties."""
    kind = rng.integers(0, 7 if deep else 2)
    if kind <= 1 or (kind == 2 and not gold):
        return None if rng.random() < 0.1 else "".join(rng.choice(list("abcdef"), 6))
    if kind == 2:
        return tuple(made(rng, 0) for _ in range(rng.integers(1, 4)))
    if kind <= 4:
        keys = rng.choice(list("pqrst"), rng.integers(1, 4), replace=False)
        return {str(key): made(rng, deep - 1, gold=gold) for key in keys}
    return ["".join(rng.choice(list("abcdefgh"), rng.integers(3, 12))) for _ in range(4)]


def spoiled(rng, value):
    """An answer that is nearly `value`."""
    if isinstance(value, tuple):
        return spoiled(rng, value[0])
    if isinstance(value, dict):
        out = {key: spoiled(rng, each) for key, each in value.items() if rng.random() < 0.9}
        return {**out, "more": "text"} if rng.random() < 0.2 else out
    if isinstance(value, list):
        out = [spoiled(rng, each) for each in value if rng.random() < 0.8]
        return [out[n] for n in rng.permutation(len(out))]
    if isinstance(value, str) and rng.random() < 0.5:
        at = rng.integers(0, len(value))
        return value[:at] + "xyz"[: rng.integers(0, 3)] + value[at + 1 :]
    return value


@pytest.mark.parametrize("seed", range(300))
def test_anls_star_is_that_of_its_authors(seed):
    theirs = package("anls_star").anls_score
    rng = np.random.default_rng(seed)
    gold = {"one": made(rng), "two": made(rng), "rows": [made(rng, 1) for _ in range(3)]}
    found = spoiled(rng, gold) if seed % 3 else made(rng, gold=False)

    assert anls_star(gold, found) == pytest.approx(theirs(gold, found), abs=1e-9)


@pytest.mark.parametrize(
    ("gold", "found"),
    [
        (None, ""), (None, []), (None, {}), (None, "N/A"), ({}, {"a": None}), ({"a": None}, {}),
        ({"b": "x"}, {"b": "x", "a": None}), ({"b": "x", "a": None}, {"b": "x"}), ([], []),
        ("1000000", "1000001"), (1, "1.0"), (("a", None), None), (True, "true"), ([], ["a"]),
        ({"total": ("12.50", "12,50")}, {"total": "12,50"}), ([{"a": None}], [{}]),
    ],
)  # fmt: skip
def test_anls_star_agrees_where_nothing_is_said(gold, found):
    theirs = package("anls_star").anls_score

    assert anls_star(gold, found) == pytest.approx(theirs(gold, found), abs=1e-9)


def page(rows):
    cells = "".join(
        f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return f"<html><body><table>{cells}</table></body></html>"


@pytest.mark.parametrize("seed", range(40))
def test_teds_is_that_of_table_recognition_metric(seed):
    metric = package("table_recognition_metric").TEDS
    rng = np.random.default_rng(seed)
    gold = grid(rng)
    found = [row[:] for row in gold] if seed % 2 else grid(rng)
    if seed % 2:
        found[0][0] = "changed"
        found.insert(int(rng.integers(0, 2)), found.pop())

    assert teds(gold, found) == pytest.approx(metric()(page(found), page(gold)), abs=1e-9)
    assert teds_structure(gold, found) == pytest.approx(
        metric(structure_only=True)(page(found), page(gold)), abs=1e-9
    )


@pytest.mark.parametrize("seed", range(20))
def test_tree_distances_are_those_of_zss(seed):
    zss = package("zss")
    rng = np.random.default_rng(seed)

    def random_tree(deep):
        children = tuple(random_tree(deep - 1) for _ in range(rng.integers(0, 4))) if deep else ()
        return Node("abc"[rng.integers(0, 3)], children)

    def copied(node):
        return zss.Node(node.label, [copied(child) for child in node.children])

    one, other = random_tree(4), random_tree(4)

    assert tree_distance(one, other) == zss.simple_distance(copied(one), copied(other))


def receipt(rng):
    rows = [
        {
            "name": str(rng.choice(WORDS)),
            "count": [1, 0, 2.5, True, None][rng.integers(0, 5)],
            "error_type": [{"name": str(rng.choice(WORDS))}] if rng.random() < 0.3 else None,
        }
        for _ in range(rng.integers(1, 4))
    ]
    return {"menu": rows, "total": {"price": f"{rng.integers(1, 99)}.00"}, "notes": ["x", " y "]}


@pytest.mark.parametrize("seed", range(30))
def test_nted_and_f1_of_receipts_are_those_of_donut(seed):
    zss, distance = package("zss"), package("nltk.metrics.distance")
    theirs = source(
        "donut", "util.py", "JSONParseEvaluator", zss=zss, Node=zss.Node, Dict=dict, List=list,
        Any=object, Union=__import__("typing").Union, edit_distance=distance.edit_distance,
    ).JSONParseEvaluator()  # fmt: skip
    rng = np.random.default_rng(seed)
    gold = [receipt(rng) for _ in range(3)]
    found = [dict(each) for each in gold]
    found[0]["menu"] = found[0]["menu"][::-1]
    found[1] = receipt(rng)
    found[2]["total"] = {"price": "7.00", "currency": "EUR"}

    assert cord_f1(found, gold) == pytest.approx(theirs.cal_f1(found, gold), abs=1e-12)
    for one, other in zip(found, gold, strict=True):
        assert nted(one, other) == pytest.approx(theirs.cal_acc(one, other), abs=1e-9)


def test_average_precision_is_that_of_docile():
    theirs = source(
        "docile", "evaluation/average_precision.py", "compute_average_precision",
        itertools=itertools, Sequence=collections.abc.Sequence,
    ).compute_average_precision  # fmt: skip

    for matched in itertools.product([True, False], repeat=6):
        for total in (0, max(1, sum(matched)), 9):
            assert average_precision(matched, total) == pytest.approx(
                theirs(matched, total), abs=1e-12
            )


def test_exact_match_and_f1_are_those_of_squad():
    names = "normalize_answer", "get_tokens", "compute_exact", "compute_f1", "get_raw_scores"
    theirs = source(
        "transformers", "data/metrics/squad_metrics.py", *names,
        re=re, string=string, collections=collections,
    )  # fmt: skip
    texts = [*WORDS, "The Cat sat.", "cat", "Acme & Co. Ltd", "acme co", "!", "the"]

    for said, *golds in itertools.product(texts, repeat=3):
        example = SimpleNamespace(qas_id="q", answers=[{"text": gold} for gold in golds])
        exact, f1 = theirs.get_raw_scores([example], {"q": said})
        assert squad_exact(said, golds) == exact["q"]
        assert squad_f1(said, golds) == pytest.approx(f1["q"], abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_abstention_is_that_of_scikit_learn(seed):
    metrics = package("sklearn.metrics")
    rng = np.random.default_rng(seed)
    should, did = rng.random(200) < 0.2, rng.random(200) < 0.3

    theirs = metrics.precision_recall_fscore_support(should, did, average="binary")

    assert abstention(should, did) == pytest.approx(theirs[:3], abs=1e-12)
    assert youden_j(should, did) == pytest.approx(
        metrics.balanced_accuracy_score(should, did, adjusted=True), abs=1e-12
    )


@pytest.mark.parametrize("level", ["nominal", "interval"])
@pytest.mark.parametrize("seed", range(5))
def test_alpha_is_that_of_krippendorff_and_of_inspect(seed, level):
    krippendorff = package("krippendorff")
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 4, 50)
    ratings = np.where(rng.random((4, 50)) < 0.7, truth, rng.integers(0, 4, (4, 50))).astype(float)
    ratings[rng.random((4, 50)) < 0.1] = np.nan
    units = [column[~np.isnan(column)].tolist() for column in ratings.T]
    ours = krippendorff_alpha(units, level)

    assert ours == pytest.approx(
        krippendorff.alpha(reliability_data=ratings, level_of_measurement=level), abs=1e-9
    )
    names = "_alpha", "_nominal_disagreement", "_squared_disagreement"
    inspect = source(
        "inspect_ai", "scorer/_metrics/krippendorff.py", *names,
        Counter=collections.Counter, Disagreement=object,
    )  # fmt: skip
    split = inspect._nominal_disagreement if level == "nominal" else inspect._squared_disagreement
    assert ours == pytest.approx(inspect._alpha([u for u in units if len(u) > 1], split), abs=1e-9)


def test_repeated_trials_are_those_of_inspect():
    same = {"score_reducer": lambda each: each, "value_to_float": lambda: float, "math": math}
    theirs = source(
        "inspect_ai", "scorer/_reducer/reducer.py", "pass_k", "pass_at", **same,
        ValueToFloat=object, ScoreReducer=object, Score=object, Value=object,
        cast=lambda _type, value: value, _is_unscored=lambda _value: False,
        _first_scored=lambda scores: SimpleNamespace(value=scores[0]),
        _compute_scalar_stat=lambda scores, _to_float, stat: stat(scores),
    )  # fmt: skip

    for k in (1, 2, 3, 4):
        tasks = [[1.0] * right + [0.0] * (4 - right) for right in (4, 3, 2, 0)]
        for reducer, ours in ((theirs.pass_k, pass_k), (theirs.pass_at, pass_at)):
            expected = np.mean([reducer(k)(task) for task in tasks])
            assert ours([4, 3, 2, 0], 4, k) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_horizons_are_those_of_scikit_learn(seed):
    linear = package("sklearn.linear_model")
    rng = np.random.default_rng(seed)
    lengths = 2.0 ** rng.integers(0, 7, 300)
    chance = 1 / (1 + np.exp(np.log2(lengths) - 3))
    success = rng.random(300) < chance
    model = linear.LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000)
    model.fit(np.log2(lengths)[:, None], success)

    for level in (0.5, 0.8):
        logit = math.log(level / (1 - level))
        theirs = 2 ** ((logit - model.intercept_[0]) / model.coef_[0, 0])
        assert length_horizon(lengths, success, level) == pytest.approx(theirs, abs=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_errors_over_clusters_are_those_of_statsmodels(seed):
    api = package("statsmodels.api")
    rng = np.random.default_rng(seed)
    cluster = rng.integers(0, 30, 400)
    values = (rng.random(400) < rng.random(30)[cluster]).astype(float)
    # statsmodels corrects by n - 1 over n - k too; with the constant alone that is one.
    fit = api.OLS(values, np.ones(400)).fit(cov_type="cluster", cov_kwds={"groups": cluster})

    assert clustered_error(values, cluster) == pytest.approx(fit.bse[0], abs=1e-10)


def field(path, schema_path, accept):
    """A text that is answerable with `accept`, absent without."""
    state = "answerable" if accept else "absent"
    return Expected(path=path, schema_path=schema_path, kind="text", state=state, accept=accept)


def judged(header, rows, said, said_rows):
    """Outcomes of our judge on one document of texts."""
    scalars = tuple(field(f"/{k}", f"/{k}", (v,) if v else ()) for k, v in header.items())
    truth = {
        f"k{n}": {
            leaf: field(f"/lines/k{n}/{leaf}", f"/lines/*/{leaf}", (text,))
            for leaf, text in row.items()
        }
        for n, row in enumerate(rows)
    }
    lines = ExpectedList("/lines", ordered=False, leaves=("sku", "amount"), rows=truth)
    case = ScoredCase(
        "c", "c", "extract", "r", None, "pdf", "pdf.plain", "de_DE", "clean", 0, (), (), scalars,
        (lines,),
    )  # fmt: skip
    corpus = ScoredCorpus("", "", {"c": case})
    answer = {"case": "c", "answer": {**said, "lines": said_rows}}
    return list(judge(corpus, answers_of("r", [answer], corpus.cases), Config()))


@pytest.mark.parametrize("seed", range(30))
def test_outcome_counts_are_those_of_stickler(seed):
    stickler, exact = package("stickler"), package("stickler.comparators.exact")
    field, none = stickler.ComparableField, {"default": None}
    same = {"comparator": exact.ExactComparator(), "threshold": 1.0, **none}
    row_type = type(
        "Row", (stickler.StructuredModel,),
        {"__annotations__": dict.fromkeys(("sku", "amount"), str | None), "match_threshold": 1.0,
         "sku": field(**same), "amount": field(**same)},
    )  # fmt: skip
    names = "abcdefgh"
    document = type(
        "Document", (stickler.StructuredModel,),
        {"__annotations__": {**dict.fromkeys(names, str | None), "lines": list[row_type] | None},
         **{name: field(**same) for name in names}, "lines": field(**none)},
    )  # fmt: skip
    rng = np.random.default_rng(seed)
    header = {name: ["", f"v{name}"][rng.integers(0, 2)] or None for name in names}
    said = {name: [None, f"v{name}", "else"][rng.integers(0, 3)] for name in names}
    rows = [{"sku": f"s{n}", "amount": f"{n}.00"} for n in range(5)]
    found = [{**row, "amount": "9.99"} if rng.random() < 0.3 else dict(row) for row in rows]
    extra = [{"sku": f"x{n}", "amount": f"7.0{n}"} for n in range(rng.integers(0, 3))]
    found = [*found, *extra] if extra else found[: rng.integers(3, 6)]
    found = [found[n] for n in rng.permutation(len(found))]

    theirs = document(**header, lines=rows).compare_with(
        document(**said, lines=found), include_confusion_matrix=True
    )["confusion_matrix"]
    ours = judged(header, rows, said, found)

    counts = collections.Counter()
    for name in names:
        counts.update({k: theirs["fields"][name]["overall"][k] for k in ("tp", "fa", "fd", "fn")})
    heads = [row for row in ours if not row.path.startswith("/lines")]
    assert counts == {
        "tp": sum(r.state == "answerable" and r.outcome == "correct" for r in heads),
        "fd": sum(r.outcome == "wrong" for r in heads),
        "fa": sum(r.outcome == "hallucinated" for r in heads),
        "fn": sum(r.outcome == "over_abstain" for r in heads),
    }
    cells = collections.defaultdict(list)
    for row in ours:
        if row.path.startswith("/lines/k"):
            cells[row.path.split("/")[2]].append(row.error_type or row.outcome)
    lines = theirs["fields"]["lines"]["overall"]
    assert lines["tp"] == sum(each == ["correct", "correct"] for each in cells.values())
    assert lines["fn"] == sum(each == ["missing_row"] * 2 for each in cells.values())
    assert lines["fa"] == max((r.rows for r in ours if "/+/" in r.path), default=0)
