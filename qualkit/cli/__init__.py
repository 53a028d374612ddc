"""The command line: one file a command, and a command is the method of the same name.

`COMMANDS` says what there is and in which module, so that `qualkit --help` answers without loading any of it. A module
holds its command under the name `command`.
"""

from __future__ import annotations

import click

from qualkit.cli._group import Commands

#: Command → module in this folder, and the line `qualkit --help` shows. In the order of a study.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "Build the sample study, count it, and write its files."),
    "new": ("new", "Make a new project."),
    "study": ("study", "Show what the project says of itself: retention, SIKT, consent."),
    "import": ("import_", "Add transcripts, keyed to informants."),
    "informants": ("informants", "List the register, or add to it."),
    "documents": ("documents", "List the documents."),
    "code": ("code", "Code the words of an informant, or many passages from a file."),
    "uncode": ("uncode", "Take a coding away."),
    "memo": ("memo", "Write a memo."),
    "memos": ("memos", "List the memos."),
    "codes": ("codes", "List the codes, make one, or save the codebook."),
    "rename": ("rename", "Give a code another name."),
    "redefine": ("redefine", "Write a code's definition, or what else describes it, anew."),
    "move": ("move", "Put a code under another, or at the top."),
    "merge": ("merge", "Read several codes as one."),
    "split": ("split", "Move some of a code's codings to a new code."),
    "retire": ("retire", "Take a code out of use; its codings stay."),
    "revive": ("revive", "Bring a retired code back into use."),
    "code-informants": ("code_informants", "List whom each code stands on."),
    "similar-codes": ("similar_codes", "Suggest pairs of codes to look at before merging."),
    "set-aside": ("set_aside", "Put a pair of codes out of sight."),
    "bring-back": ("bring_back", "Show a pair again that was set aside."),
    "version": ("version", "Give this moment a name, or list the versions."),
    "diff": ("diff", "Tell what changed in the codebook between two versions or dates."),
    "to-reread": ("to_reread", "List the codes not looked for yet in what was coded before them."),
    "mark-read": ("mark_read", "Say that you have read a document again."),
    "themes": ("themes", "List the themes, or make one."),
    "undo": ("undo", "Take back a step, yours or another's."),
    "redo": ("redo", "Bring back what was undone."),
    "history": ("history", "List all that was done, step by step."),
    "merge-projects": ("merge_projects", "Bring two copies of a project together in a new file."),
    "take-in": ("take_in", "Take in what was done in another copy."),
    "review": ("review", "List what copies, or an undo, have left for a person to look at."),
    "settle": ("settle", "Take an entry off the review."),
    "codings": ("codings", "List the codings, with the words."),
    "frequencies": ("frequencies", "Count themes or codes by role, group or any attribute."),
    "matrix": ("matrix", "Count anything against anything."),
    "cooccurrence": ("cooccurrence", "Count codes on the same words."),
    "balance": ("balance", "Show who is heard how much."),
    "quotes": ("quotes", "Show the passages of a theme or code as quotes."),
    "export": ("export", "Write a file by its ending: csv, xlsx, parquet, json, docx, md."),
    "check": ("check", "Verify log, words and tables."),
    "backup": ("backup", "Write a checked copy of the project."),
    "restore": ("restore", "Put a backup back."),
    "quoting": ("quoting", "List where else an informant's words stand."),
    "erase": ("erase", "Erase an informant who has withdrawn."),
    "bench": ("bench", "Time every job on a made-up study."),
}


@click.group(
    cls=Commands,
    modules=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="qualkit-app", message="%(version)s")
def main() -> None:
    """Reflexive thematic analysis of interviews, keyed by informant, in one project file.

    Results go to standard output, messages to standard error. Exit 0: done. 1: a check found something. 2: wrong usage,
    or something given could not be used.
    """
