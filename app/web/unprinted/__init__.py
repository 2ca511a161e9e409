"""What is kept in a contract and not printed: the list, and one click to bring each back."""

from app.web.unprinted.views import blueprint

__all__ = ["blueprint"]
