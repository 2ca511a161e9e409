from app.documents.word import RenderOptions, write_draft
from app.domain.draft import Draft
from tests.documents.word.accessibility import barriers
from tests.documents.word.conftest import DAY


def test_no_kind_of_draft_has_a_barrier(sample: tuple[Draft, bytes]) -> None:
    one, content = sample

    assert barriers(content) == []
    assert barriers(write_draft(one, RenderOptions(on=DAY, version=1, comments=False))) == []
