"""What fields mean, so that a rule can go from one service to another: `email` here is `default_email` there."""

from collections.abc import Mapping
from enum import StrEnum

from segtui.domain.record import record


class Meaning(StrEnum):
    """What a field tells of a record, whatever a service calls it. The words are those that people would type."""

    NAME = "name"
    FIRST_NAME = "firstname"
    LAST_NAME = "lastname"
    EMAIL = "email"
    PHONE = "phone"
    COMPANY = "company"
    TAGS = "tags"
    CITY = "city"
    COUNTRY = "country"
    REGION = "region"
    POSTCODE = "zipcode"
    STREET = "street"
    NOTE = "note"
    EXTERNAL_ID = "externalid"
    CREATED = "created"
    UPDATED = "updated"


OF_THE_RECORD = frozenset({Meaning.CREATED, Meaning.UPDATED})
"""What tells something of the record itself: it means another thing where a record is no person."""


@record
class FieldMeanings:
    """What the fields of one service mean."""

    subject: str
    """What one record is: `a person`, `a feedback`."""
    fields: Mapping[str, Meaning]
    """By path; of several with one meaning, the first is used for new conditions. Ids are never among them: those of
    one service mean nothing in another."""
    custom: tuple[str, ...] = ()
    """How the paths of fields begin that each account defines for itself; the first is used for new conditions."""

    def path_of(self, meaning: Meaning) -> str | None:
        """The field with a meaning; None when the service has none."""
        return next((path for path, one in self.fields.items() if one is meaning), None)

    def custom_name(self, path: str) -> str | None:
        """What an account calls a field that it has defined for itself; None for the service's own."""
        if path in self.fields:
            return None
        starts = [start for start in self.custom if path.startswith(start)]
        return path.removeprefix(max(starts, key=len)) if starts else None
