"""The lists of contrat.docx: the headings in one multilevel list, the annexes in another, bullets."""

from dataclasses import dataclass

from word_styles import ANNEXES, BULLETS, HEAD, HEADINGS, W


@dataclass(frozen=True)
class Level:
    """One level of a list. `indent` is where the text starts, in twentieths of a point; 0 runs on."""

    text: str
    style: str
    indent: int
    shape: str = "decimal"

    def xml(self, rank: int) -> str:
        """Return the `w:lvl`, its elements in the order of the schema."""
        suffix = "" if self.indent else f'<w:suff w:val="{"space" if self.text else "nothing"}"/>'
        return (
            f'<w:lvl w:ilvl="{rank}"><w:start w:val="1"/><w:numFmt w:val="{self.shape}"/>'
            f'<w:pStyle w:val="{self.style}"/>{suffix}<w:lvlText w:val="{self.text}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{self.indent}" w:hanging="{self.indent}"/>'
            "</w:pPr></w:lvl>"
        )


LISTS = {
    HEADINGS: (
        Level("%1.", "Heading1", 794),
        Level("%1.%2", "Heading2", 794),
        # The third level is a clause, which the writer calls « Engagement 12 »: that name must not change
        # when another clause is struck out in a meeting, so Word does not count it.
        Level("", "Heading3", 0, shape="none"),
    ),
    ANNEXES: (Level("Annexe %1 —", "AnnexHeading", 0, shape="upperLetter"),),
    BULLETS: (Level("•", "ListBullet", 340, shape="bullet"),),
}


def numbering() -> str:
    """numbering.xml."""
    described, used = [], []
    for rank, levels in LISTS.items():
        kind = "multilevel" if len(levels) > 1 else "singleLevel"
        content = "".join(level.xml(depth) for depth, level in enumerate(levels))
        described.append(
            f'<w:abstractNum w:abstractNumId="{rank}"><w:multiLevelType w:val="{kind}"/>'
            f"{content}</w:abstractNum>"
        )
        used.append(f'<w:num w:numId="{rank}"><w:abstractNumId w:val="{rank}"/></w:num>')
    return f"{HEAD}<w:numbering {W}>{''.join(described)}{''.join(used)}</w:numbering>"
