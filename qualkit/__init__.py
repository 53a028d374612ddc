"""qualkit: reflexive thematic analysis of interviews, keyed by informant.

    import qualkit as qk

    transcripts = qk.load_transcripts("intervjuer", informants="informants.csv")
    project = qk.Project.create("studie.qualkit", codebook="codebooks/partnerskap")
    project.add(transcripts)
    project.code("R1.1", "ingen spurte meg", as_="Uklarhet", coder="MB")
    project.frequencies(by="role")
    project.export("sitater.docx")

Names are loaded when first used, so that `import qualkit` and `qualkit --help` answer at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qualkit.codebook import Codebook, read_codebook, save_codebook
    from qualkit.errors import (
        AnchorError,
        CodebookError,
        DependantsError,
        ExportError,
        InputError,
        IntegrityError,
        ProjectError,
        QualkitError,
        QualkitWarning,
        ReadError,
        RefusedError,
        RegisterError,
        SpeakerError,
        UnknownNameError,
    )
    from qualkit.informants import Register
    from qualkit.project import Project
    from qualkit.records import Code, Coding, Informant, Memo, Span, Theme, Transcript, Turn
    from qualkit.store.backup import restore
    from qualkit.store.joining import merge_projects
    from qualkit.transcripts import load_transcripts, read_informants

_HOME = {
    "AnchorError": "errors",
    "Code": "records",
    "Codebook": "codebook",
    "CodebookError": "errors",
    "Coding": "records",
    "DependantsError": "errors",
    "ExportError": "errors",
    "Informant": "records",
    "InputError": "errors",
    "IntegrityError": "errors",
    "Memo": "records",
    "Project": "project",
    "ProjectError": "errors",
    "QualkitError": "errors",
    "QualkitWarning": "errors",
    "ReadError": "errors",
    "RefusedError": "errors",
    "Register": "informants",
    "RegisterError": "errors",
    "Span": "records",
    "SpeakerError": "errors",
    "Theme": "records",
    "Transcript": "records",
    "Turn": "records",
    "UnknownNameError": "errors",
    "load_transcripts": "transcripts",
    "merge_projects": "store.joining",
    "read_codebook": "codebook",
    "read_informants": "transcripts",
    "restore": "store.backup",
    "save_codebook": "codebook",
}

__all__ = [
    "AnchorError",
    "Code",
    "Codebook",
    "CodebookError",
    "Coding",
    "DependantsError",
    "ExportError",
    "Informant",
    "InputError",
    "IntegrityError",
    "Memo",
    "Project",
    "ProjectError",
    "QualkitError",
    "QualkitWarning",
    "ReadError",
    "RefusedError",
    "Register",
    "RegisterError",
    "Span",
    "SpeakerError",
    "Theme",
    "Transcript",
    "Turn",
    "UnknownNameError",
    "load_transcripts",
    "merge_projects",
    "read_codebook",
    "read_informants",
    "restore",
    "save_codebook",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("qualkit-app")
    if name not in _HOME:
        raise AttributeError(f"module 'qualkit' has no attribute {name!r}")
    return getattr(import_module(f"qualkit.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
