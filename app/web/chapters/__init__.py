"""Writing the chapters beside the volets, and choosing the trame."""

from app.web.chapters.views import blueprint

__all__ = ["blueprint"]
