"""The small commented dossier that ``negpos new`` writes."""

from collections.abc import Mapping
from pathlib import Path

from negpos.errors import UsageError
from negpos.intake.files import File
from negpos.intake.writing import opening


def headed(files: Mapping[str, str]) -> dict[str, str]:
    """The texts of these files, each below the line that tells its schema."""
    return {name: opening(File(name, b"").kind) + text for name, text in files.items()}


_FILES = {
    "dossier.toml": """\
# One negotiation. Check it with: negpos check DIR
id = "river"
title = "Water of the river Lim: an invented example"
summary = "Two invented neighbours talk about the water of a shared river"
""",
    "parties.toml": """\
# Who negotiates. Aliases are other names people will type; each belongs to one record.
[[party]]
id = "north"
name = "North"
aliases = ["upstream"]

[[party]]
id = "south"
name = "South"
aliases = ["downstream"]
""",
    "issues.toml": """\
# Questions and the answers they allow. The order of an ordinal scale is the scale.
[[theme]]
id = "water"
title = "Water"

[[theme]]
id = "money"
title = "Money"

[[issue]]
id = "water.share"
label = "Share of flow"
question = "What share of the flow may the north use?"
[issue.scale]
kind = "quantity"          # ordinal | quantity | members | nominal
low = 0
high = 100
unit = "percent"

[[issue]]
id = "water.gauges"
label = "Gauges"
question = "Who reads the gauges?"
[issue.scale]
kind = "ordinal"
options = [
  { id = "north", label = "the north alone" },
  { id = "joint", label = "a joint commission" },
  { id = "outside", label = "an outside body" },
]

[[issue]]
id = "money.payment"
label = "Payment"
question = "Does the south pay for storage?"
[issue.scale]
kind = "nominal"
options = [{ id = "yes", label = "the south pays" }, { id = "no", label = "no payment" }]
""",
    "sources.toml": """\
# Where things can be read. Grade A: primary or original reporting, B: re-reporting, C: repost.
[[source]]
id = "gazette-2025-03-01"
publisher = "River Gazette"
title = "What the two capitals told us"
date = 2025-03-01
kind = "news"
grade = "A"

[[source]]
id = "south-note-2025-02-10"
publisher = "Ministry of Water, South"
title = "Note to the northern embassy"
date = 2025-02-10
kind = "document"
grade = "A"
""",
    "positions/north/north-speech.toml": """\
# One dated statement or text of one party. The id is the file's name.
id = "north-speech"
title = "Speech of the northern minister"
parties = ["north"]
date = 2025-03-01
status = "statement"       # published | leaked | statement | oral | analysis
speaker = "Minister of the North"
# Defaults of every demand below:
attribution = "official"   # official | document | anonymous | reported | expert | analyst
form = "quoted"            # text | quoted | paraphrased
evidence = [{ source = "gazette-2025-03-01", at = "third paragraph" }]

[[demand]]
issue = "water.share"
ask = 60
text = "The north uses three fifths of the flow"
firmness = "firm"          # red-line | condition | firm | preference | open

[[demand]]
issue = "water.gauges"
ask = "joint"
accepts = { min = "joint", max = "outside" }    # what a source says would do as well
text = "A joint commission reads the gauges; an outside body would do as well"
firmness = "preference"

[[demand]]
issue = "money.payment"
ask = "yes"
text = "The south pays for storage"
firmness = "condition"
""",
    "positions/south/south-note.toml": """\
id = "south-note"
title = "Note of the south"
parties = ["south"]
date = 2025-02-10
status = "published"
attribution = "document"
form = "text"
evidence = [{ source = "south-note-2025-02-10", at = "whole note" }]

[[demand]]
point = "1"
issue = "water.share"
ask = { max = 40 }         # a region: any share up to 40 would do
text = "The north uses at most two fifths of the flow"
firmness = "red-line"

[[demand]]
point = "2"
issue = "water.gauges"
ask = "outside"
text = "An outside body reads the gauges"

[[demand]]
point = "3"
text = "Fishing rights are settled later"      # fits no issue: kept as text only
""",
}
FILES = headed(_FILES)


def write(root: Path, files: Mapping[str, str] = FILES) -> None:
    """The files, by default those of the example, stand in a new folder, all of them or none;
    UsageError if something is there or it cannot be written."""
    made: list[Path] = []
    try:
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise UsageError(f"{str(root)!r} is already there", "name a new or an empty folder")
        try:
            # Its head comes last: without it the folder is no dossier yet.
            for name, text in reversed(list(files.items())):
                path = root / name
                _make(path.parent, made)
                made.append(path)
                path.write_text(text, encoding="utf-8")
        except BaseException:
            _remove(made)
            raise
    except (OSError, ValueError) as error:
        words = error.strerror if isinstance(error, OSError) else "no such name"
        reason = (words or "unknown reason").lower()
        raise UsageError(f"cannot write {str(root)!r} ({reason})") from None


def _make(folder: Path, made: list[Path]) -> None:
    """The folder is there; it and those above it that were not are noted."""
    for each in reversed([folder, *folder.parents]):
        if not each.exists():
            each.mkdir()
            made.append(each)


def _remove(made: list[Path]) -> None:
    """Takes back files and folders, the last first."""
    for path in reversed(made):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)
