"""The site: one blueprint per thing that a person does, with its forms beside it."""

from flask import Flask

from app.web import (
    about,
    adaptation,
    chapters,
    completeness,
    contract_quartiers,
    downloads,
    exchange,
    identity,
    local,
    newer,
    partners,
    preview,
    profiles,
    quartiers,
    review,
    signatories,
    territory,
    trash,
    unprinted,
    versions,
)
from app.web.errors import register_errors
from app.web.french import register_filters
from app.web.parts import Parts, register_parts
from app.web.request_validation import register_request_validation
from app.web.routes import ProfileIdConverter, SignatoryIdConverter
from app.web.security import register_security
from app.web.standing import register_standing
from app.web.steps import register_steps


def register(app: Flask, parts: Parts) -> None:
    """Put the whole site on an application: guards first, then pages, then what they look like."""
    app.url_map.converters["profile_id"] = ProfileIdConverter
    app.url_map.converters["signatory_id"] = SignatoryIdConverter
    register_parts(app, parts)
    register_security(app)
    register_request_validation(app)
    register_errors(app)
    register_filters(app)
    register_standing(app)
    register_steps(app)
    things = (
        *(
            profiles,
            territory,
            contract_quartiers,
            partners,
            signatories,
            review,
            adaptation,
            local,
            chapters,
            completeness,
            unprinted,
        ),
        *(preview, downloads, exchange, newer, versions, trash, quartiers, about, identity),
    )
    for thing in things:
        app.register_blueprint(thing.blueprint)
