"""The users of ChatBot.com: everybody page by page, and those whom a selection or, where it can be told, a list has.

Pages are asked for by the id of the last user before them. A page may be shorter than asked for at the end only. What
`count` counts isn't documented: where it is more than the page has, it is the number of all.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime

from segtui.backends.chatbot import wire
from segtui.backends.chatbot.calls import Calls
from segtui.backends.chatbot.dialect import ChatBotDialect
from segtui.backends.chatbot.options import Choices
from segtui.backends.chatbot.refusals import MembersUnknown
from segtui.backends.errors import NotFound, UnexpectedReply
from segtui.domain.evaluation import Evaluator
from segtui.domain.leads import Lead
from segtui.domain.rules import Group
from segtui.domain.segments import Page, Segment
from segtui.domain.text import quoted

MOST_A_PAGE = 40
"""The documented maximum; more is refused."""

_HOW_TO_PROVE = (
    "To see users, make a selection. Or give the profile (ctrl+o and e, or “profiles edit”) a query for lists, as "
    "member_filter=segment={id}: it is proven when it finds as many as the list has."
)


async def page_of_users(
    calls: Calls, cursor: str | None, limit: int, narrowed: Mapping[str, str] | None = None
) -> Page[Lead]:
    """One page of users, in the service's own order: the newest first.

    A service that doesn't heed where to go on gives the same page with the same cursor again.

    Args:
        calls: Asks the service.
        cursor: As a page before gave it: an id, and how many came up to it.
        limit: How many at most.
        narrowed: A query that narrows the list.

    Raises:
        NotFound: The user at whom the list was to go on has been deleted meanwhile.
    """
    after, _, seen = (cursor or "").partition("/")
    size = max(1, min(limit, MOST_A_PAGE))
    place = {"after": after} if after else {}
    try:
        document = await calls.read("users", limit=size, **place, **(narrowed or {}))
    except NotFound as missing:
        if not after:
            raise
        raise NotFound(
            404,
            missing.detail,
            message=f"The list of users can't go on behind {quoted(after)}: that user has been deleted meanwhile.",
            hint="Begin the list again.",
        ) from missing
    rows = tuple(wire.read_user(row) for row in wire.rows_of(document, "users"))
    so_far = int(seen or 0) + len(rows)
    count = wire.count_of(document)
    is_all = count is not None and (count > len(rows) or (not after and len(rows) < size))
    total = count if is_all else None
    ends = not rows or (len(rows) < size if total is None else so_far >= total)
    return Page(rows, total, None if ends else f"{rows[-1].id}/{so_far}")


async def _users(calls: Calls, cursor: str | None, narrowed: Mapping[str, str]) -> AsyncIterator[Page[Lead]]:
    """Pages from a cursor on, until one brings nobody new."""
    while True:
        page = await page_of_users(calls, cursor, MOST_A_PAGE, narrowed)
        if cursor is not None and page.rows and page.rows[-1].id == cursor.partition("/")[0]:
            raise UnexpectedReply(
                "ChatBot.com gives the same users again and again, so not all of them can be read.",
                hint="Show this to whoever runs the service, or a proxy before it that drops the address's query.",
            )
        yield page
        if page.cursor is None:
            return
        cursor = page.cursor


async def page_of_selection(calls: Calls, rule: Group, cursor: str | None, limit: int, now: datetime) -> Page[Lead]:
    """The next users who meet a rule: everybody is asked for until there are enough.

    Args:
        calls: Asks the service.
        rule: Whom to select. Of whom it can't be told isn't among them.
        cursor: As a page before gave it.
        limit: How many are enough; there are more where they come on one page of the service.
        now: The moment that relative dates are told from.
    """
    evaluator = Evaluator(ChatBotDialect.semantics, now=now)
    found: list[Lead] = []
    async for page in _users(calls, cursor, {}):
        found += (one for one in page.rows if evaluator.answer(rule, one))
        if len(found) >= limit or page.cursor is None:
            return Page(tuple(found), None, page.cursor)
    raise AssertionError("there is a last page")  # pragma: no cover - for the type checker


async def members(calls: Calls, segment: Segment, choices: Choices) -> Page[Lead]:
    """Who is in a list, all at once, by the query that the profile gives.

    Whether the service heeds it, only the numbers tell: an unknown query is ignored, and everybody would be listed.

    Raises:
        MembersUnknown: The profile gives no query, or it finds more or fewer than the list has.
    """
    narrowed = choices.filter_for(segment.id)
    if not narrowed:
        raise MembersUnknown(
            f"ChatBot.com doesn't tell who is in a list, so the users of {quoted(segment.name)} can't be shown.",
            hint=_HOW_TO_PROVE,
        )
    expected = segment.size.value if segment.size is not None else None
    if expected is None:
        raise MembersUnknown(
            f"ChatBot.com doesn't say how many users {quoted(segment.name)} has, so what the profile's query finds "
            "can't be checked, and isn't shown.",
            hint="Take the option member_filter out of the profile if it stays so.",
        )
    found: dict[str, Lead] = {}
    async for page in _users(calls, None, narrowed):
        found |= {one.id: one for one in page.rows}
        if (page.total or len(found)) > expected:
            raise _unproven(segment, expected, max(page.total or 0, len(found)))
    if len(found) != expected:
        raise _unproven(segment, expected, len(found))
    return Page(tuple(found.values()), len(found), None)


def _unproven(segment: Segment, expected: int, found: int) -> MembersUnknown:
    more = " or more" if found > expected else ""
    return MembersUnknown(
        f"The profile's query finds {found:,}{more} users, and {quoted(segment.name)} has {expected:,}, so they may be "
        "others and aren't shown.",
        hint="Right after an addition the number lags: refresh. If it stays so, the profile's option member_filter "
        "isn't what ChatBot.com heeds: change it, or take it out.",
    )
