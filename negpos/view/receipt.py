"""A line under any report that lets others get the same figures."""

from hashlib import blake2b
from typing import Any, NamedTuple

from negpos.view.grid import Report, Sheet, noted


class Receipt(NamedTuple):
    """What a report was made of: the program's version, a dossier and the digest of its
    files, the command with every option that changes a figure, and the drafts that it was given,
    each with the digest of its bytes."""

    version: str
    dossier: str
    data: str
    asked: str
    drafts: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Twelve hexadecimal signs that stand for all of it (BLAKE2b of its words)."""
        told = "\n".join((*self[:4], *self.drafts)).encode("utf-8", "surrogateescape")
        return blake2b(told, digest_size=6).hexdigest()

    @property
    def words(self) -> str:
        """The receipt in one line."""
        data = ", ".join((f"dossier {self.dossier} ({self.data})", *self.drafts))
        return f"Receipt {self.digest}: negpos {self.version}, {data}, {self.asked}"


def with_receipt(report: Report, receipt: Receipt) -> Report:
    """The report with its receipt: a last line, a last column, or a field ``receipt``."""

    def sheet() -> Sheet:
        header, rows = report.sheet()
        return Sheet((*header, "receipt"), ((*row, receipt.words) for row in rows))

    def data() -> dict[str, Any]:
        told = receipt._asdict() | {"drafts": list(receipt.drafts), "digest": receipt.digest}
        return {**report.data(), "receipt": told}

    return noted(report, str, receipt.words)._replace(sheet=sheet, data=data)
