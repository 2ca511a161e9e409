import zipfile
from io import BytesIO

from app.documents.word.package import assemble, member


def test_a_package_is_a_zip_with_its_members_in_order_and_no_clock() -> None:
    content = assemble([member("[Content_Types].xml", "<é/>"), member("word/média.bin", b"\0" * 1000)])

    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["[Content_Types].xml", "word/média.bin"]
        assert archive.read("[Content_Types].xml").decode() == "<é/>"
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
