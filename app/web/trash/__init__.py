"""The deleted contracts, and taking them out of the trash."""

from app.web.trash.views import blueprint

__all__ = ["blueprint"]
