"""Options and surroundings shared by all tests."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import run

import pytest
from hypothesis import Phase, settings

from .browser import Browser, opened
from .inside import Done, called

settings.register_profile("negpos", deadline=None, derandomize=True)
settings.register_profile(
    "quick",
    settings.get_profile("negpos"),
    phases=(Phase.explicit, Phase.generate),  # a failure is enough, it need not be made small
)
settings.load_profile("negpos")

# Dossiers are many small objects that live long: looking through them less often, all tests take
# about a fifteenth less time.
gc.set_threshold(100_000, 50, 50)

ROOT = Path(__file__).parent.parent
LINKING = (
    "FORCE_HYPERLINK TERM_PROGRAM VTE_VERSION WT_SESSION KONSOLE_VERSION DOMTERM TMUX STY".split()
)
"""Variables that tell whether a terminal understands links."""


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
        patch.setenv("SOURCE_DATE_EPOCH", "1795737600")  # asked on 27 November 2026
        for name in ("NEGPOS_DOSSIER", "COLUMNS", "NO_COLOR", "TERM", "FORCE_COLOR", *LINKING):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all pages that a process of the tests opens."""
    with opened() as browser:
        yield browser


Negpos = Callable[..., Done]


@pytest.fixture
def negpos(tmp_path: Path) -> Negpos:
    """Answers the command line in an empty folder, within this process."""

    def call(*words: str, **env: str) -> Done:
        return called(words, tmp_path, os.environ | env)

    return call


@pytest.fixture
def negpos_process(tmp_path: Path) -> Negpos:
    """Runs the command line as a process in an empty folder: for what only a process has, its
    start and its end, its encoding and its streams."""

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
