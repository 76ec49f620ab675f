"""Options and surroundings shared by all tests."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import run
from typing import NamedTuple

import pytest
from hypothesis import settings

settings.register_profile("negpos", deadline=None, derandomize=True)
settings.load_profile("negpos")

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite golden files and documents")


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expected output is rewritten instead of compared."""
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session", autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache and a home of the tests' own; no setting of the user's reaches them."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        patch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.setenv("PYTHONUTF8", "1")
        for name in ("NEGPOS_DOSSIER", "COLUMNS", "NO_COLOR", "TERM", "FORCE_COLOR"):
            patch.delenv(name, raising=False)
        yield


class Done(NamedTuple):
    """What a process wrote and how it ended."""

    out: str
    err: str
    code: int


Negpos = Callable[..., Done]


@pytest.fixture
def negpos(tmp_path: Path) -> Negpos:
    """Runs the command line as a process in an empty folder."""

    def call(*words: str, **env: str) -> Done:
        done = run(
            [sys.executable, "-m", "negpos", *words],
            capture_output=True,
            cwd=tmp_path,
            env=os.environ | env,
            check=False,
        )
        return Done(done.stdout.decode(), done.stderr.decode(), done.returncode)

    return call
