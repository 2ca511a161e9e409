"""Sends one hostile thing to the page that takes it."""

import socket
from contextlib import suppress
from http.client import HTTPResponse
from urllib.parse import quote

from benchmarks.hostile.attacks import Attack, Target
from tests.faults.server import Answer, Site, Visitor

LONGEST_WAIT = 60.0
"""Seconds after which a request counts as not answered."""
_UPLOADS = {
    Target.WORKBOOK: ("/profils/{id}/classeur", "classeur.xlsx"),
    Target.LIST: ("/quartiers", "liste.csv"),
    Target.PROFILE: ("/profils/importer", "profil.json"),
}
"""The address that takes each kind of file, and what it is called there."""


class Attacker:
    """Sends attacks to one contract of the site."""

    def __init__(self, site: Site, profile_id: int) -> None:
        self._port = site.port
        self._visitor = Visitor(site.port)
        self._folder = site.instance / "modeles"
        self._folder.mkdir(exist_ok=True)
        self._id = profile_id

    def send(self, attack: Attack) -> list[Answer]:
        """Every answer that an attack causes. Raises OSError or HTTPException when there is none."""
        path = attack.path.format(id=self._id)
        match attack.target:
            case Target.FORM:
                return [self._visitor.send(path, **attack.fields)]
            case Target.ADDRESS:
                return [self._visitor.get(path)]
            case Target.TEMPLATE:
                return self._use_template(attack)
            case Target.SERVER:
                return [self._write(attack.content)]
            case _:
                return [self._upload(attack)]

    def _upload(self, attack: Attack) -> Answer:
        path, name = _UPLOADS[attack.target]
        path = path.format(id=self._id)
        return self._visitor.upload(path, self._visitor.get(path).page.fields, "file", name, attack.content)

    def _write(self, content: bytes) -> Answer:
        """The answer to the bytes of a request. Raises OSError or HTTPException when there is none."""
        with socket.create_connection(("127.0.0.1", self._port), LONGEST_WAIT) as connection:
            with suppress(ConnectionError):  # the server may refuse the headers before the end of the body
                connection.sendall(content)
            response = HTTPResponse(connection)
            response.begin()
            return Answer(response.status, dict(response.headers), response.read())

    def _use_template(self, attack: Attack) -> list[Answer]:
        file = self._folder / "hostile.docx"
        file.write_bytes(attack.content)
        try:
            page = self._visitor.get(f"/profils/{self._id}/telecharger")
            chosen = f"format=docx&commentaires=oui&signataire=&modele={quote(file.name)}"
            return [page, self._visitor.get(f"/profils/{self._id}/telecharger/fichier?{chosen}")]
        finally:
            file.unlink()
