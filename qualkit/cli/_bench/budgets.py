"""What each job is called, what it may take, and what it takes elsewhere: the table of the design's section 6."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    """A line of the table. `budget` is in seconds, None where none was set; `others` is what was measured elsewhere."""

    title: str
    budget: float | None = None
    others: str = ""


#: Bytes that any group of jobs may use at its peak.
MEMORY = 600_000_000

#: The corpus that the budgets are meant for.
INTERVIEWS, CODINGS = 300, 50_000

JOBS: Mapping[str, Job] = {
    "load": Job("load all docx"),
    "add": Job("add them to the project"),
    "import": Job("import: load and add", 15, "Taguette 562 s, qc 5 s (txt only)"),
    "code_many": Job("all codings by code_many", 10),
    "undo": Job("undo of the bulk coding"),
    "redo": Job("redo of the bulk coding"),
    "code": Job("one coding, median", 0.005, "Taguette 40–47 ms, OpenAnsho 18 ms"),
    "code_p95": Job("one coding, 95th percentile", 0.005),
    "merge": Job("merge of two codes", 0.02),
    "merge_undo": Job("undo of the merge", 0.02),
    "split": Job("split of up to 5,000 passages", 0.5),
    "split_undo": Job("undo of the split"),
    "codings_at": Job("frequencies of today's codings under an old version, first call", 1),
    "codings_at_again": Job("frequencies under an old version, again", 1),
    "diff": Job("diff of 200 changes, as text", 0.5),
    "open": Job("open the project"),
    "role": Job("frequencies by role, first call", 0.3),
    "role_again": Job("frequencies by role, again", 0.3),
    "informant": Job("frequencies by informant, first call", 0.3),
    "informant_again": Job("frequencies by informant, again", 0.3),
    "matrix": Job("matrix theme × informant, first call"),
    "matrix_again": Job("matrix theme × informant, again"),
    "cooccurrence": Job("code × code, first call", 1, "qc 72 s"),
    "cooccurrence_again": Job("code × code, again", 1),
    "code_informants": Job("whom each code stands on, first call"),
    "code_informants_again": Job("whom each code stands on, again"),
    "similar": Job("codes that are alike, first call", 2),
    "similar_again": Job("codes that are alike, again", 2),
    "to_reread": Job("what to read again for a new code", 2),
    "mark_read": Job("mark one interview read", 0.1),
    "codings": Job("codings() as a frame, first call"),
    "codings_again": Job("codings() as a frame, again"),
    "csv": Job("all codings to csv", 1, "Taguette 15 s"),
    "xlsx": Job("all codings to xlsx", 8, "Taguette 19 s"),
    "workbook": Job("workbook koder.xlsx, six sheets"),
    "parquet": Job("all codings to parquet"),
    "docx": Job("all quotes to docx", 5, "Taguette fails after 182 s"),
    "check": Job("check"),
    "rebuild": Job("rebuild the tables from the log"),
    "backup": Job("backup, checked"),
    "union": Job("merge two copies, all codings apart in each", 10),
    "review": Job("review of what that left"),
    "take_in": Job("take in a copy again, nothing new"),
    "quoting": Job("where an informant is quoted"),
    "erase": Job("erase an informant, file written anew", 10),
}
