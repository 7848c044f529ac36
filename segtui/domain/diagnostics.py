"""What is worth telling about a rule, with its place and, where there is one, its remedy."""

from enum import StrEnum

from segtui.domain.record import record
from segtui.domain.rules import Group, Path


class Severity(StrEnum):
    """How much it matters."""

    REFUSE = "refuse"
    """Must be mended before it may be sent."""
    WARN = "warn"
    """The service will do something else than the rule says."""
    NOTE = "note"
    """Good to know."""


@record
class Fix:
    """A rule that says the same in a way that works."""

    says: str
    """What the fix does, as an order: "say it as: name matches pattern ^Ann"."""
    rule: Group


@record
class Diagnostic:
    """One thing to tell about a rule."""

    code: str
    """A stable word for scripts, such as `any-ignored`."""
    severity: Severity
    path: Path
    """The node it is about; `()` is the whole rule."""
    message: str
    """One or two sentences for a person."""
    fix: Fix | None = None
