"""Reads what a commitment is worth today, as we read it; what contradicts itself is refused."""

from collections.abc import Iterator, Mapping

from app.catalogue.rules import optional_text
from app.catalogue.yaml_node import Place
from app.domain.catalogue import Commitment, Scope
from app.domain.rules import Confidence
from app.domain.standing import PLACES, DefaultPlace, Ground, Reading, Standing

TO_CHECK = "à vérifier"
OURS = f"Selon notre lecture, {TO_CHECK} :"
"""How a reading begins that is not a fact."""

_KEYS = ("standing", "place")
_MORE = ("ground", "confidence", "reason", "schemes", "over")


def read_reading(place: Place, commitment: Commitment, confidences: Mapping[str, Confidence]) -> Reading:
    """Read the key `reading` of a leaf. `confidences`: how sure it is of each scheme."""
    return _Reader(place, commitment, confidences).read()


class _Reader:
    """Reads what is said of one commitment."""

    def __init__(self, place: Place, commitment: Commitment, confidences: Mapping[str, Confidence]) -> None:
        self._values = place.mapping(_KEYS, _MORE)
        self._place = place
        self._commitment = commitment
        self._confidences = confidences

    def read(self) -> Reading:
        """Return the reading; report whatever contradicts itself."""
        values = self._values
        ground = self._one_of("ground", tuple(Ground), "fondement inconnu")
        confidence = self._one_of("confidence", tuple(Confidence), "confiance inconnue")
        standing = self._one_of("standing", tuple(Standing), "état inconnu")
        stands = self._one_of("place", tuple(DefaultPlace), "place inconnue")
        reading = Reading(
            standing=Standing(standing or Standing.IN_FORCE),
            place=DefaultPlace(stands or DefaultPlace.BODY),
            ground=Ground(ground) if ground else None,
            confidence=Confidence(confidence) if confidence else None,
            reason=optional_text(values, "reason") or "",
            schemes=tuple(self._named_schemes()),
            over=tuple(self._passages()),
        )
        if standing and stands:
            self._check_place(reading)
            self._check_ground(reading)
            self._check_wording(reading)
        return reading

    def _one_of(self, key: str, known: tuple[str, ...], what: str) -> str:
        """Return the text of a key, or nothing where it is absent or wrong."""
        value = self._values[key].one_of(known, what) if key in self._values else ""
        return value if value in known else ""

    def _named_schemes(self) -> Iterator[str]:
        for place in self._values["schemes"].sequence() if "schemes" in self._values else ():
            name = place.text()
            if name not in self._commitment.schemes:
                place.refuse(f"dispositif « {name} » : l’engagement ne le nomme pas")
            elif name in self._confidences:
                yield name

    def _passages(self) -> Iterator[str]:
        for place in self._values["over"].sequence() if "over" in self._values else ():
            passage = place.text()
            if passage not in self._commitment.text:
                place.refuse(f"« {passage} » ne figure pas dans le texte de l’engagement")
            yield passage

    def _refuse(self, key: str, message: str) -> None:
        self._values.get(key, self._place).refuse(message)

    def _check_place(self, reading: Reading) -> None:
        allowed = PLACES[reading.standing]
        is_national = self._commitment.scope is Scope.NATIONAL
        if reading.place not in allowed:
            self._refuse(
                "place", f"place incompatible avec « {reading.standing} » ; possibles : {', '.join(allowed)}"
            )
        elif is_national and reading.place is not DefaultPlace.NATIONAL:
            self._refuse("place", "« national » attendu : l’engagement a la portée nationale")
        if bool(reading.over) != (reading.standing is Standing.MIXED):
            self._refuse("over", "« over » dit ce qui est achevé d’un engagement « mixed », et de lui seul")

    def _check_ground(self, reading: Reading) -> None:
        silent = reading.standing is Standing.IN_FORCE and reading.place is DefaultPlace.BODY
        if not silent and self._commitment.scope is Scope.LOCAL and not (reading.ground and reading.reason):
            self._refuse("standing", "« ground » et « reason » attendus : dites pourquoi")
        if reading.ground and not reading.confidence:
            self._refuse("ground", "clé manquante « confidence »")
        if (reading.ground is Ground.SCHEME) != bool(reading.schemes):
            self._refuse("schemes", "« schemes » va avec « ground: scheme » : nommez-y les dispositifs")
        if reading.place is DefaultPlace.HISTORICAL and not reading.is_certain:
            self._refuse("place", "ce qui quitte le corps est vérifié, ou daté par son texte")

    def _check_wording(self, reading: Reading) -> None:
        if not reading.reason:
            return
        confidences = {self._confidences[known] for known in reading.schemes}
        if reading.ground is Ground.SCHEME and reading.is_certain and Confidence.VERIFIED not in confidences:
            self._refuse("confidence", "« verified » demande un dispositif vérifié dans schemes.yaml")
        elif not reading.is_certain and not reading.reason.startswith(OURS):
            self._refuse("reason", f"ce qui n’est pas vérifié commence par « {OURS} »")
        elif confidences - {Confidence.VERIFIED} and TO_CHECK not in reading.reason:
            self._refuse("reason", f"un dispositif nommé n’est pas vérifié : dites « {TO_CHECK} »")
