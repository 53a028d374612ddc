"""Word files made as text: paragraphs are strings of XML, put into python-docx's own empty document.

Fifty thousand paragraphs through `add_paragraph` take a minute; as strings they take a second. The template is
python-docx's, so every built-in style is there under its English name.
"""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from qualkit.export.frames import Cell
from qualkit.export.moments import utc, zip_date
from qualkit.export.xmltext import escaped, storable

_BODY = "word/document.xml"
_BODY_ENDS = b"<w:sectPr"

#: Paragraph styles used, by the English name that Word keeps in every language.
_STYLES = ("Normal", "Title", "Heading 1", "Heading 2", "Quote", "Caption", "Table Grid")

BOLD = "<w:b/>"
#: Small and grey: said, but not read first.
ASIDE = '<w:color w:val="595959"/><w:sz w:val="18"/>'


def write_document(path: Path, body: Iterable[str], *, title: str, moment: datetime) -> None:
    """Write a Word file of these paragraphs and tables (XML), dated `moment`, made by «qualkit» and nobody else."""
    template = _template(title, moment)
    with (
        zipfile.ZipFile(template) as empty,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for part in empty.namelist():
            entry = zipfile.ZipInfo(part, zip_date(moment))
            entry.compress_type = zipfile.ZIP_DEFLATED
            if part != _BODY:
                package.writestr(entry, empty.read(part))
                continue
            before, mark, after = empty.read(part).partition(_BODY_ENDS)
            with package.open(entry, "w", force_zip64=False) as file:
                file.write(before)
                for piece in body:
                    file.write(piece.encode("utf-8"))
                file.write(mark + after)


def _template(title: str, moment: datetime) -> io.BytesIO:
    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "nb-NO")
    _drop_thumbnail(document)
    about = document.core_properties
    about.title = storable(title)[:255]  # the limit of the property
    about.author, about.comments, about.last_modified_by = "qualkit", "", "qualkit"
    about.created = about.modified = utc(moment)
    file = io.BytesIO()
    document.save(file)
    return file


def _drop_thumbnail(document: Document) -> None:
    """The template's picture of itself, which would be shown as a picture of this file."""
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]


@functools.cache
def _style_ids() -> dict[str, str]:
    """The id behind each style's English name, in the template."""
    styles = docx.Document().styles
    return {name: str(styles[name].style_id) for name in _STYLES}


def paragraph(text: str, style: str = "Normal", *, look: str = "", keep: bool = False) -> str:
    """A paragraph in a style (English name). `look` is XML of run properties, `keep` holds it with the next one."""
    return paragraph_of([(text, look)], style, keep=keep)


def paragraph_of(runs: Iterable[tuple[str, str]], style: str = "Normal", *, keep: bool = False) -> str:
    """A paragraph of several runs, each its words and its look."""
    together = "<w:keepNext/>" if keep else ""
    inside = "".join(_run(text, look) for text, look in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{_style_ids()[style]}"/>{together}</w:pPr>{inside}</w:p>'


def _run(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f"<w:r>{properties}{_words(text)}</w:r>"


def _words(text: str) -> str:
    """Words inside a run. Line breaks and tabs are elements of their own."""
    words = f'<w:t xml:space="preserve">{escaped(text)}</w:t>'
    if "\n" in words or "\t" in words:
        words = words.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        words = words.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return words


def caption(text: str, number: int) -> str:
    """A table's caption, «Tabell 1: …». The number is a field, so Word counts on when tables are moved."""
    field = f'<w:fldSimple w:instr=" SEQ Tabell \\* ARABIC "><w:r><w:t>{number}</w:t></w:r></w:fldSimple>'
    style = f'<w:pPr><w:pStyle w:val="{_style_ids()["Caption"]}"/><w:keepNext/></w:pPr>'
    return f"<w:p>{style}{_run('Tabell ')}{field}{_run(f': {text}')}</w:p>"


def table(names: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    """A table with a heading row that is repeated on every page. Numbers to the right, missing cells empty."""
    headings = list(names)
    grid = "<w:gridCol/>" * len(headings)
    head = "".join(_cell(name, BOLD) for name in headings)
    lines = "".join(f"<w:tr>{''.join(_cell(value) for value in row)}</w:tr>" for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{_style_ids()["Table Grid"]}"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>{head}</w:tr>{lines}</w:tbl>"
    )


def _cell(value: Cell, look: str = "") -> str:
    right = '<w:pPr><w:jc w:val="right"/></w:pPr>' if isinstance(value, int | float) else ""
    content = _run(shown(value), look)
    return f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr><w:p>{right}{content}</w:p></w:tc>'


def shown(value: Cell) -> str:
    """A value as a Norwegian report prints it: decimal comma, ja and nei, nothing where it is missing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
