"""The versions of a contract: listed, named, compared, restored, downloaded again."""

from app.web.versions.views import blueprint

__all__ = ["blueprint"]
