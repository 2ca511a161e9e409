"""The site: one blueprint per thing that a person does, with its forms beside it."""

from flask import Flask

from app.web import (
    adaptation,
    catalogue_update,
    chapters,
    completeness,
    contract_quartiers,
    downloads,
    historical,
    identity,
    local_commitments,
    orientations,
    partners,
    portraits,
    preview,
    profiles,
    quartiers,
    review,
    signatories,
    signature,
    territory,
    unprinted,
    versions,
    workbook_import,
)
from app.web import (
    help as help_pages,
)
from app.web.contract_catalogue import register_contract_catalogue
from app.web.errors import register_errors
from app.web.filters import register_filters
from app.web.navigation import (
    ObjectiveIdConverter,
    OrientationIdConverter,
    ProfileIdConverter,
    SignatoryIdConverter,
    register_navigation,
)
from app.web.requests import register_request_validation
from app.web.security import register_security
from app.web.services import Services, register_services


def register(app: Flask, services: Services) -> None:
    """Put the whole site on an application: guards first, then pages, then what they look like."""
    app.url_map.converters["profile_id"] = ProfileIdConverter
    app.url_map.converters["signatory_id"] = SignatoryIdConverter
    app.url_map.converters["orientation_id"] = OrientationIdConverter
    app.url_map.converters["objective_id"] = ObjectiveIdConverter
    register_services(app, services)
    register_security(app)
    register_request_validation(app)
    register_errors(app)
    register_filters(app)
    register_contract_catalogue(app)
    register_navigation(app)
    things = (
        *(
            profiles,
            territory,
            contract_quartiers,
            partners,
            signatories,
            orientations,
            review,
            adaptation,
            local_commitments,
            historical,
            portraits,
            chapters,
            completeness,
            unprinted,
        ),
        *(preview, downloads, workbook_import, catalogue_update, versions, signature, quartiers, help_pages),
        identity,
    )
    for thing in things:
        app.register_blueprint(thing.blueprint)
