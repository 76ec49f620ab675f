"""Names for the shell's TAB key, read from the files directly: no pydantic, no rich, no cache."""

import os
from pathlib import Path
from typing import Any

from negpos.files import shipped

DEFAULT = "ukraine"


def _root(dossier: str | None) -> Path:
    name = dossier or os.environ.get("NEGPOS_DOSSIER") or DEFAULT
    own = shipped() / name
    return own if own.is_dir() else Path(name)


def _table(root: Path, name: str) -> dict[str, Any]:
    """A file of the dossier as it stands, or nothing: completion never complains."""
    import tomllib

    try:
        return tomllib.loads((root / name).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}


def _ids(root: Path, name: str, key: str) -> list[str]:
    rows = _table(root, name).get(key, [])
    return [row["id"] for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)]


def refs(dossier: str | None, start: str) -> list[str]:
    """Ids of parties and positions that begin so, parties first."""
    root = _root(dossier)
    positions = sorted(path.stem for path in root.glob("positions/**/*.toml"))
    return _starting([*_ids(root, "parties.toml", "party"), *positions], start)


def issues(dossier: str | None, start: str) -> list[str]:
    """Issue ids that begin so, whole or after the theme."""
    ids = _ids(_root(dossier), "issues.toml", "issue")
    return _starting(ids, start) or _starting([id_.partition(".")[2] for id_ in ids], start)


def themes(dossier: str | None, start: str) -> list[str]:
    """Theme ids that begin so."""
    return _starting(_ids(_root(dossier), "issues.toml", "theme"), start)


def _starting(words: list[str], start: str) -> list[str]:
    return [word for word in words if word.startswith(start.casefold())]
