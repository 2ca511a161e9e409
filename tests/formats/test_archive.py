"""Archives from elsewhere: what they declare of themselves is not believed."""

import struct
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO
from random import Random

import pytest

from app.formats import ArchiveLimits, FileRefused, FileTooHeavy, inflate, read_archive

LIMITS = ArchiveLimits(total=2_000_000, members=20, ratio=200)


def archive(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", method) as made:
        for name, part in members:
            made.writestr(name, part)
    return content.getvalue()


def test_an_archive_is_read_whole_in_its_order_without_its_folders() -> None:
    content = archive(("b.xml", b"<b/>"), ("dossier/", b""), ("a.xml", b"<a/>"))

    assert list(read_archive(content, LIMITS).items()) == [("b.xml", b"<b/>"), ("a.xml", b"<a/>")]


def test_a_part_that_inflates_beyond_the_limit_is_refused() -> None:
    with pytest.raises(FileTooHeavy, match="plus de 2\u00a0Mo une fois décompressé"):
        read_archive(archive(("a", Random(1).randbytes(2_000_001))), LIMITS)


def test_parts_that_inflate_beyond_the_limit_together_are_refused() -> None:
    members = [(str(number), bytes(900_000)) for number in range(3)]

    with pytest.raises(FileTooHeavy, match="décompressé"):
        read_archive(archive(*members), LIMITS)


def test_a_part_that_inflates_too_many_times_is_refused() -> None:
    with pytest.raises(FileTooHeavy, match="200 fois"):
        read_archive(archive(("a", bytes(1_500_000))), LIMITS)


def test_a_small_part_that_shrinks_well_is_read() -> None:
    assert read_archive(archive(("a", bytes(900_000))), LIMITS) == {"a": bytes(900_000)}


def test_a_size_that_the_archive_declares_too_small_does_not_deceive() -> None:
    content = archive(("a", bytes(900_000)))
    deceiving = content.replace(struct.pack("<I", 900_000), struct.pack("<I", 9))

    with pytest.raises(FileRefused, match="abîmé"):
        read_archive(deceiving, LIMITS)


def test_too_many_parts_are_refused() -> None:
    members = [(str(number), b"") for number in range(21)]

    with pytest.raises(FileTooHeavy, match="plus de 20 parties"):
        read_archive(archive(*members), LIMITS)


def test_a_directory_of_very_many_parts_is_refused_before_it_is_read() -> None:
    members = [(str(number), b"") for number in range(3_000)]

    with pytest.raises(FileTooHeavy, match="trop de parties"):
        read_archive(archive(*members), LIMITS)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("names", [("a.xml", "a.xml"), ("a.xml", "A.XML")])
def test_a_name_that_stands_twice_is_refused(names: tuple[str, str]) -> None:
    with pytest.raises(FileRefused, match="deux fois"):
        read_archive(archive(*((name, b"") for name in names)), LIMITS)


def test_an_encrypted_archive_is_refused_with_what_to_do() -> None:
    content = archive(("a", b"secret"))
    encrypted = bytearray(content)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[content.index(signature) + place] |= 1

    with pytest.raises(FileRefused, match="mot de passe"):
        read_archive(bytes(encrypted), LIMITS)


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_compression_that_office_never_uses_is_refused(method: int) -> None:
    with pytest.raises(FileRefused, match="inhabituelle"):
        read_archive(archive(("a", b"a"), method=method), LIMITS)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"bonjour",
        b"\xd0\xcf\x11\xe0" + bytes(600),
        archive(("a", b"abc" * 99))[:-30],
        archive(("a", b"abc" * 99))[20:],
    ],
    ids=["nothing", "two letters", "a text", "an old document", "without its end", "without its beginning"],
)
def test_what_is_no_archive_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(FileRefused, match="abîmé"):
        read_archive(content, LIMITS)


@pytest.mark.parametrize("place", range(0, 120, 3))
def test_a_damaged_archive_is_read_or_refused_and_nothing_else(place: int) -> None:
    content = bytearray(archive(("a", b"abc" * 99)))
    content[place % len(content)] ^= 0xFF

    with suppress(FileRefused):
        read_archive(bytes(content), LIMITS)


def test_deflated_data_is_inflated_up_to_its_limit() -> None:
    assert inflate(zlib.compress(bytes(1_000)), 1_000) == bytes(1_000)
    with pytest.raises(FileTooHeavy, match="trop lourd à lire : plus de 1\u00a0ko"):
        inflate(zlib.compress(bytes(1_001)), 1_000)
    with pytest.raises(zlib.error):
        inflate(zlib.compress(bytes(1_000))[:-5], 1_000)
