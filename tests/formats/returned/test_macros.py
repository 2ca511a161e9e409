"""A returned file is kept without its macros, and is still a Word file."""

from io import BytesIO
from zipfile import ZipFile

from app.formats.returned import open_package
from app.formats.returned.macros import without_macros
from benchmarks.returned import FILES

SENT = (FILES / "v1.docx").read_bytes()
RELATION = (
    '<Relationship Id="rIdVba" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
    'Target="vbaProject.bin"/>'
)
PART = '<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'


def with_macros() -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(SENT)) as source, ZipFile(made, "w") as target:
        for member in source.infolist():
            part = source.read(member).decode("utf-8", "surrogateescape")
            if member.filename == "word/_rels/document.xml.rels":
                part = part.replace("</Relationships>", f"{RELATION}</Relationships>")
            if member.filename == "[Content_Types].xml":
                part = part.replace("</Types>", f"{PART}</Types>")
            target.writestr(member.filename, part.encode("utf-8", "surrogateescape"))
        target.writestr("word/vbaProject.bin", b"Shell(...)")
    return made.getvalue()


def test_the_macros_go_with_all_that_names_them() -> None:
    kept = without_macros(with_macros())

    with ZipFile(BytesIO(kept)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Shell(" not in whole
    assert b"vbaProject" not in whole
    assert open_package(kept).tool == open_package(SENT).tool


def test_a_file_without_macros_is_kept_as_it_came() -> None:
    assert without_macros(SENT) is SENT
    assert without_macros(b"no archive") == b"no archive"
