"""The signed version of a contract: marked, corrected, unmarked, and whether the contract differs from it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import ValidationError

from app.domain.french import NBSP, format_date, typeset
from app.domain.typed_values import read_deadline, show_deadline
from app.store import SavedProfile, Signature, Version, VersionHeading
from app.web.contract_catalogue import catalogue_of
from app.web.forms import CleanLine, Filled, NotTooLong, PageForm
from app.web.profile_form import ConfirmationForm
from app.web.services import profiles, services

NO_DATE = "Date de signature : indiquez un jour, de 2014 à aujourd’hui, par exemple 12/03/2026."
NOT_YET = "Date de signature : ce jour n’est pas encore venu ; vérifiez la date."
NO_SIGNER = "Signée par : indiquez par qui, par exemple « tous les signataires »."
USUAL_SIGNERS = "tous les signataires"


@dataclass(frozen=True, slots=True)
class SignedState:
    """The last signed version of a contract, its signature, and whether the contract has changed since."""

    version: VersionHeading
    signature: Signature
    is_modified: bool

    @property
    def sentence(self) -> str:
        """What the cover of the contract says."""
        known = f"la version{NBSP}{self.version.number}, {signed_in_words(self.signature)}"
        return f"Modifié depuis {known}." if self.is_modified else f"Conforme à {known}."


class SignatureForm(PageForm):
    """When a version was signed, and by whom."""

    signed_on = CleanLine("Date de signature (obligatoire)", [Filled(typeset(NO_DATE)), NotTooLong()])
    signed_by = CleanLine("Signée par (obligatoire)", [Filled(typeset(NO_SIGNER)), NotTooLong()])

    def validate_signed_on(self, field: Any) -> None:
        """Refuse what is no day, and a day to come."""
        if field.errors:  # said already, in the same words
            return
        if self._day is None:
            raise ValidationError(typeset(NO_DATE))
        if self._day > services().today():
            raise ValidationError(typeset(NOT_YET))

    @property
    def _day(self) -> date | None:
        try:
            return date.fromisoformat(read_deadline(self.signed_on.data))
        except ValueError:
            return None

    @property
    def signature(self) -> Signature:
        """What was typed. Call on an accepted form only."""
        assert self._day is not None  # noqa: S101 — an accepted form has a day
        return Signature(self._day, self.signed_by.data)


def signed_in_words(signature: Signature) -> str:
    """« signée le 12 mars 2026 par tous les signataires »."""
    return typeset(f"signée le {format_date(signature.on)} par {signature.by}")


def contract_signed(signature: Signature) -> str:
    """« signé le 12 mars 2026 par tous les signataires »: the contract, after which an amendment names it."""
    return typeset(f"signé le {format_date(signature.on)} par {signature.by}")


def signed_version(profile_id: int) -> VersionHeading | None:
    """Return the last version of a contract that was marked as signed, read once in a request."""
    known: dict[int, VersionHeading | None] = g.setdefault("signed_versions", {})
    if profile_id not in known:
        known[profile_id] = profiles().versions.signed(profile_id)
    return known[profile_id]


def has_signed_version(profile_id: int) -> bool:
    """Whether the contract was signed: its actions are then carried out, and their progress is followed."""
    return signed_version(profile_id) is not None


def signed_state(saved: SavedProfile) -> SignedState | None:
    """Return the signed version of a contract, and whether what it says now is something else."""
    heading = signed_version(saved.id)
    if heading is None or heading.signature is None:
        return None
    states: dict[tuple[int, int], bool] = g.setdefault("modified_since_signed", {})
    key = saved.id, saved.version
    if key not in states:
        states[key] = heading.number != saved.version and _differs(saved, heading.number)
    return SignedState(heading, heading.signature, states[key])


def signature_note(saved: SavedProfile) -> str:
    """Return what the document of a contract says of its signed version; nothing without one."""
    state = signed_state(saved)
    if state and state.version.number == saved.version:
        return signed_note(state.version)
    return state.sentence if state else ""


def signed_note(version: VersionHeading) -> str:
    """Return what the document of a signed version says; nothing for another one."""
    return f"Version {signed_in_words(version.signature)}." if version.signature else ""


def _differs(saved: SavedProfile, number: int) -> bool:
    signed: Version = profiles().versions.get(saved.id, number)
    # An old version says no trame: it follows the usual one.
    usual = catalogue_of(saved).outline.id
    before, now = (replace(one, outline=one.outline or usual) for one in (signed.profile, saved.profile))
    return before != now or signed.catalogue != saved.catalogue


blueprint = Blueprint("signature", __name__)
_ADDRESS = "/profils/<profile_id:profile_id>/versions/<profile_id:number>/signature"


@blueprint.route(_ADDRESS, methods=["GET", "POST"])
def mark(profile_id: int, number: int) -> ResponseReturnValue:
    """Say that a version was signed, when and by whom; or correct what was said."""
    saved = profiles().get(profile_id)
    version = profiles().versions.get(profile_id, number)
    known = version.signature
    shown = {
        "signed_on": show_deadline(known.on.isoformat()) if known else "",
        "signed_by": known.by if known else USUAL_SIGNERS,
    }
    form = SignatureForm(data=shown)
    if form.accepted():
        profiles().versions.sign(profile_id, number, form.signature)
        form.say_what_was_removed()
        said = f"Version{NBSP}{number} {signed_in_words(form.signature)}."
        flash(f"{said} Elle est gardée aussi longtemps que le contrat.", "success")
        return redirect(url_for("versions.show", profile_id=profile_id), 303)
    return render_template("signature/mark.html", form=form, saved=saved, version=version), form.status


@blueprint.route(f"{_ADDRESS}/retirer", methods=["GET", "POST"])
def unmark(profile_id: int, number: int) -> ResponseReturnValue:
    """Take the mark away, after a confirmation: the version stays."""
    saved = profiles().get(profile_id)
    version = profiles().versions.get(profile_id, number)
    form = ConfirmationForm.of(saved)
    if form.accepted():
        profiles().versions.sign(profile_id, number, None)
        flash(f"La version{NBSP}{number} n’est plus indiquée comme signée.", "success")
        return redirect(url_for("versions.show", profile_id=profile_id), 303)
    return render_template("signature/unmark.html", form=form, saved=saved, version=version), form.status
