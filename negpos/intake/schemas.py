"""The JSON Schema of each kind of file, as editors take it."""

from typing import Any

from negpos.intake.records import files
from negpos.intake.writing import SCHEMAS

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DAY = {"type": "string", "format": "date"}
_NULL = {"type": "null"}


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file, by the address that the files themselves name."""
    own = _plain(files()[kind].model_json_schema())
    return {"$schema": _DIALECT, "$id": f"{SCHEMAS}/{kind}.json", **own}


def _plain(told: Any) -> Any:
    """The same without what TOML does not have, null, and without titles that say a field's name
    again. A day is held to its form, since few editors heed a format."""
    if isinstance(told, list):
        return [_plain(one) for one in told if one != _NULL]
    if not isinstance(told, dict):
        return told
    if told == _DAY:
        return {**_DAY, "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    kept = {key: _plain(part) for key, part in told.items() if not _is_idle(key, part)}
    if isinstance(words := kept.get("description"), str):
        kept["description"] = " ".join(words.replace("``", "`").split())
    if len(choices := kept.get("anyOf", ())) == 1:
        del kept["anyOf"]
        return {**choices[0], **kept}
    return kept


def _is_idle(key: str, part: Any) -> bool:
    """Whether this tells an editor nothing; a field may be called title, and is no text."""
    is_name = key == "title" and isinstance(part, str)
    return is_name or key == "discriminator" or (key == "default" and part is None)
