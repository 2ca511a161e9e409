"""XML from elsewhere, counted before a tree is made of it."""

import pytest

from app.formats import FileRefused, FileTooHeavy
from app.formats.xml_parts import XmlLimits, check_xml, parse_xml

LIMITS = XmlLimits(elements=100, attributes=50, depth=10)
BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_part_is_read_in_the_encodings_of_office(encoding: str) -> None:
    part = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><a><b c="é"/></a>'

    root = parse_xml(part.encode(encoding))

    assert root[0].get("c") == "é"


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("<a>" + "<b/>" * 100 + "</a>", "plus de 100 éléments"),
        ("<a>" + "<b c='' d=''/>" * 30 + "</a>", "plus de 50 attributs"),
        ("<a " + " ".join(f"b{number}=''" for number in range(60)) + "/>", "plus de 50 attributs"),
        ("<a>" * 11 + "</a>" * 11, "imbriqués trop profondément"),
    ],
)
def test_a_part_over_a_limit_is_refused(part: str, reason: str) -> None:
    with pytest.raises(FileTooHeavy, match=f"trop lourd à lire : .*{reason}"):
        check_xml(part.encode(), LIMITS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", [BOMB, '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "<!DOCTYPE a><a/>"])
def test_a_document_type_is_refused_in_every_encoding(part: str, encoding: str) -> None:
    with pytest.raises(FileRefused, match="DOCTYPE"):
        parse_xml(part.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-7", "cp500", "iso-8859-1", "utf-32"])
def test_an_encoding_that_hides_what_is_read_is_refused(encoding: str) -> None:
    with pytest.raises(FileRefused, match="abîmé"):
        parse_xml(f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode(encoding))


@pytest.mark.parametrize(
    "part", [b"", b"<a>", b"<a/><b/>", b"<a>&nbsp;</a>", b"<a>\0</a>", b"<p:a/>", b"\xff\xfea"]
)
def test_what_is_no_xml_is_refused_in_french(part: bytes) -> None:
    with pytest.raises(FileRefused, match="Ce fichier est abîmé"):
        parse_xml(part)
