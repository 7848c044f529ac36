"""Tiledesk's API, one method an endpoint; as the vendor's pages, its source and a running server (2.19.16) have it."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress

from pydantic import SecretStr

from segtui.backends.addresses import without_frames
from segtui.backends.base import Connection, Field, Greeting, Project
from segtui.backends.errors import (
    CredentialsRefused,
    NotFound,
    OutcomeUnknown,
    Refused,
    RightRefused,
    ServiceError,
    UnexpectedReply,
    Unsendable,
)
from segtui.backends.exchanges import read
from segtui.backends.missing import MalformedId
from segtui.backends.redaction import Redaction
from segtui.backends.tiledesk import wire
from segtui.backends.tiledesk.codec import encode, stored_filters
from segtui.backends.tiledesk.credentials import SignIn, basic_header, token_header
from segtui.backends.tiledesk.fields import FIELDS, is_object_id
from segtui.backends.tiledesk.refusals import ForeignSegment, WrongProject, no_such_segment, recognise
from segtui.backends.transport import Authorizer, Effect, Transport
from segtui.domain.exchanges import Exchange
from segtui.domain.leads import Lead
from segtui.domain.operators import FieldType, Operator
from segtui.domain.rules import Combine, Condition, Group
from segtui.domain.segments import Page, Segment, SegmentDraft
from segtui.domain.text import quoted
from segtui.domain.values import JsonValue, TextValue

SEGMENTS_A_PAGE = 100
PROPERTIES_A_PAGE = 100
MOST_LEADS_A_PAGE = 200
"""The server has no upper limit; more would only be slow."""
_MOST_FOUND = 50
"""Leads that are asked for by their words: whoever means somebody among more must say more."""

_LONGEST_PARAMETER = 500
"""Characters; the server's HTTP parser takes 16 KB of headers and address, and one character can take 12 of them."""

_STABLE_ORDER: dict[str, str | int] = {"sort": "_id", "direction": 1}
"""The only order without ties: with equal dates, pages overlap and leave leads out (seen on a running server)."""


class TiledeskBackend:
    """One project of one Tiledesk installation.

    Args:
        connection: Where it is and who asks.
    """

    def __init__(self, connection: Connection) -> None:
        self._project = connection.project
        self._connection = connection
        self._transport = Transport(
            connection.base_url,
            read_only=connection.read_only,
            authorizer=self._authorizer(connection),
            app=connection.app,
            limits=connection.limits,
            recognise=recognise,
            redaction=Redaction(connection.secret),
        )

    def _authorizer(self, connection: Connection) -> Authorizer:
        match connection.auth:
            case "jwt":
                return token_header(connection.secret)
            case "basic":
                return basic_header(connection.email or "", connection.secret)
            case _:
                return SignIn(self._sign_in)

    async def _sign_in(self) -> SecretStr:
        email = self._connection.email or ""
        try:
            # Neither password nor answer is kept in a variable here, and the frames below are dropped.
            return read(
                wire.SignedIn,
                await self._transport.ask(
                    "POST",
                    ("auth", "signin"),
                    effect=Effect.READ,
                    body={"email": email, "password": self._connection.secret.get_secret_value()},
                    authorized=False,
                    repeat=False,
                ),
                "sign-in",
            ).token
        except ServiceError as error:
            without_frames(error)
            if not isinstance(error, Refused) or error.status not in {400, 401, 403, 422}:
                raise
            reason = error.detail.rstrip(".") or "no reason given"
            raise CredentialsRefused(
                error.status,
                error.detail,
                message=f"Tiledesk didn't let {quoted(email)} sign in: {reason}.",
                hint="Check the e-mail and the password of the profile: “segtui profiles edit”.",
            ) from error

    async def check(self) -> Greeting:
        """Who we are, in which projects, and how many segments the profile's project has."""
        me = wire.Me()
        # Bots and subscriptions have tokens too, but no account of their own.
        with suppress(NotFound, RightRefused):
            me = read(wire.Me, await self._read("users"), "account")
        projects = await self._projects()
        ours = next((one for one in projects if one.id == self._project), None) or await self._unlisted_project()
        return Greeting(
            who=me.email,
            role=ours.role if ours else "",
            project=ours,
            projects=projects,
            segment_count=(await self._segment_page(0, 1)).total if self._project else None,
        )

    async def _projects(self) -> tuple[Project, ...]:
        try:
            memberships = wire.read_list(wire.Membership, await self._read("projects"), "projects")
        except (NotFound, RightRefused):
            return ()
        return tuple(
            Project(one.id_project.id, one.id_project.name, one.role)
            for one in memberships
            if one.id_project is not None and one.id_project.status == wire.ACTIVE
        )

    async def _unlisted_project(self) -> Project | None:
        """The profile's project when it isn't among ours: bots and administrators may see it without being members."""
        if not self._project:
            return None
        with suppress(NotFound, RightRefused):
            found = read(wire.ProjectItself, await self._read("projects", self._project), "project")
            return Project(found.id, found.name, "")
        return None

    async def segments(self, cursor: str | None = None) -> Page[Segment]:
        """One page of the project's active segments, in the order in which they were made."""
        return await self._segment_page(int(cursor or 0), SEGMENTS_A_PAGE)

    async def _segment_page(self, page: int, limit: int) -> Page[Segment]:
        document = await self._read(*self._in_project("segments"), page=page, limit=limit, **_STABLE_ORDER)
        rows, total = wire.read_page(document, "segments")
        return Page(tuple(wire.read_segment(row)[0] for row in rows), total, _next(page, limit, len(rows), total))

    async def segment(self, segment_id: str) -> Segment:
        """A segment of this project, deleted ones included.

        Raises:
            MalformedId: It is no id; nothing was sent.
            NoSuchSegment: There is none, or only a ghost.
            ForeignSegment: It belongs to another project.
        """
        try:
            document = await self._read(*self._in_project("segments"), self._checked(segment_id, "segment"))
        except NotFound as missing:
            raise no_such_segment(segment_id) from missing
        segment, project = wire.read_segment(document)
        if project is None:
            raise no_such_segment(segment_id)
        if project != self._project:
            raise ForeignSegment(
                f"The segment {quoted(segment_id)} belongs to another project, so segtui leaves it alone.",
                hint="Open a profile for that project to work with it.",
            )
        return segment

    async def create(self, draft: SegmentDraft, like: Segment | None = None) -> Segment:
        """Make a segment. Sent twice, it would be made twice."""
        native = _native(draft.rule, like)
        document = await self._transport.ask(
            "POST", self._in_project("segments"), effect=Effect.WRITE, body={"name": draft.name, **native}
        )
        return _written(document)[0]

    async def update(self, stored: Segment, draft: SegmentDraft) -> Segment:
        """Change what differs. The id must have been read just before: Tiledesk makes a ghost of an unknown one."""
        body = changed_keys(stored, draft)
        if not body:
            return stored
        path = (*self._in_project("segments"), self._checked(stored.id, "segment"))
        segment, project = _written(await self._transport.ask("PUT", path, effect=Effect.WRITE, body=body))
        if project is None:
            raise no_such_segment(stored.id)
        return segment

    async def delete(self, segment_id: str) -> None:
        """Delete a segment for good; the row stays readable with another status. Its answer has no fixed form."""
        path = (*self._in_project("segments"), self._checked(segment_id, "segment"))
        await self._transport.ask("DELETE", path, effect=Effect.WRITE)

    async def leads(
        self, *, segment_id: str | None = None, rule: Group | None = None, cursor: str | None = None, limit: int = 50
    ) -> Page[Lead]:
        """One page of leads: of everybody, of a saved segment, or of a rule that `previews_rule` allows.

        Raises:
            ValueError: `previews_rule` doesn't allow the rule; without it, everybody would be listed.
        """
        params = {} if rule is None else _as_parameters(rule)
        if params is None:
            raise ValueError("the leads of this rule can't be listed exactly")
        if segment_id is not None:
            params["segment"] = self._checked(segment_id, "segment")
        page, limit = int(cursor or 0), max(1, min(limit, MOST_LEADS_A_PAGE))
        document = await self._read(*self._in_project("leads"), page=page, limit=limit, **_STABLE_ORDER, **params)
        rows, total = wire.read_page(document, "leads")
        return Page(tuple(wire.read_lead(row) for row in rows), total, _next(page, limit, len(rows), total))

    async def lead(self, lead_id: str) -> Lead:
        """One lead; its `_id` is asked for, the external `lead_id` isn't understood."""
        lead = wire.read_lead(await self._read(*self._in_project("leads"), self._checked(lead_id, "lead")))
        if lead.raw.get("id_project", self._project) != self._project:
            raise NotFound(404, message=f"The lead {quoted(lead_id)} belongs to another project.")
        return lead

    async def find_leads(self, text: str) -> Page[Lead]:
        """Leads with a phrase in their name or e-mail: whole words, without regard to case."""
        phrase = f'"{text.replace(chr(34), " ").strip()}"'
        if not _fits_in_address(phrase) or phrase == '""':
            return Page((), 0, None)
        paging = {"page": 0, "limit": _MOST_FOUND, **_STABLE_ORDER}
        document = await self._read(*self._in_project("leads"), **paging, full_text=phrase)
        rows, total = wire.read_page(document, "leads")
        return Page(tuple(wire.read_lead(row) for row in rows), total, _next(0, _MOST_FOUND, len(rows), total))

    def previews_rule(self, rule: Group) -> bool:
        """Whether the parameters of the list of leads say exactly what the rule says."""
        return _as_parameters(rule) is not None

    async def fields(self) -> Sequence[Field]:
        """The lead's own fields and the custom properties of the project."""
        custom: dict[str, Field] = {}
        page: int | None = 0
        while page is not None:
            paging = {"page": page, "limit": PROPERTIES_A_PAGE, **_STABLE_ORDER}
            document = await self._read(*self._in_project("properties"), **paging)
            found = wire.read_list(wire.CustomProperty, document, "properties")
            known = len(custom)
            custom |= {one.name: Field(f"properties.{one.name}", FieldType.ANY, one.label) for one in found if one.name}
            # A page without news: this server doesn't page them.
            page = page + 1 if len(found) >= PROPERTIES_A_PAGE and len(custom) > known else None
        return (*FIELDS, *custom.values())

    def exchanges(self) -> Sequence[Exchange]:
        """The last requests and how they ended, oldest first."""
        return self._transport.exchanges

    def seconds_to_wait(self) -> float:
        """How long until something is asked again."""
        return self._transport.seconds_to_wait

    async def close(self) -> None:
        """Hang up."""
        await self._transport.close()

    async def _read(self, *path: str, **params: str | int) -> object:
        return await self._transport.ask("GET", path, effect=Effect.READ, params=params)

    def _in_project(self, collection: str) -> tuple[str, str]:
        if not self._project:
            raise WrongProject(
                400,
                message="This profile names no project.",
                hint="Run “segtui profiles test” to see which projects may be chosen, then “segtui profiles edit”.",
            )
        return self._project, collection

    def _checked(self, text: str, what: str) -> str:
        if not is_object_id(text):
            raise MalformedId(what, text, "has 24 digits, 0-9 and a-f")
        return text


def changed_keys(stored: Segment, draft: SegmentDraft) -> dict[str, JsonValue]:
    """The keys of an update that would change something; others aren't sent, and so left alone."""
    body: dict[str, JsonValue] = {}
    if draft.name != stored.name:
        body["name"] = draft.name
    if draft.rule != stored.rule:
        # Filters that are null or a single object stay so when nobody touched the list they are read as.
        held = {**stored.raw, "filters": stored_filters(stored.raw)}
        native = _native(draft.rule, stored)
        body |= {key: value for key, value in native.items() if not _same(value, held.get(key))}
    return body


def _native(rule: Group, like: Segment | None) -> Mapping[str, JsonValue]:
    """Tiledesk's form of a rule that is about to be sent; one that would lose something on the way isn't."""
    encoded = encode(rule, like.raw if like else None)
    if encoded.losses:
        raise Unsendable(encoded.losses[0].message, hint="Say it in another way, or take the condition out.")
    return encoded.native


def _written(document: object) -> tuple[Segment, str | None]:
    """Read the answer to a write; one that can't be read leaves open what has happened."""
    try:
        return wire.read_segment(document)
    except UnexpectedReply as unreadable:
        raise OutcomeUnknown(unreadable) from unreadable


def _same(one: JsonValue, other: JsonValue) -> bool:
    """Whether two documents are the same JSON; Python alone takes 1, 1.0 and true for the same."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _next(page: int, limit: int, found: int, total: int | None) -> str | None:
    """The cursor of the next page: the last page is short, or reaches the total."""
    more = found >= limit if total is None else found > 0 and (page + 1) * limit < total
    return str(page + 1) if more else None


def _as_parameters(rule: Group) -> dict[str, str | int] | None:
    """The query parameters that select exactly the leads of a rule; None when there are none that do."""
    if rule.negate or (rule.combine is Combine.ANY and len(rule.children) > 1):
        return None
    parameters: dict[str, str | int] = {}
    fields: set[str] = set()
    for node in rule.children:
        match node:
            case Condition("email" | "tags" as field, Operator.IS, TextValue(text), False) if _fits_in_address(text):
                parameters[field] = text
            case Condition("email" | "fullname" as field, Operator.EXISTS, negate=False):
                parameters[f"with_{field}"] = "true"
            case _:
                return None
        if field in fields:
            return None
        fields.add(field)
    return parameters


def _fits_in_address(text: str) -> bool:
    """Whether a text can be a query parameter: an empty one counts as left out, halves of characters can't be sent."""
    return 0 < len(text) <= _LONGEST_PARAMETER and text.encode("utf-8", "ignore").decode() == text
