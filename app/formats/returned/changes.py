"""What a file changes in the fields of the clauses, by comparison with what was sent."""

from collections.abc import Iterator

from app.domain.fields import Kind
from app.domain.markup import plain_words
from app.formats.returned.budget import budget_changes
from app.formats.returned.fields import Fields
from app.formats.returned.said import Said
from app.formats.returned.sent import KINDS, Sent
from app.formats.returned.signatures import signed
from app.formats.returned.typed import DATES, comparable, quartiers_of, read_date, read_value
from app.formats.returned.values import Change, ChangeKind


class Comparison:
    """Compares the fields of a clause, as they are and as they were, with what was sent."""

    def __init__(self, sent: Sent) -> None:
        self._sent = sent
        self._quartiers = quartiers_of(sent.profile.territory)

    def changes(self, clause: str, final: Fields, original: Fields) -> Iterator[Change]:
        """Yield what is changed in a clause."""
        for name, shown in self._sent.shown(clause):
            now = final.said.get(name, Said())
            kind = KINDS.get(name)
            prose = kind is Kind.PROSE or name == "text"
            if comparable(kind, now.text) != comparable(kind, plain_words(shown) if prose else shown):
                yield self._change(clause, name, shown, now, original.said.get(name, Said()))
        adaptation = self._sent.clauses[clause].adaptation
        now, before = (fields.said.get("resources", Said()) for fields in (final, original))
        yield from budget_changes(clause, adaptation, now, before)

    def _change(self, clause: str, name: str, shown: str, now: Said, before: Said) -> Change:
        known = self._sent.clauses[clause]
        kind = KINDS.get(name)
        old = known.text if name == "text" else getattr(known.adaptation, name)
        return Change(
            clause,
            name,
            kind_of(shown, now.text),
            shown if kind is Kind.VALUES else old,  # the lines as they are read, on both sides
            read_value(kind, now.text, self._quartiers),
            signed(now, before),
            now.text if kind in DATES and read_date(now.text) != now.text else "",
        )


def kind_of(old: str, new: str) -> ChangeKind:
    """Return what became of a text."""
    if not new:
        return ChangeKind.EMPTIED
    return ChangeKind.MODIFIED if old else ChangeKind.FILLED
