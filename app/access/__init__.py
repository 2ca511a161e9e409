"""Who may do what: roles, rights, passwords, one-time codes. Knows neither the database nor the pages."""

from app.access.rights import (
    ALONE,
    NOBODY,
    Action,
    Actor,
    Clause,
    Grant,
    Role,
    Scope,
    may,
)
