"""Saying at once what a save takes out of the document."""

from collections.abc import Sequence

from flask import flash, url_for
from markupsafe import Markup

from app.domain.draft import Draft
from app.domain.french import count_noun, format_euros, typeset
from app.domain.unprinted import Unprinted, unprinted

FEW = 4
"""How many are named at once: a notice travels in a cookie, and the list has its page."""
LONGEST = 70
LEFT = Markup('{} : {}. <a href="{}">Voir ces textes, et les remettre au contrat</a>')


def say_what_left(before: Draft, after: Draft, profile_id: int) -> None:
    """Tell the person about the texts that the document held before this save, and holds no longer."""
    known = {(kept.id, text) for kept in unprinted(before) for text in kept.said}
    left = [kept for kept in unprinted(after) if any((kept.id, text) not in known for text in kept.said)]
    if left:
        title = count_noun(len(left), "texte gardé, non imprimé", "textes gardés, non imprimés")
        address = url_for("unprinted.show", profile_id=profile_id)
        flash(LEFT.format(title, " ; ".join(_named(left)), address), "warning")


def _named(left: Sequence[Unprinted]) -> list[str]:
    named = [f"« {_shortened(kept.name)} »{_money(kept)}" for kept in left[:FEW]]
    others = len(left) - FEW
    said = [*named, count_noun(others, "autre", "autres")] if others > 0 else named
    return [typeset(text) for text in said]


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[:LONGEST].rsplit(' ', 1)[0]}…"


def _money(kept: Unprinted) -> str:
    return f" ({format_euros(kept.amount)})" if kept.amount else ""
