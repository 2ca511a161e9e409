"""Taking the quartiers of the official list over into a contract that exists."""

from app.web.contract_quartiers.views import blueprint

__all__ = ["blueprint"]
