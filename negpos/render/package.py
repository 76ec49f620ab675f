"""A data package as the files of its folder: datapackage.json and a CSV a table, with bytes that
are the same for the same dossier.

The cells are for programs, which take them for the types that datapackage.json tells: no text is
changed, be it like a formula. Commands with ``--format csv`` write for spreadsheets.
"""

import csv as standard
from collections.abc import Iterator
from io import StringIO
from typing import Any

from negpos.package import Field, Package, Table, as_text
from negpos.render.json import json


def files(package: Package) -> Iterator[tuple[str, str]]:
    """The name and the text of each file, the head of the package last."""
    for table in package.tables:
        yield f"{table.name}.csv", _csv(table)
    resources = [_resource(table) for table in package.tables]
    head = {"profile": "tabular-data-package", **package.properties, "resources": resources}
    yield "datapackage.json", "".join(json(head))


def _csv(table: Table) -> str:
    """RFC 4180, in UTF-8: a header, and a row a line."""
    out = StringIO()
    writer = standard.writer(out, lineterminator="\r\n")
    writer.writerow([field.name for field in table.fields])
    writer.writerows([[as_text(field.of(row)) for field in table.fields] for row in table.rows])
    return out.getvalue()


def _resource(table: Table) -> dict[str, Any]:
    keys = [
        {"fields": [name], "reference": {"resource": other, "fields": [column]}}
        for name, (other, column) in table.refers.items()
    ]
    schema = {
        "fields": [_field(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    return {
        "name": table.name,
        "description": table.told,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {**schema, **({"foreignKeys": keys} if keys else {})},
    }


def _field(field: Field) -> dict[str, Any]:
    own = {"name": field.name, "type": field.type, "description": field.told}
    return {**own, **({"constraints": field.constraints} if field.constraints else {})}
