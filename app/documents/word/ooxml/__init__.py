"""The vocabulary of WordprocessingML that the parts are written with.

Every function takes plain text or `Xml`, and gives `Xml`. Plain text is always escaped, so that a part
cannot break the document; only this package formats XML. Element order follows ECMA-376 part 1.
"""

from app.documents.word.ooxml.controls import (
    CONTROL_ID,
    choice_list,
    choice_place,
    clause_control,
    contents_control,
    control_ids,
    date_place,
    number_controls,
    prose_place,
    prose_runs,
    text_place,
    value_place,
)
from app.documents.word.ooxml.tables import (
    TABLE_END,
    Column,
    block_cell,
    block_row,
    group_row,
    keep_with_next,
    long_table,
    row,
    row_properties,
    shown_length,
    table,
    table_opening,
)
from app.documents.word.ooxml.text import (
    AFTER_TABLE,
    AUTHOR,
    NOTHING,
    Encoded,
    Heading,
    Inline,
    Piece,
    Style,
    Xml,
    annotated,
    answerable,
    bookmark,
    comment,
    commented,
    contents_field,
    inline,
    italic,
    joined,
    line_break,
    link,
    paragraph,
    people,
    plain_letters,
    removed,
    run,
    strong,
    tab,
    xml_text,
)
