"""What Tiledesk's own refusals mean, where its status alone would mislead."""

import re

from segtui.backends.errors import CredentialsRefused, Refused, RightRefused, ServiceError, ServiceFault
from segtui.backends.exchanges import Reply
from segtui.backends.missing import NoSuchSegment
from segtui.domain.errors import Trouble
from segtui.domain.text import quoted


class WrongProject(Refused):
    """The project id of the profile leads nowhere; Tiledesk says so (400) before it looks at the credentials."""

    code = "wrong-project"


class ForeignSegment(ServiceError):
    """A segment of another project: Tiledesk would let us change it all the same."""

    code = "foreign-segment"
    trouble = Trouble.UNSAFE


def no_such_segment(segment_id: str) -> NoSuchSegment:
    """For an id that leads nowhere. What Tiledesk shows may be a ghost: a row that a change of nothing left behind."""
    return NoSuchSegment(
        segment_id, where=" in this project", hint="It may have been deleted by someone else: look at the list again."
    )


def recognise(reply: Reply) -> ServiceError | None:
    """Tiledesk's reading of an error, asked before the general one."""
    said = reply.detail
    match reply.status:
        case 400 if re.match(r"(Invalid project id|Project not found)", said):
            return WrongProject(
                reply.status,
                said,
                message="Tiledesk doesn't know the project of this profile.",
                hint="Run “segtui profiles test” to see which projects may be chosen, then “segtui profiles edit”.",
            )
        case 400 if said == "Bad Request":
            return CredentialsRefused(
                reply.status,
                message="Tiledesk couldn't read the credentials.",
                hint="Check the profile's way of signing in (--auth) and its secret.",
            )
        case 401 if "filter" in said.lower():
            return RightRefused(
                reply.status,
                said,
                message="The project blocks this address or this account.",
                hint="The password isn't the cause. Ask an administrator about the project's IP filter and ban list.",
            )
        case 403 if "role" in said:
            return RightRefused(
                reply.status,
                said,
                message="This account's role in the project is too low.",
                hint="Segments need the role of an agent or higher. Ask an administrator of the project.",
            )
        case 403 if "belong" in said:
            return RightRefused(
                reply.status,
                said,
                message="This account is no member of the profile's project, or was disabled there.",
                hint="Check the project id of the profile with “segtui profiles test”, or ask to be invited.",
            )
        case 500 if "object" in said:
            return ServiceFault(
                reply.status,
                said,
                message=f"Tiledesk refused this without saying why ({quoted(said)}).",
                hint="It answers so to a part it can't accept: look at the conditions without a value first.",
            )
        case _:
            return None
