"""verifiers 0.4 and newer: a taskset, and a harness that asks once. Needs verifiers.

The truth is in no `TaskData`: traces hold it, and ``vf-eval`` uploads them unless told not to.
"""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import verifiers.v1 as vf

from chaosdocs.harness.judging import PER_CASE, CaseJudge, CaseScore, Form

PATIENCE: Final = 600.0
"""Seconds that an answer is waited for."""


@cache
def _judge(private: str, form: Form) -> CaseJudge:
    return CaseJudge(private, form)


class ChaosData(vf.TaskData):
    """What is asked; nothing of the truth."""

    case: str
    corpus: str
    form: str
    task: str


class ChaosTaskConfig(vf.TaskConfig):
    """Where the truth is, for the rewards."""

    private: str = ""


class ChaosTask(vf.Task[ChaosData, vf.State, ChaosTaskConfig]):
    """One case."""

    @property
    def key(self) -> str:
        """Id of the case."""
        return str(self.data.case)

    def _told(self, trace: vf.Trace) -> CaseScore | None:
        if not Path(self.config.private).is_dir():
            return None
        judge = _judge(self.config.private, self.data.form)
        return judge(self.data.case, trace.last_reply or "")

    @vf.reward(weight=1.0)
    async def worth(self, trace: vf.Trace) -> float:
        """The utility: from -1, silently wrong everywhere, to 1; 0 where nothing is judged."""
        told = self._told(trace)
        return 0.0 if told is None else told.shares.get("utility_50", 0.0)

    @vf.metric
    async def shares(self, trace: vf.Trace) -> dict[str, float]:
        """The seven figures of the case; none where nothing is judged."""
        told = self._told(trace)
        return {} if told is None else {n: told.shares[n] for n in PER_CASE if n in told.shares}


class ChaosConfig(vf.TasksetConfig):
    """Where the prompts are."""

    prompts: str = ""
    task: ChaosTaskConfig = ChaosTaskConfig()


class ChaosTaskset(vf.Taskset[ChaosTask, ChaosConfig]):
    """The cases of an export."""

    def load(self) -> Iterator[ChaosTask]:
        """Yield the tasks."""
        with Path(self.config.prompts).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                row = json.loads(line)
                data = ChaosData(
                    idx=number,
                    id=row["case"],
                    name=row["case"],
                    prompt=row["messages"],
                    case=row["case"],
                    corpus=row["corpus"],
                    form=row["form"],
                    task=row["task"],
                )
                yield ChaosTask(data, self.config.task)


class OneCallConfig(vf.HarnessConfig):
    """Nothing to set."""


class OneCall(vf.Harness[OneCallConfig]):
    """Asks once, from this process: no program is installed into a runtime, nothing is fetched."""

    EXECUTES_CODE = False
    NEEDS_CONTAINER = False

    async def launch(  # noqa: PLR0917 - the signature of verifiers
        self,
        ctx: Any,  # noqa: ANN401 - the harness's own
        trace: Any,  # noqa: ANN401, ARG002
        runtime: Any,  # noqa: ANN401, ARG002
        endpoint: str,
        secret: str,
        mcp_urls: Any,  # noqa: ANN401, ARG002
        data: Any,  # noqa: ANN401
        tool_interception_url: str | None = None,  # noqa: ARG002
    ) -> vf.ProgramResult:
        """Send the messages of a task to the endpoint that verifiers listens at."""
        _, prompt = self.resolve_prompt(data)
        messages = (
            [{"role": "user", "content": prompt}]
            if isinstance(prompt, str)
            else [message.model_dump(exclude_none=True) for message in prompt]
        )
        body = json.dumps({"model": ctx.model, "messages": messages}).encode()
        head = {"Content-Type": "application/json", "Authorization": f"Bearer {secret}"}
        request = urllib.request.Request(f"{endpoint}/chat/completions", body, head)  # noqa: S310
        try:
            said = await asyncio.to_thread(_sent, request)
        except urllib.error.HTTPError as error:
            words = error.read()[:500].decode(errors="replace")
            return vf.ProgramResult(1, "", f"{error.code}: {words}")
        except OSError as error:
            return vf.ProgramResult(1, "", str(error))
        return vf.ProgramResult(0, said.decode(errors="replace")[:200], "")


def _sent(request: urllib.request.Request) -> bytes:
    with urllib.request.urlopen(request, timeout=PATIENCE) as reply:  # noqa: S310 - verifiers' own
        data: bytes = reply.read()
    return data
