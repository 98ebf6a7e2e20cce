"""Inspect AI: a task over a corpus, and a scorer that says what chaosdocs says. Needs inspect-ai.

``inspect eval chaosdocs/extract -T corpus=DIR --model openai/gpt-5`` runs a corpus as it is (by an
entry point); ``inspect eval task.py --model ...`` runs what `chaosdocs export --to inspect` wrote.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample, json_dataset
from inspect_ai.model import ChatMessageUser, ContentDocument, ContentImage, ContentText
from inspect_ai.scorer import SampleScore, Score, Scorer, Target, mean, metric, scorer, stderr
from inspect_ai.solver import TaskState, generate

from chaosdocs.foundation.errors import UserError
from chaosdocs.harness.exporting import MANIFEST, PRIVATE
from chaosdocs.harness.judging import PER_CASE, CaseJudge, Form
from chaosdocs.harness.public_half import Export
from chaosdocs.readers.settings import Pdf

GROUPS: Final = ("operator", "family", "severity", "medium")


@metric
def by(key: str, name: str) -> Any:  # noqa: ANN401 - Inspect's
    """The mean of one share by operator, family, severity or medium.

    Sample metadata cannot be grouped by these: solvers and tools would see them.
    """

    def grouped(scores: list[SampleScore]) -> dict[str, float]:
        groups: dict[str, list[float]] = {}
        for each in scores:
            group = str((each.score.metadata or {}).get(key, "?"))
            value = each.score.value
            groups.setdefault(group, []).append(
                float(value[name] if isinstance(value, dict) else value)
            )
        return {group: sum(values) / len(values) for group, values in sorted(groups.items())}

    return grouped


_METRICS = {name: [mean(), stderr(), *(by(key, name) for key in GROUPS)] for name in PER_CASE}


@scorer(metrics=_METRICS, name="chaosdocs")
def judged(private: str, form: Form = "plain") -> Scorer:
    """Judge as chaosdocs does: the seven figures of every case.

    Args:
        private: What holds the truth. It is read here, and goes into no sample and no message.
        form: The form of the answers.
    """
    judge = CaseJudge(private, form)

    async def score(state: TaskState, target: Target) -> Score:
        del target
        case = _case(state, judge.digest, private)
        told = judge(case, state.output.completion)
        if not told.scored:
            return Score.unscored(reason="nothing of this case is scored")
        return Score(
            value=told.shares,
            answer=state.output.completion,
            explanation=told.words(),
            metadata={key: getattr(told.sample, key) for key in (*GROUPS, "label", "record")},
        )

    return score


def card(private: str, form: Form = "plain") -> Scorer:
    """Return a scorer whose one metric is the headline of the whole run, with its intervals.

    Args:
        private: What holds the truth.
        form: The form of the answers.
    """

    @metric(name="headline")
    def whole() -> Any:  # noqa: ANN401 - Inspect's
        def compute(scores: list[SampleScore]) -> dict[str, float]:
            from chaosdocs.harness.headline import headline

            said = [
                (str((each.score.metadata or {})["case"]), each.score.answer or "")
                for each in scores
            ]
            return headline(private, said, form)

        return compute

    @scorer(metrics=[whole()], name="chaosdocs_card")
    def answered() -> Scorer:
        async def score(state: TaskState, target: Target) -> Score:
            del target
            case = str(state.metadata["case"])
            return Score(value=1.0, answer=state.output.completion, metadata={"case": case})

        return score

    return answered()


@scorer(metrics=[], name="chaosdocs_unjudged")
def unjudged() -> Scorer:
    """For the public half alone: `chaosdocs import inspect` takes the answers out of the log."""

    async def score(state: TaskState, target: Target) -> Score:
        del target
        return Score.unscored(reason="the truth is not here", answer=state.output.completion)

    return score


@task
def extract(
    corpus: str,
    private: str | None = None,
    form: Form = "plain",
    pdf: Pdf = "file",
    confidence: str = "none",
) -> Task:
    """Ask about every case of a corpus.

    Args:
        corpus: Folder of the corpus; of its public half where `private` is another folder.
        private: What holds the truth; the corpus itself by default, ``none`` for nowhere.
        form: The form of the answers.
        pdf: How PDFs are shown: ``file``, ``images`` or ``text``.
        confidence: ``verbal`` lets the model say how sure it is, in the form ``envelope``.
    """
    from chaosdocs.formats.folder import CorpusFolder

    folder = CorpusFolder(Path(corpus))
    shape: Any = form
    takes = frozenset({"text", "image", "file"})
    verbal = confidence == "verbal" and form == "envelope"
    made = Export(folder, Path(), shape, pdf, takes, "Inspect", verbal=verbal)
    samples = [_sample(made, case, shown) for case, shown in made.asked()]
    for each in made.left_out:
        sys.stderr.write(f"chaosdocs: case {each['case']} is left out: {each['why']}\n")
    where = corpus if private is None else None if private == "none" else private
    about = {"corpus": folder.about.digest, "canary": folder.about.canary, "form": form}
    return _task(MemoryDataset(samples, name=folder.about.name), where, form, about)


def exported(folder: str | Path) -> Task:
    """Return the task of an export, judged if its private half lies beside it.

    Args:
        folder: The public half.
    """
    where = Path(folder)
    about = json.loads((where / MANIFEST).read_text(encoding="utf-8"))
    private = where.resolve().parent / PRIVATE
    dataset = json_dataset(str(where / "dataset.jsonl"), name=about["name"])
    told = {key: about[key] for key in ("corpus", "canary", "form")}
    return _task(dataset, str(private) if private.is_dir() else None, about["form"], told)


def _task(dataset: Any, private: str | None, form: Form, about: dict[str, Any]) -> Task:  # noqa: ANN401
    scorers = [unjudged()] if private is None else [judged(private, form), card(private, form)]
    return Task(dataset=dataset, solver=[generate()], scorer=scorers, metadata={"chaosdocs": about})


def _case(state: TaskState, digest: str, private: str) -> str:
    case = str(state.metadata["case"])
    if state.metadata["corpus"] != digest:
        raise UserError(f"case {case} is of another corpus", where=private)
    return case


def _sample(made: Export, case: Any, shown: Any) -> Sample:  # noqa: ANN401

    content: list[Any] = [ContentText(text=made.question(case))]
    for part in shown:
        if part.kind == "text":
            content.append(ContentText(text=part.text))
        elif part.kind == "image":
            content.append(ContentImage(image=part.url))
        else:
            content.append(
                ContentDocument(
                    document=part.url,
                    mime_type=part.media_type,
                    filename=f"document{part.ending}",
                )
            )
    return Sample(
        id=case.case,
        input=[ChatMessageUser(content=content)],
        target="",
        metadata=made.about(case),
    )
