"""Reading the assembled draft, and downloading it."""

from app.web.review.views import blueprint

__all__ = ["blueprint"]
