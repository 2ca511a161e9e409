"""The comments of a file: threads as Word says them, those of the application recognised."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from app.formats.returned.package import Package
from app.formats.returned.values import Remark
from app.formats.xml_parts import W

ASSISTANT = "Assistant de rédaction"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


@dataclass(slots=True)
class WordComment:
    """A comment of the file, its thread and whether that one is resolved."""

    id: str
    author: str
    date: str
    text: str
    paragraphs: list[str]
    parent: "WordComment | None" = None
    resolved: bool = False
    replies: list["WordComment"] = field(default_factory=list)

    @property
    def ours(self) -> bool:
        """Whether the application wrote it."""
        return self.author == ASSISTANT

    @property
    def remark(self) -> Remark:
        """Who says what, and when."""
        return Remark(self.author, self.date, self.text)


def read_comments(package: Package) -> list[WordComment]:
    """Return all the comments of a file, each with its replies."""
    root = package.part("comments")
    made = [] if root is None else [_read(one) for one in root.iter(f"{W}comment")]
    by_paragraph = {paragraph: one for one in made for paragraph in one.paragraphs}
    extended = package.part("commentsExtended")
    for said in () if extended is None else extended.iter(f"{_W15}commentEx"):
        comment = by_paragraph.get(said.get(f"{_W15}paraId", ""))
        if comment is None:
            continue
        comment.resolved = said.get(f"{_W15}done", "0") in {"1", "true"}
        parent = by_paragraph.get(said.get(f"{_W15}paraIdParent", ""))
        if parent is not None and parent is not comment:
            comment.parent = parent
            parent.replies.append(comment)
    return made


def thread_by_range(comments: list[WordComment], places: Mapping[str, tuple[object, ...]]) -> None:
    """Make answers of the comments on the very words of an earlier one, where nothing says who answers whom.

    Google Docs and LibreOffice write threads so. `places`: where each comment stands.
    """
    if any(one.parent for one in comments):
        return
    first: dict[tuple[object, ...], WordComment] = {}
    for one in sorted(comments, key=lambda one: one.date):
        place = places.get(one.id)
        if place is None:
            continue
        parent = first.setdefault(place, one)
        if parent is not one and not one.ours:
            one.parent = parent
            parent.replies.append(one)


def _read(element: etree._Element) -> WordComment:
    paragraphs = list(element.iter(f"{W}p"))
    text = "\n".join("".join(t.text or "" for t in one.iter(f"{W}t")) for one in paragraphs)
    ids = [one.get(f"{_W14}paraId", "") for one in paragraphs]
    author, date = element.get(f"{W}author", ""), element.get(f"{W}date", "")
    return WordComment(element.get(f"{W}id", ""), author, date, text.strip(), [one for one in ids if one])
