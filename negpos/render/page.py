"""The data of ``negpos page`` as one HTML file: style, script and data inside, and a policy that
keeps it from loading anything and from running anything else."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def page(data: dict[str, Any]) -> str:
    """The whole page; a text of the data can end neither its element nor the script's."""
    style, script = _file("page.css"), _file("page.js")
    parts = {
        "style-hash": _hash(style),
        "script-hash": _hash(script),
        "title": escape(data["title"]),
        "style": style,
        "script": script,
        "data": _compact(data),
    }
    return re.sub(r"\{([a-z-]+)\}", lambda found: parts[found[1]], _file("page.html"))


def _file(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


def _compact(data: dict[str, Any]) -> str:
    """The data without a blank; what a page would take for the end of the data is told otherwise
    in the way of JSON."""
    told = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return told.replace("<", "\\u003c")


def _hash(text: str) -> str:
    """How a policy names the one style or script that it lets in."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
