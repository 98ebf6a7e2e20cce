"""promptfoo: a configuration, tests that hold the id of a case and nothing more, an assertion.

No text of a document is ever a variable: promptfoo renders variables as templates, with the
environment in reach, and opens those that begin with ``file://``. So ``prompt.mjs`` reads the
messages of a case, and templating is switched off in the configuration. ``provider.mjs`` asks any
OpenAI-compatible endpoint; name another provider in the configuration as you like. ``judge.mjs``
starts one Python (``PROMPTFOO_PYTHON``) that judges all answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from chaosdocs.foundation.errors import UserError
from chaosdocs.harness.exporter import Exporter, Said
from chaosdocs.harness.logs import amount, json_file, list_at, object_at
from chaosdocs.harness.public_half import Export

CONFIG: Final = """\
# Made by `chaosdocs export --to promptfoo`. Name your model under providers.
description: {name}
env:
  PROMPTFOO_DISABLE_TEMPLATING: "true" # documents hold braces; nothing here needs a template
  PROMPTFOO_DISABLE_TELEMETRY: "true"
prompts:
  - id: file://prompt.mjs
    label: chaosdocs
providers:
  - id: file://provider.mjs
    label: model
tests: file://tests.jsonl
defaultTest:
  assert:
    - type: javascript
      value: file://judge.mjs
"""
PROMPT: Final = """\
// Reads the messages of a case, and puts files into them as the provider wants them.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

const shaped = (part, provider) => {
  if (part.type === 'text') return part;
  const data = fs.readFileSync(path.join(here, part.path)).toString('base64');
  const url = `data:${part.media_type};base64,${data}`;
  const image = part.media_type.startsWith('image/');
  if (provider.startsWith('anthropic:')) {
    const source = { type: 'base64', media_type: part.media_type, data };
    return { type: image ? 'image' : 'document', source };
  }
  if (image) return { type: 'image_url', image_url: { url } };
  return { type: 'file', file: { filename: path.basename(part.path), file_data: url } };
};

export default async function ({ vars, provider }) {
  const file = path.join(here, 'messages', `${vars.case}.json`);
  const said = JSON.parse(fs.readFileSync(file, 'utf8'));
  const id = String(provider?.id ?? '');
  return JSON.stringify(
    said.map((m) => ({ role: m.role, content: m.content.map((p) => shaped(p, id)) })),
  );
}
"""
PROVIDER: Final = """\
// Asks any OpenAI-compatible endpoint. Replace it by a model of yours, such as openai:chat:gpt-5.
export default class {
  id() {
    return 'chaosdocs-endpoint';
  }

  async callApi(prompt) {
    const base = process.env.OPENAI_BASE_URL ?? 'https://api.openai.com/v1';
    const headers = {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${process.env.OPENAI_API_KEY ?? ''}`,
    };
    const model = process.env.CHAOSDOCS_MODEL ?? 'gpt-5';
    const body = JSON.stringify({ model, messages: JSON.parse(prompt) });
    const reply = await fetch(`${base}/chat/completions`, { method: 'POST', headers, body });
    const said = await reply.json();
    if (!reply.ok) return { error: JSON.stringify(said).slice(0, 500) };
    const { prompt_tokens, completion_tokens } = said.usage ?? {};
    return {
      output: said.choices[0].message.content,
      tokenUsage: { prompt: prompt_tokens, completion: completion_tokens },
    };
  }
}
"""
JUDGE: Final = """\
// What chaosdocs says of one answer. PROMPTFOO_PYTHON names a Python that has chaosdocs.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const home = path.join(here, '..', 'private');
const waiting = [];
let child;

const started = () => {
  const python = process.env.PROMPTFOO_PYTHON ?? 'python3';
  const { form } = JSON.parse(fs.readFileSync(path.join(here, 'chaosdocs-export.json'), 'utf8'));
  child = spawn(python, ['-m', 'chaosdocs.harness.pipe', home, form], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = () => {
    child = undefined;
    for (const { reject } of waiting.splice(0)) reject(new Error(`${python} cannot judge`));
  };
  child.on('error', ended);
  child.on('exit', ended);
  child.stdin.on('error', () => {});
  readline.createInterface({ input: child.stdout }).on('line', (line) => {
    waiting.shift()?.resolve(JSON.parse(line));
    if (waiting.length === 0) held('unref');
  });
};

// The judge keeps promptfoo alive only while an answer is waited for.
const held = (how) => {
  for (const each of [child, child?.stdin, child?.stdout]) each?.[how]?.();
};

const judged = (question) =>
  new Promise((resolve, reject) => {
    if (!child) started();
    waiting.push({ resolve, reject });
    held('ref');
    child.stdin.write(`${JSON.stringify(question)}\\n`);
  });

export default async function (output, context) {
  if (!fs.existsSync(home)) {
    const reason = 'the truth is not here: chaosdocs import promptfoo, then chaosdocs score';
    return { pass: true, score: 0, reason };
  }
  const told = await judged({ case: context.vars.case, said: output });
  if (told.error) return { pass: false, score: 0, reason: told.error };
  if (!told.scored) return { pass: true, score: 0, reason: 'nothing of this case is scored' };
  const silent = { [`silent ${told.operator}`]: told.shares.silent_error_rate };
  return {
    pass: told.passed,
    score: told.shares.correct_rate + told.shares.right_gap_rate,
    reason: told.words,
    namedScores: { ...told.shares, ...silent },
  };
}
"""


def write(made: Export) -> None:
    """Write configuration, tests, messages, scripts and files."""
    made.lines("tests.jsonl", _tests(made))
    name = json.dumps(made.source.about.name)
    made.text("promptfooconfig.yaml", CONFIG.format(name=name))
    made.text("prompt.mjs", PROMPT)
    made.text("provider.mjs", PROVIDER)
    made.text("judge.mjs", JUDGE)


def _tests(made: Export) -> Iterator[dict[str, Any]]:
    for case, shown in made.asked():
        content: list[dict[str, Any]] = [{"type": "text", "text": made.question(case)}]
        for number, part in enumerate(shown):
            if part.kind == "text":
                content.append({"type": "text", "text": part.text})
            else:
                path = made.placed(case, number, part)
                content.append({"type": "file", "path": path, "media_type": part.media_type})
        messages = [{"role": "user", "content": content}]
        made.text(f"messages/{case.case}.json", json.dumps(messages, ensure_ascii=False))
        yield {
            "description": case.case,
            "vars": {"case": case.case},
            "metadata": made.about(case),
        }


def read(path: Path) -> Iterator[Said]:
    """Yield what the file of ``promptfoo eval -o`` says.

    Raises:
        UserError: It is no such file.
    """
    log = json_file(path)
    if not object_at(log, "results") or "results" not in object_at(log, "results"):
        raise UserError("no results of promptfoo", where=str(path), hint="promptfoo eval -o FILE")
    for row in list_at(log, "results", "results"):
        case = object_at(row, "vars").get("case")
        if not isinstance(case, str):
            continue
        known = {**object_at(row, "testCase", "metadata"), **object_at(row, "metadata")}
        about = {**known, "case": case}
        if str(about.get("corpus", "")).startswith("["):
            del about["corpus"]  # promptfoo writes [REDACTED] in place of long digits
        provider = object_at(row, "provider")
        reply = object_at(row, "response")
        said = reply.get("output")
        failed = "" if said is not None else str(row.get("error") or reply.get("error") or "")
        latency = amount(row.get("latencyMs"))
        yield Said(
            about,
            said,
            error=failed or ("the model said nothing" if said is None else ""),
            model=str(provider.get("label") or provider.get("id") or ""),
            more={
                "latency_s": None if latency is None else latency / 1000,
                "cost_usd": amount(row.get("cost")),
            },
        )


EXPORTER: Final = Exporter(
    harness="promptfoo 0.121.20",
    command="PROMPTFOO_PYTHON=PYTHON promptfoo eval -c promptfooconfig.yaml -o out.json --no-cache",
    write=write,
    read=read,
    takes=frozenset({"text", "image", "file"}),
    pdfs=("file", "images", "text"),
    logs=("*.json",),
)
