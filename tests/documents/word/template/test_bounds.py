"""What a template costs is bounded, and follows its size."""

import time
from pathlib import Path

import pytest

from app.documents.word import TemplateRefused, describe_templates, inspect
from tests.documents.word.template.packages import (
    FOOTNOTES,
    LOGO,
    MAIN,
    MAIN_RELS,
    OFFICE,
    STYLES,
    TYPES,
    Change,
    Parts,
    adding,
    changed,
    field,
    in_body,
    paragraph,
    replacing,
    simple_field,
    text,
)

STEP = 6_000


def linked(count: int) -> Change:
    def change(package: Parts) -> None:
        uses = "".join(f'<w:hyperlink r:id="k{rank}"/>' for rank in range(count))
        lines = "".join(
            f'<Relationship Id="k{rank}" Type="{OFFICE}hyperlink" Target="x:{rank}" TargetMode="External"/>'
            for rank in range(count)
        )
        in_body(paragraph(uses))(package)
        replacing(MAIN_RELS, "</Relationships>", f"{lines}</Relationships>")(package)

    return change


def styled(count: int) -> Change:
    styles = "".join(f'<w:style w:type="character" w:styleId="Visa{rank}"/>' for rank in range(count))
    return replacing(STYLES, "</w:styles>", f"{styles}</w:styles>")


def noted(count: int) -> Change:
    notes = "".join(f'<w:footnote w:id="{rank}"/>' for rank in range(2, count))
    return replacing(FOOTNOTES, "</w:footnotes>", f"{notes}</w:footnotes>")


GROWING = {
    "paragraphs": lambda count: in_body("<w:p/>" * count),
    "bookmarks": lambda count: in_body(paragraph('<w:bookmarkStart w:id="x" w:name="a"/>' * count)),
    "links": linked,
    "fields": lambda count: in_body(paragraph(field("MERGEFIELD x") * (count // 4))),
    "one field": lambda count: in_body(paragraph(field(*["a"] * (count // 2)))),
    "simple fields": lambda count: in_body(paragraph(simple_field("MERGEFIELD x") * (count // 2))),
    "styles": styled,
    "notes": noted,
    "controls": lambda count: in_body('<w:sdt><w:sdtPr><w:tag w:val="x"/></w:sdtPr></w:sdt>' * (count // 3)),
    "drawings": lambda count: in_body(paragraph('<w:r><w:pict><x r:id="q"/></w:pict></w:r>' * (count // 3))),
}


def cost(template: Path) -> float:
    start = time.process_time()
    inspect(template)
    return time.process_time() - start


@pytest.mark.parametrize("what", GROWING)
def test_four_times_a_template_costs_no_sixteen_times(what: str, tmp_path: Path) -> None:
    small, large = (
        min(cost(changed(tmp_path / f"{size}-{again}.docx", GROWING[what](size))) for again in range(2))
        for size in (STEP, 4 * STEP)
    )

    assert large < 8 * small + 0.2


@pytest.mark.parametrize(
    "change",
    [
        in_body("<w:p/>" * 1_000_000),
        in_body("<w:p " + " ".join(f'a{rank}="1"' for rank in range(600_000)) + "/>"),
        in_body(paragraph(text("a b " * 3_500_000))),
        in_body("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000),
        adding("word/media/vide.bin", b"0" * 21_000_000),
        replacing(TYPES, "</Types>", '<Override PartName="/x" ContentType="y"/>' * 300_000 + "</Types>"),
        adding(LOGO, b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g/>" * 1_000_000 + b"</svg>"),
        lambda package: package.update({f"word/{rank}.xml": b"" for rank in range(600)}),
    ],
    ids=["elements", "attributes", "one text", "depth", "bytes", "types", "svg", "parts"],
)
def test_what_is_too_heavy_is_refused_before_it_is_built(change: Change, tmp_path: Path) -> None:
    template = changed(tmp_path / "m.docx", change)

    start = time.process_time()
    with pytest.raises(TemplateRefused, match="trop volumineux"):
        inspect(template)

    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "drawn",
    [b"<svg><style>" + b"url(" * 1_000_000 + b"</style></svg>", b"<!DOCTYPE" * 500_000, b"<svg " * 500_000],
)
def test_a_hostile_drawing_is_refused_in_a_moment(drawn: bytes, tmp_path: Path) -> None:
    template = changed(tmp_path / "m.docx", adding(LOGO, drawn))

    start = time.process_time()
    with pytest.raises(TemplateRefused):
        inspect(template)

    assert time.process_time() - start < 2


def test_a_template_is_described_from_memory_until_its_file_changes(tmp_path: Path) -> None:
    template = changed(tmp_path / "m.docx", in_body("<w:p/>" * 40_000))
    refused = changed(tmp_path / "r.docx", in_body("<w:p/>" * 40_000 + paragraph(field("DDE x"))))
    # Each alone: one page may leave the second to the next, on a busy machine.
    first = [*describe_templates([template]), *describe_templates([refused])]

    start = time.process_time()
    again = [describe_templates([template, refused]) for _ in range(100)]
    spent = time.process_time() - start
    changed(tmp_path / "r.docx")

    assert all(described == first for described in again)
    assert spent < 0.5
    assert describe_templates([refused]) != [first[1]]


def test_the_main_part_alone_may_not_hide_a_bomb_behind_its_declared_size(tmp_path: Path) -> None:
    template = changed(tmp_path / "m.docx", adding("word/media/vide.bin", b"0" * 21_000_000))
    content = template.read_bytes()
    template.write_bytes(content.replace((21_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))

    with pytest.raises(TemplateRefused):
        inspect(template)
    assert MAIN in content.decode("latin-1")
