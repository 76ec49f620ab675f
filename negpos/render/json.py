"""Plain data as JSON: UTF-8, two blanks a level, fields in the documented order."""

import json as standard
from typing import Any


def json(data: dict[str, Any]) -> str:
    """The data as one JSON object; fractions keep six decimals."""
    return standard.dumps(_rounded(data), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return value
