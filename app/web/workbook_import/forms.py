"""A workbook that comes back, and the forms that take adaptations over: from it, or from another contract."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from wtforms import FileField, RadioField, SelectField
from wtforms.validators import ValidationError

from app.domain.profile import Profile
from app.formats.xlsx import Difference, ImportResult, Origin, Table, import_table, open_table
from app.store import SavedProfile, Version, VersionNotFound
from app.web.contract_catalogue import catalogue_at, catalogue_of
from app.web.forms import NOT_A_CHOICE, Checkboxes
from app.web.profile_form import ProfileForm
from app.web.services import UploadField, profiles

NO_ORIGIN = (
    "Ce classeur ne dit pas de quelle version du contrat il vient : il est ancien, ou sa feuille "
    "« Origine » a été retirée."
)
ANOTHER_CONTRACT = "Ce classeur a été exporté d’un autre contrat."
UNKNOWN_VERSION = "Ce classeur vient d’une version de ce contrat que ce site ne connaît pas."
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class WorkbookImport:
    """An opened workbook beside the contract. `doubt` says why its version is not known, if it is not.

    `exported` is the version that it was exported from.
    """

    table: Table
    saved: SavedProfile
    exported: Version | None
    doubt: str

    @classmethod
    def of(cls, content: bytes, saved: SavedProfile) -> Self:
        """Open a workbook. Raise WorkbookRefused for a file that is not such a workbook."""
        table = open_table(content)
        if table.origin is None:
            return cls(table, saved, None, NO_ORIGIN)
        if table.origin.contract != str(saved.id):
            return cls(table, saved, None, ANOTHER_CONTRACT)
        exported = _exported(saved, table.origin)
        return cls(table, saved, exported, "" if exported else UNKNOWN_VERSION)

    def result(self, chosen: Mapping[str, bool] | None = None) -> ImportResult:
        """Return what it changes. Raises WorkbookRefused when a cell cannot be read."""
        exported = self.exported.profile if self.exported else None
        former = catalogue_at(self.exported.catalogue) if self.exported else None
        today = catalogue_of(self.saved)
        return import_table(self.table, self.saved.profile, exported, today, chosen, former)

    def says_nothing_new(self, result: ImportResult) -> bool:
        """Whether there is nothing to confirm, choose or tell."""
        asked = result.conflicts or result.remarks or self.doubt
        return not asked and result.profile == self.saved.profile


def _exported(saved: SavedProfile, origin: Origin) -> Version | None:
    number = origin.version
    if not (number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS):
        return None
    try:
        version = profiles().versions.get(saved.id, int(number))
    except VersionNotFound:
        return None
    # The last version of an old contract got its trame after workbooks had been made from it.
    states = (version.profile, replace(version.profile, outline=""))
    return version if any(Origin.of(saved.id, int(number), one) == origin for one in states) else None


MOST_PROFILES = 200


class WorkbookForm(ProfileForm):
    """A workbook that was exported from this contract and filled in. It says itself from which version."""

    file = FileField("Classeur (.xlsx, 15 Mo au plus)")

    def validate_file(self, field: FileField) -> None:
        """Refuse the form when no file was chosen."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choisissez le classeur .xlsx exporté depuis ce contrat.")


SITE, WORKBOOK = "site", "classeur"


class ResolveForm(ProfileForm):
    """What the official decides of a workbook; `resolve_form` adds one field for each cell in conflict.

    The workbook waits in the database: the page carries its token.
    """

    merges = False

    upload = UploadField()

    @property
    def chosen(self) -> dict[str, bool]:
        """For each cell, whether the workbook's text is taken. Call on an accepted form only."""
        return {field.description: field.data == WORKBOOK for field in self.visible_fields()}

    def choice(self, cell: str) -> Any:
        """Return the field about a cell."""
        return self[_field_name(cell)]

    def is_gone(self, present: SavedProfile) -> bool:
        """Return true: the choices are shown again beside the present texts, which the page compares."""
        return True


def resolve_form(conflicts: Iterable[Difference]) -> type[ResolveForm]:
    """Return the form with one choice for each conflict, and no other field when there is none."""
    return type(
        "WorkbookResolveForm", (ResolveForm,), {_field_name(one.cell): _choice(one) for one in conflicts}
    )


def _field_name(cell: str) -> str:
    return f"cell_{cell}"


def _choice(conflict: Difference) -> RadioField:
    label = f"{conflict.label} (cellule {conflict.cell})"
    return RadioField(
        label,
        choices={SITE: "Garder le texte du site", WORKBOOK: "Prendre le texte du classeur"},
        description=conflict.cell,
        invalid_choice_message=f"{label} : choisissez l’un des deux textes.",
    )


class CopyForm(ProfileForm):
    """Another contract, and the volets whose adaptations are taken from it."""

    other = SelectField("Contrat d’où copier", coerce=str, invalid_choice_message=NOT_A_CHOICE)
    sections = Checkboxes("Volets à copier", invalid_choice_message=NOT_A_CHOICE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = profiles().search(size=MOST_PROFILES).summaries
        self.other.choices = {str(one.id): f"{one.name} ({one.territory_name})" for one in latest}

    @classmethod
    def of(cls, saved: SavedProfile, **kwargs: Any) -> Self:
        """Return the form with the volets of the contract's catalogue; it does not copy from itself."""
        form = super().of(saved, **kwargs)
        form.sections.choices = {section.id: section.title for section in catalogue_of(saved).sections}
        form.other.choices.pop(str(saved.id), None)
        return form

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Nothing is chosen at first."""
        return {"sections": []}

    def validate_sections(self, field: Checkboxes) -> None:
        """Refuse to copy nothing."""
        if not field.data:
            raise ValidationError("Volets à copier : cochez-en au moins un.")
