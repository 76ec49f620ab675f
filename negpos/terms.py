"""The words of the method and of the command line, each list once: what reads, counts, prints or
completes them takes them from here."""

RELATIONS = ("deadlock", "crossing", "gap", "unclear", "agreed-if", "agreed", "silent")
"""How two sides stand to each other on an issue, from the worst to the best, then silence."""

CONFLICTS = ("deadlock", "crossing")
"""Relations in which a red line is not met."""

OPEN = ("deadlock", "crossing", "gap", "unclear")
"""Relations in which an answer is still to be found: asks do not meet, or nobody can tell."""

NAMINGS = ("asks", "also", "accepts", "joint", "before", "left", "lapsed")
"""How a side has named an answer: it asks for it, says it beside what it asks for, would accept it,
holds a joint text with it; said so before, and still does; said so and has left it; or said so in
words that have lapsed."""

VERDICTS = ("crosses", "short", "unclear", "open", "meets-if", "meets", "silent")
"""What a party's stance makes of a clause, from the worst to the best, then silence."""

DIFF_KINDS = ("changed", "added", "dropped", "split", "merged", "reworded", "moved", "unchanged")
"""What became of a clause from one text to another, from the gravest to none at all."""

QUESTION_KINDS = ("vague", "condition", "order", "contested", "quarrels", "open", "silent")
"""Why a question is open, from what asks most for an answer."""

DEMAND_KINDS = ("demand", "interest", "alternative", "reaction")
"""What a statement is; only a demand is compared."""

FIRMNESSES = ("open", "preference", "firm", "condition", "red-line")
"""How much a holder insists, from the softest."""

ANSWERS = ("refused", "otherwise", "unclear", "silent")
"""What the other side says to what one side asks for alone."""

ASSUMED = "assumed"
"""The attribution of what nobody said, in no file and stronger than any."""
ATTRIBUTIONS = ("official", "document", "anonymous", "reported", "expert", "analyst")
"""On whose word a statement stands; an analyst speaks for no party, and experts where they may."""

EXPERTS = ("beside", "speak")
"""What becomes of positions as experts placed them: beside a party's own, or in place of words."""

BETTER = {"high": ("more", "later"), "low": ("less", "earlier")}
"""Which way an issue may be better to a party: of figures, of dates."""

FORMS = ("text", "quoted", "paraphrased")
"""How the words reached the record."""

VOICES = ("other", "minister", "principal")
"""Whose word it is, from the lightest: anybody else; a minister or spokesman; the head of state or
government, or a text that the party issued."""

STAGES = ("proposal", "draft", "agreed", "signed")
"""How far a text of several parties has come."""

STATUSES = ("published", "leaked", "statement", "oral", "analysis")
"""What a position is."""

TEXTS = ("published", "leaked")
"""Statuses of a text that can be laid on a table."""

TURNS = ("new-deadlock", "new-crossing", "line-drawn", "line-left", "moved")
"""What may have come about since a day, for a job that watches."""

CIRCLE = "circle"
"""What may be found of an order of steps, for a job that watches."""

LINKS = ("restates", "moves", "withdraws", "keeps")
"""How a demand refers to an earlier one of its holder on the same issue."""

HOWS = ("after", "with", "in-return-for")
"""How one step stands to another: strictly later, at the same time, not earlier."""

DATES = ("exact", "latest")
"""What a date tells: the day, or the last day on which it can have been said."""

GRADES = ("A", "B", "C")
"""Of a source: primary or original, re-reporting, repost."""

SOURCE_KINDS = ("document", "news", "agency", "transcript", "opinion", "digest", "blog")
"""What a source is, as a rule: a file may have words of its own for it."""

JOINT = ("count", "beside", "omit")
"""What becomes of joint texts: each holder's own, beside the stance, or left out."""

FORMATS = ("table", "csv", "json", "md", "html", "docx", "xlsx")
"""How a report is printed."""

DOCUMENTS = ("docx", "xlsx")
"""Formats of an office: bytes, which no terminal shows."""

REFERENCES = "csl-json"
"""How a list of sources is printed for programs that set references: CSL-JSON."""

COLORS = ("auto", "always", "never")
"""When a table is printed in colour."""

LISTS = ("parties", "positions", "demands", "issues", "steps", "sources", "dossiers")
"""What can be listed."""

RECORDS = ("party", "issue", "source", "position")
"""What can be added to a dossier."""

TEMPLATE_TASKS = ("list", "show", "add")
"""What can be done with templates of issues."""

FILE_KINDS = ("dossier", "parties", "issues", "sources", "position")
"""The kinds of file in a dossier."""
