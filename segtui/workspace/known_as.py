"""What people know somebody by, beside the service's own id and the name: the fields differ with the service."""

from collections.abc import Sequence
from typing import Final

from segtui.domain.leads import Lead

_IDS: Final = ("userId",)
_EMAILS: Final = ("email", "default_email", "attributes.default_email")


def own_ids_of(lead: Lead) -> Sequence[str]:
    """The ids that somebody has of their own, beside the service's."""
    return _texts(lead, _IDS)


def emails_of(lead: Lead) -> Sequence[str]:
    """The e-mails that somebody has."""
    return _texts(lead, _EMAILS)


def _texts(lead: Lead, paths: Sequence[str]) -> Sequence[str]:
    found = (value for path in paths for value in lead.found(path) if isinstance(value, str) and value.strip())
    return list(dict.fromkeys(found))
