"""Hypothesis profiles, no network, a folder of its own for every test."""

import os
import socket

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("dev", max_examples=25, deadline=None)
settings.register_profile(
    "ci",
    max_examples=60,
    derandomize=True,
    print_blob=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("nightly", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


@pytest.fixture(autouse=True)
def _alone(tmp_path, monkeypatch):
    """Run every test in a folder of its own, cut off from other machines."""
    monkeypatch.chdir(tmp_path)
    connect = socket.socket.connect

    def local_only(self, address):
        host = address[0] if isinstance(address, tuple) else ""
        if host not in {"", "localhost", "127.0.0.1", "::1"}:
            raise OSError(f"a test reached out to {host}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local_only)


def pytest_addoption(parser):
    parser.addoption("--harness-venvs", help="folder of environments that real runs keep")
    parser.addoption("--update-goldens", action="store_true", help="write goldens of new versions")
    parser.addoption(
        "--documents-changed",
        action="store_true",
        help="with --update-goldens: templates, systems or sources changed, no operator did",
    )
