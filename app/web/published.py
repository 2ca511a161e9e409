"""A file that was made, sent to the person who asked for it."""

from io import BytesIO

from flask import Response, flash, send_file

from app.documents.publish import PAGES_LACK, Format, Published
from app.domain.french import typeset


def send_published(published: Published, form: Format, stem: str) -> Response:
    """Send the file, and have the next page say what it lacks. `stem`: its name without the extension."""
    name = f"{stem}.{form}"
    if published.lacks_pages:
        flash(typeset(f"Fichier « {name} » : {PAGES_LACK}"), "error")
    return send_file(
        BytesIO(published.content), mimetype=form.mimetype, as_attachment=True, download_name=name
    )
