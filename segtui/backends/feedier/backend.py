"""Feedier's API, one method an endpoint, as far as its public pages and examples tell.

What they leave open is asked for and not relied on: whether a list heeds `limit`, whether reading one segment heeds
`include`, whether answers are wrapped, which fields each shows.
"""

from collections.abc import Mapping, Sequence

from segtui.backends.base import Connection, Field, Greeting, LinkTarget, Project
from segtui.backends.details import DetailChoice
from segtui.backends.errors import (
    NotFound,
    OutcomeUnknown,
    RightRefused,
    ServiceError,
    UnexpectedReply,
    Unsendable,
    answer_to_write,
)
from segtui.backends.feedier import wire
from segtui.backends.feedier.bodies import changed_fields, new_fields
from segtui.backends.feedier.calls import Calls
from segtui.backends.feedier.codec import encode
from segtui.backends.feedier.details import TEAM
from segtui.backends.feedier.feedback import MOST_A_PAGE, MOST_IN_ADDRESS, Place, length_in_address, refuse_too_long
from segtui.backends.feedier.fields import FIELDS
from segtui.backends.feedier.refusals import AlreadyLinked, NoSuchLink, checked_id, no_such_segment
from segtui.backends.missing import NoSuchSegment
from segtui.domain.exchanges import Exchange
from segtui.domain.leads import Lead
from segtui.domain.rules import Group
from segtui.domain.segments import Page, Segment, SegmentDraft, SegmentLink
from segtui.domain.text import quoted
from segtui.domain.values import JsonValue

_LONGEST_PAGE = 100
"""The documented maximum."""

_LINKS = "links.linkable"
_RELATIONS = "attributes,answers"


class FeedierBackend:
    """One organisation's Feedier, as far as its token sees it.

    Args:
        connection: Where it is and who asks. Its project is the team that new segments belong to unless they say.
    """

    def __init__(self, connection: Connection) -> None:
        self._team = connection.project
        self._options = connection.options
        self._calls = Calls(connection)
        self._known: dict[str, Mapping[str, JsonValue]] = {}

    async def check(self) -> Greeting:
        """Which teams the token sees. Whose it is, Feedier doesn't tell."""
        teams: list[wire.Target] = []
        try:
            teams = await self._calls.every(wire.Target, "teams", limit=_LONGEST_PAGE)
        except (NotFound, RightRefused):
            await self.segments()  # a token for segments alone is good enough; one for nothing fails here
        projects = tuple(Project(one.id, one.called, "") for one in teams)
        ours = next((one for one in projects if one.id == self._team), None)
        return Greeting(who="", role="", project=ours, projects=projects, segment_count=None)

    async def segments(self, cursor: str | None = None) -> Page[Segment]:
        """One page of the segments that the token sees, with whom each is given to."""
        page = int(cursor or 1)
        document = await self._calls.read_with(_LINKS, "segments", page=page, limit=_LONGEST_PAGE)
        rows = [wire.one_object(row, "segment") for row in wire.rows_of(document, "segments")]
        following = str(page + 1) if wire.has_next_page(document, page) else None
        return Page(tuple(self._remembered(row) for row in rows), wire.meta_number(document, "total"), following)

    async def segment(self, segment_id: str) -> Segment:
        """A segment, with whom it is given to when Feedier shows that here.

        Raises:
            MalformedId: It is no id; nothing was sent.
            NoSuchSegment: There is none, or none that the token sees.
        """
        try:
            document = await self._calls.read_with(_LINKS, "segments", checked_id(segment_id, "segment"))
        except NotFound as missing:
            raise no_such_segment(segment_id) from missing
        return self._remembered(wire.one_object(document, "segment"))

    async def create(self, draft: SegmentDraft, like: Segment | None = None) -> Segment:
        """Make a segment. Sent twice, it would be made twice."""
        fields = new_fields(draft, like, team=self._team, blank=self.blank_text())
        document = await self._calls.write("POST", "segments", fields=fields)
        with answer_to_write():
            return self._remembered(wire.one_object(document, "segment"))

    def blank_text(self) -> str:
        """A list of lists, where the profile wants each condition of a new rule in a list of its own."""
        return "[[]]" if self._options.get("new_rules") == "nested" else ""

    async def update(self, stored: Segment, draft: SegmentDraft) -> Segment:
        """Change what differs. The answer shows only that, so the segment is read afterwards."""
        fields = changed_fields(stored, draft)
        if not fields:
            return stored
        try:
            document = await self._calls.write("PUT", "segments", checked_id(stored.id, "segment"), fields=fields)
        except NotFound as missing:
            raise no_such_segment(stored.id) from missing
        changed = _changed(stored, fields, document)
        self._known[stored.id] = changed
        try:
            return await self.segment(stored.id)
        except ServiceError:
            # It was done, which must not look as if it had failed.
            return wire.read_segment(wire.merged(fields, changed))

    async def delete(self, segment_id: str) -> None:
        """Delete a segment. What is answered isn't documented: any success is one."""
        try:
            await self._calls.write("DELETE", "segments", checked_id(segment_id, "segment"))
        except NotFound as missing:
            raise no_such_segment(segment_id) from missing
        except OutcomeUnknown as unknown:
            if not isinstance(unknown.cause, UnexpectedReply) or await self._is_there(segment_id):
                raise
        self._known.pop(segment_id, None)

    async def _is_there(self, segment_id: str) -> bool:
        try:
            await self.segment(segment_id)
        except NoSuchSegment:
            return False
        except ServiceError:
            return True
        return True

    async def leads(
        self, *, segment_id: str | None = None, rule: Group | None = None, cursor: str | None = None, limit: int = 50
    ) -> Page[Lead]:
        """One page of feedback, the newest first: all of it, or what a saved segment or a rule selects.

        Feedier knows rules here, not segments: the text of a saved one is read first, and all pages are of that text.

        Raises:
            RuleTooLong: The segment's rule doesn't fit into an address.
            ValueError: `previews_rule` doesn't allow the rule; without it, everybody would be listed.
        """
        text = None if rule is None else _text_to_ask(rule)
        if rule is not None and text is None:
            raise ValueError("the feedback of this rule can't be listed exactly")
        if cursor is not None:
            place = Place.of(cursor)
        elif text is not None:
            place = Place(text)
        else:
            place = Place(None if segment_id is None else await self._rule_of(segment_id))
        size = max(1, min(limit, MOST_A_PAGE))
        return place.page(await self._calls.read_with(_RELATIONS, "feedback", **place.params(size)), size)

    async def _rule_of(self, segment_id: str) -> str:
        """The text of a saved rule. Without one, all feedback would be listed."""
        text = (await self.segment(segment_id)).written
        if not text.strip():
            raise UnexpectedReply(
                f"Feedier shows no rule for the segment {quoted(segment_id)}, so what is in it can't be asked.",
                hint="Look at it in Feedier, or give it a rule.",
            )
        refuse_too_long(text)
        return text

    async def lead(self, lead_id: str) -> Lead:
        """One feedback. There is no address for it, so a rule on its id is asked, in the words of the older dialect.

        What the newer dialect calls the id isn't documented.
        """
        rule = f'[{{"id":{{"$in":[{int(checked_id(lead_id, "feedback"))}]}}}}]'
        document = await self._calls.read_with(_RELATIONS, "feedback", fql=rule, per_page=1)
        for row in wire.rows_of(document, "feedback"):
            lead = wire.read_lead(row)
            if lead.id == lead_id:
                return lead
        raise NotFound(
            404, message=f"There is no feedback with the id {quoted(lead_id)}, or this token may not see it."
        )

    def previews_rule(self, rule: Group) -> bool:
        """Whether the rule has a text that fits into an address; Feedier then evaluates it as any saved one."""
        return _text_to_ask(rule) is not None

    async def fields(self) -> Sequence[Field]:
        """The fields that are known of. No endpoint lists the attributes of an organisation."""
        return FIELDS

    async def links(self, segment_id: str) -> Sequence[SegmentLink]:
        """Whom a segment is given to.

        Raises:
            NoSuchSegment: There is none, or none that the token sees.
            UnexpectedReply: Feedier doesn't show it anywhere.
        """
        segment = await self.segment(segment_id)
        if segment.links is not None:
            return segment.links
        # The filter only makes it quicker: which of two spellings is heeded isn't known, and the other gives all.
        name_filter = self._options.get("name_filter", "filter")
        for narrowed in ({name_filter: segment.name}, {}) if segment.name.strip() else ({},):
            async for row in self._calls.rows("segments", include=_LINKS, limit=_LONGEST_PAGE, **narrowed):
                listed = wire.read_segment(wire.one_object(row, "segment"))
                if listed.id == segment.id and listed.links is not None:
                    return listed.links
        raise UnexpectedReply(f"Feedier doesn't show whom the segment {quoted(segment.name)} is given to.")

    async def link_targets(self) -> Sequence[LinkTarget]:
        """The teams and the users that the token sees."""
        teams = await self._calls.every(wire.Target, "teams", limit=_LONGEST_PAGE)
        users = await self._calls.every(wire.Target, "users", per_page=_LONGEST_PAGE)
        return (
            *(LinkTarget("team", one.id, one.called) for one in teams),
            *(LinkTarget("user", one.id, one.called) for one in users),
        )

    async def link(self, segment_id: str, target: LinkTarget) -> None:
        """Give a segment to a team or a user.

        Raises:
            AlreadyLinked: It has the segment already; nothing was sent.
            NoSuchSegment: There is no such segment, or none that the token sees.
        """
        if target.kind not in {"team", "user"}:
            raise Unsendable("Feedier's segments are given to teams and users.", hint="Choose one of these.")
        fields: dict[str, JsonValue] = {"type": target.kind, "id": int(checked_id(target.id, target.kind))}
        if _is_among(target, await self.links(segment_id)):
            raise AlreadyLinked(
                f"The {target.kind} {quoted(target.name or target.id)} has this segment already.",
                hint="Nothing was sent, and nothing needs to be done.",
            )
        try:
            document = await self._calls.write("POST", "segments", segment_id, "links", fields=fields)
        except NotFound as missing:
            raise no_such_segment(segment_id) from missing
        _refuse_unlinked(document, target)

    async def unlink(self, segment_id: str, link_id: str) -> None:
        """Take a segment from a team or a user, by the link's own id.

        Raises:
            NoSuchLink: The segment has no such link, or isn't one that the token sees.
        """
        path = ("segments", checked_id(segment_id, "segment"), "links", checked_id(link_id, "link"))
        try:
            await self._calls.write("DELETE", *path)
        except NotFound as missing:
            raise NoSuchLink(segment_id, link_id) from missing

    async def detail_choices(self, key: str) -> Sequence[DetailChoice]:
        """What the team can be: one that the token sees. The other details need not be asked for."""
        if key != TEAM:
            return ()
        teams = await self._calls.every(wire.Target, "teams", limit=_LONGEST_PAGE)
        return tuple(DetailChoice(int(one.id), one.called) for one in teams if one.id.isdecimal())

    async def uses(self, segment_id: str) -> Sequence[str]:
        """The reports that show what a segment selects."""
        checked_id(segment_id, "segment")
        reports = await self._calls.every(wire.Report, "reports", limit=_LONGEST_PAGE)
        return tuple(f"the report {quoted(one.name or one.id)}" for one in reports if one.segment_id == segment_id)

    def exchanges(self) -> Sequence[Exchange]:
        """The last requests and how they ended, oldest first."""
        return self._calls.transport.exchanges

    def seconds_to_wait(self) -> float:
        """How long until something is asked again."""
        return self._calls.transport.seconds_to_wait

    async def close(self) -> None:
        """Hang up."""
        await self._calls.transport.close()

    def _remembered(self, raw: Mapping[str, JsonValue]) -> Segment:
        """A segment with what an earlier answer showed of it and this one doesn't, if it hasn't changed since.

        Links aren't among it: they come and go without another date on the segment.
        """
        segment = wire.read_segment(raw)
        known = self._known.get(segment.id, {})
        if "updated_at" in raw and known.get("updated_at") == raw["updated_at"]:
            raw = wire.merged({key: value for key, value in known.items() if key != "links"}, raw)
        self._known[segment.id] = raw
        return wire.read_segment(raw)


def _text_to_ask(rule: Group) -> str | None:
    """The text by which a rule is asked for; None when it has none, or too long a one. An empty one would give all."""
    encoded = encode(rule)
    text = str(encoded.native["fql"])
    fits = text.strip() and length_in_address(text) <= MOST_IN_ADDRESS
    return text if fits and not encoded.losses else None


def _changed(stored: Segment, sent: Mapping[str, JsonValue], document: object) -> Mapping[str, JsonValue]:
    """What is known of a segment after a change: what wasn't sent is as it was, the rest as the answer says.

    Raises:
        OutcomeUnknown: The answer can't be read, or is about another segment.
    """
    untouched = {key: value for key, value in wire.merged(stored.raw, sent).items() if key not in sent}
    with answer_to_write():
        told = wire.one_object({} if document is None else document, "segment")
        changed = wire.merged({**untouched, "id": int(stored.id)}, told)
        if wire.read_segment(changed).id != stored.id:
            raise UnexpectedReply("Feedier answered with another segment than the one that was changed.")
        return changed


def _is_among(target: LinkTarget, links: Sequence[SegmentLink]) -> bool:
    return any((one.kind, one.target_id) == (target.kind, target.id) for one in links)


def _refuse_unlinked(document: object, target: LinkTarget) -> None:
    """Say so when an answer shows links, and the new one isn't among them.

    Raises:
        OutcomeUnknown: The answer can't be read, or shows that nothing was linked.
    """
    with answer_to_write():
        links = None if document is None else wire.read_segment(wire.one_object(document, "segment")).links
        if links is not None and not _is_among(target, links):
            raise UnexpectedReply("Feedier's answer shows the segment's links, and the new one isn't among them.")
