"""What a handler is given: the request, when everything before the handler has let it pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from segtui.sandbox.tiledesk.accounts import Account
from segtui.sandbox.tiledesk.box import Project, TiledeskSandbox


@dataclass(slots=True, eq=False, repr=False)
class Call:
    """A request of somebody who may be anybody.

    Attributes:
        box: What the service stores.
        path: The variable parts of the path.
        query: The query parameters; of a repeated one the last.
        body: A JSON object or array.
    """

    box: TiledeskSandbox
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Any


@dataclass(slots=True, eq=False, repr=False)
class SignedInCall(Call):
    """A request of somebody with an account.

    Attributes:
        caller: The account's name.
    """

    caller: str

    @property
    def account(self) -> Account:
        """The caller's account."""
        return self.box.accounts[self.caller]


@dataclass(slots=True, eq=False, repr=False)
class ProjectCall(SignedInCall):
    """A request inside a project, of a member with the right.

    Attributes:
        project: The project named in the path.
    """

    project: Project
