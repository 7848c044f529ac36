"""What columns of people are called, in the spellings of spreadsheets and of other services."""

import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import Final


class PersonField(StrEnum):
    """What of a person has a field of its own in Segmenter, in the names that it has there."""

    EXTERNAL_ID = "externalId"
    FIRST_NAME = "firstName"
    LAST_NAME = "lastName"
    EMAIL = "email"
    PHONE = "phone"


PHONE_SPELLINGS: Final = ("phone", "phonenumber")
"""Both names that Segmenter's documentation has for the phone: a file may have both columns."""

SPELLINGS: Final = {
    PersonField.EXTERNAL_ID: (
        *("externalid", "externaluserid", "customerid", "clientid", "personid", "userid", "uuid", "id"),
        *("idesterno", "idcliente", "idexterno", "idpersona", "identificador", "identificativo"),
    ),
    PersonField.FIRST_NAME: (
        *("firstname", "givenname", "forename", "first", "name", "fullname"),
        *("nome", "nombre", "nombres", "primernombre"),
    ),
    PersonField.LAST_NAME: (
        *("lastname", "surname", "familyname", "last"),
        *("cognome", "apellido", "apellidos", "primerapellido"),
    ),
    PersonField.EMAIL: (
        *("email", "mail", "emailaddress", "mailaddress", "defaultemail"),
        *("indirizzoemail", "postaelettronica", "correo", "correoelectronico", "direcciondecorreo"),
    ),
    PersonField.PHONE: (
        *(*PHONE_SPELLINGS, "telephone", "telephonenumber", "tel", "mobile", "mobilephone", "mobilenumber"),
        *("cell", "cellphone", "telefono", "telefonomobile", "numeroditelefono", "cellulare", "celular"),
        *("numerodetelefono", "telefonomovil", "movil"),
    ),
}
"""The names of each field's column as `plain` has them; an earlier one is preferred."""


def plain(name: str) -> str:
    """A name without case, accents, spaces and signs: `E-mail`, `e mail` and `EMAIL` are one."""
    parts = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in parts if character.isalnum())


def field_named(name: str) -> PersonField | None:
    """The field that a column of this name holds; None when none is known by it."""
    asked = plain(name)
    return next((one for one, names in SPELLINGS.items() if asked in names), None)


def columns_of(field: PersonField, columns: Sequence[str]) -> Sequence[int]:
    """The places of the columns that may hold a field, the likeliest first."""
    spellings = SPELLINGS[field]
    asked = [plain(name) for name in columns]
    found = [place for place, name in enumerate(asked) if name in spellings]
    return sorted(found, key=lambda place: spellings.index(asked[place]))
