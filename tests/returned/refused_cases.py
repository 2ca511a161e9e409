"""Files that are refused in a sentence, and some that must be read although they look strange."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from app.formats.xml_parts import W
from tests.returned.word_file import WordFile

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRICT = {
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    b"http://schemas.openxmlformats.org/drawingml/2006/main": b"http://purl.oclc.org/ooxml/drawingml/main",
}


def strict(content: bytes) -> bytes:
    """Return a file as Word saves it in « Strict Open XML »."""
    file = WordFile(content)
    for name, part in file.parts.items():
        if name.startswith("word/") or name.startswith("docProps/"):
            made = part
            for old, new in _STRICT.items():
                made = made.replace(old, new)
            file.parts[name] = made
    return file.save()


def with_macros(content: bytes) -> bytes:
    """Return a .docm."""
    file = WordFile(content)
    file.parts["word/vbaProject.bin"] = _OLE + b"Sub AutoOpen()"
    types = file.parts["[Content_Types].xml"]
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    file.parts["[Content_Types].xml"] = types.replace(
        plain, b"application/vnd.ms-word.document.macroEnabled.main+xml"
    )
    return file.save()


def refused_files(content: bytes, other: bytes, synthesis: bytes) -> Mapping[str, bytes]:
    """Return files that must be refused: `other` is of another contract."""
    return {
        "tronqué": content[: len(content) // 2],
        "vide": b"",
        "protégé par un mot de passe": _OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"),
        "une page web": b"<!DOCTYPE html><html><body>Contrat</body></html>",
        "un texte": b"Contrat de ville",
        "une archive sans document": _archive({"notes.txt": b"rien"}),
        "un classeur": _archive({"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<Types/>"}),
        "une bombe": _with(content, "word/media/image1.xml", b" " * 250_000_000),
        "trop de parties": _archive({f"word/a{n}.xml": b"<a/>" for n in range(2_500)}),
        "un type de document": _document(
            content, b"<!DOCTYPE a [<!ENTITY b 'c'>]><w:document", b"<w:document"
        ),
        "du XML très profond": _document(
            content, b"<w:body>" + b"<w:sdt><w:sdtContent>" * 5_000, b"<w:body>"
        ),
        "du XML abîmé": _document(content, b"<w:body", b"<w:body>"),
        "un autre contrat": other,
        "la synthèse": synthesis,
        "sans corps": _replaced(content, "word/document.xml", f'<w:document xmlns:w="{W[1:-1]}"/>'.encode()),
    }


def _archive(parts: Mapping[str, bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def _with(content: bytes, name: str, part: bytes) -> bytes:
    made = BytesIO(content)
    with ZipFile(made, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return made.getvalue()


def _replaced(content: bytes, name: str, part: bytes) -> bytes:
    file = WordFile(content)
    file.parts[name] = part
    return file.save()


def _document(content: bytes, new: bytes, old: bytes) -> bytes:
    document = WordFile(content).parts["word/document.xml"]
    return _replaced(content, "word/document.xml", document.replace(old, new, 1))
