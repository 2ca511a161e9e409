"""The files that dress the site as the collectivité's own; without them it is sober."""

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from app.settings import Identity
from app.web.services import services

blueprint = Blueprint("identity", __name__)


@blueprint.app_context_processor
def _identity() -> dict[str, Identity]:
    """Every page shows it."""
    return {"identity": services().identity}


@blueprint.get("/identite/couleur.css")
def colour() -> ResponseReturnValue:
    """Send the collectivité's colour in place of the site's; 404 without one."""
    given = services().identity.colour
    if given is None:
        abort(404)
    return _kept(Response(render_template("identity/colour.css", colour=given), mimetype="text/css"))


@blueprint.get("/identite/logo")
def logo() -> ResponseReturnValue:
    """Send the collectivité's logo; 404 without one."""
    given = services().identity.logo
    if given is None:
        abort(404)
    return _kept(Response(given.content, mimetype=given.media_type))


def _kept(answer: Response) -> Response:
    """Return the answer, or only that it has not changed since the browser kept it."""
    answer.add_etag()
    answer.make_conditional(request)
    return answer
