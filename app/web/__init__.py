"""The site: one blueprint per thing that a person does, with its forms beside it."""

from flask import Flask
from werkzeug.utils import find_modules, import_string

from app.web.access import register_access
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
from app.web.presence import register_presence
from app.web.requests import register_request_validation
from app.web.security import register_security
from app.web.services import Services, register_services


def register(app: Flask, services: Services) -> None:
    """Put the whole site on an application: guards first, then what pages look like, then the pages.

    A module or a package of this one that has a `blueprint` is a page or several.
    """
    app.url_map.converters["profile_id"] = ProfileIdConverter
    app.url_map.converters["signatory_id"] = SignatoryIdConverter
    app.url_map.converters["orientation_id"] = OrientationIdConverter
    app.url_map.converters["objective_id"] = ObjectiveIdConverter
    register_services(app, services)
    register_security(app)
    register_request_validation(app)
    register_errors(app)
    register_access(app)
    register_filters(app)
    register_contract_catalogue(app)
    register_navigation(app)
    register_presence(app)
    for name in find_modules(__name__, include_packages=True):
        if blueprint := getattr(import_string(name), "blueprint", None):
            app.register_blueprint(blueprint)
