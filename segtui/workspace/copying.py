"""A segment copied to another profile, of the same service or of another: what carries over, and the plan to make it.

The copy is a new segment of the target, planned, shown, confirmed, sent once and read back like every other.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field, replace
from datetime import tzinfo

from segtui.backends.base import Ability
from segtui.backends.errors import CredentialsRefused, ServiceError, Unreachable
from segtui.backends.suggesting import TellsMeanings
from segtui.domain.diagnostics import Severity
from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.facts import Facts
from segtui.domain.fields_between import Language
from segtui.domain.frozen import NOTHING_FROZEN, FrozenDates, date_keys
from segtui.domain.meanings import FieldMeanings
from segtui.domain.people_between import becoming
from segtui.domain.record import record
from segtui.domain.rules import Combine, Condition, Group, walk
from segtui.domain.saying import Moment
from segtui.domain.segments import Segment, SegmentDraft, SegmentKind
from segtui.domain.text import quoted
from segtui.domain.translating import Fate, Translation, translated
from segtui.domain.values import JsonValue
from segtui.workspace.confirming import Confirmation
from segtui.workspace.details import new_details
from segtui.workspace.errors import Unsafe
from segtui.workspace.intents import Meant
from segtui.workspace.offering import listed_fields
from segtui.workspace.plans import Plan
from segtui.workspace.saving import plan_create
from segtui.workspace.workspace import Workspace

WITHOUT = "without"
"""The word for a copy that leaves conditions out."""

_TELLS_NOTHING = FieldMeanings("a record", {})


class NotAFieldPair(SegtuiError):
    """Fields that were named for a copy, and can't be meant."""

    code = "not-a-field-pair"
    trouble = Trouble.USAGE


class NothingCarriesOver(Unsafe):
    """A rule of which nothing could be kept: the copy would select everybody, or nobody."""

    code = "nothing-carries-over"


@record
class Wishes:
    """What a person wants of a copy."""

    name: str | None = None
    """What to call it; None for the original's name."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Fields of the target by fields of the source, where those that are found by their meaning won't do."""
    details: Mapping[str, JsonValue] = field(default_factory=dict)
    """Details to set, by the keys of the target's service."""

    def with_field(self, mine: str, theirs: str) -> "Wishes":
        """With another field of the target for one of the source; an empty one for that which is found by itself."""
        others = {path: named for path, named in self.fields.items() if path != mine}
        return replace(self, fields={**others, mine: theirs} if theirs else others)

    def with_use(self, mine: str, becomes: str) -> "Wishes":
        """With another use of a field of people; what another field was named for is taken over from it."""
        taken = set(becoming(becomes))
        others = {path: word for path, word in self.fields.items() if path != mine and taken.isdisjoint(becoming(word))}
        return replace(self, fields={**others, mine: becomes})


@record
class FieldsThere:
    """The fields of a copy's target that can be chosen."""

    paths: Sequence[str]
    """In the order in which to list them."""
    facts: Facts | None
    """What the target's people have in them, as far as these were looked at."""


@record
class Copy:
    """A copy, ready to be shown and then carried out on the target like any other plan."""

    translation: Translation
    plan: Plan
    meant: Sequence[Meant]
    """What was meant by its dates, to be remembered when it is made."""


async def translate(
    source: Workspace,
    segment: Segment,
    target: Workspace,
    wishes: Wishes,
    zone: tzinfo,
) -> Translation:
    """Say a segment's rule in the language of another profile's service. Nothing is sent but reads of the target.

    Args:
        source: Where the segment is.
        segment: As it was loaded; its rule is taken as it is meant, not as the source serves it.
        target: Where the copy shall be.
        wishes: Of these, the fields.
        zone: Where days begin, for dates that move along in the source and can't in the target.

    Raises:
        NotAFieldPair: A field was named that the rule doesn't have, or nothing was named for it.
        Unsafe: The segment has no rule, or the target can't hold one.
        ServiceError: The target couldn't be asked for its fields.
    """
    rule = _rule_of(segment)
    _check_fields(rule, wishes.fields)
    if reason := target.service.abilities.reason_against(Ability.RULES):
        raise Unsafe(f"Nothing was copied: {reason}.", hint="Freeze it: make a list of those who are in it now.")
    is_same = source.dialect is target.dialect
    here = _language(source)
    known, unseen = ((), ()) if is_same else await _known_fields(target)
    there = replace(_language(target), known=known)
    found = translated(rule, here, there, Moment(target.now(), zone), wishes.fields)
    if is_same:
        return found
    return replace(found, remarks=(*unseen, *_of_source(source, segment, rule), *found.remarks))


async def plan_copy(
    source: Workspace,
    segment: Segment,
    target: Workspace,
    wishes: Wishes,
    translation: Translation,
    *,
    dates: FrozenDates = NOTHING_FROZEN,
) -> Copy:
    """Plan the copy of a segment; `saving.carry_out` on the target makes it.

    Args:
        source: Where the segment is.
        segment: As it was loaded.
        target: Where the copy shall be.
        wishes: What is wanted of it.
        translation: Its rule, see `translate`.
        dates: What was meant by the dates of the segment.

    Raises:
        NothingCarriesOver: The rest of the rule isn't worth keeping.
        RuleRefused: The target's service wouldn't take it.
        DetailMissing: The target's segments need a detail that can't be copied.
        Unsafe: The target is read-only.
        ServiceError: The target couldn't be asked.
    """
    if translation.why_not:
        raise NothingCarriesOver(
            f"Nothing was copied: {translation.why_not}", hint="Name fields of the other service where it has them."
        )
    is_same_place = source.profile.place == target.profile.place
    is_verbatim = source.dialect is target.dialect and not wishes.fields
    draft = SegmentDraft(
        segment.name if wishes.name is None else wishes.name,
        translation.rule,
        segment.written if is_verbatim else "",
        {**_details(source, segment, target, is_same_place=is_same_place), **wishes.details},
    )
    plan = await plan_create(target, draft, segment if is_same_place else None)
    return Copy(
        translation,
        replace(plan, confirmation=_confirmation(plan.confirmation, segment, translation)),
        _meant(translation, dates),
    )


def typed_fields(typed: Sequence[str]) -> Mapping[str, str]:
    """Read fields as they are typed in a command, each `FROM=TO`.

    Raises:
        NotAFieldPair: One can't be read, or a field is named twice.
    """
    fields: dict[str, str] = {}
    for words in typed:
        mine, mark, theirs = (part.strip() for part in words.partition("="))
        if not (mine and mark and theirs):
            raise NotAFieldPair(f"{quoted(words)} names no two fields.", hint="Such as: --field city=Attribute.town")
        if mine in fields:
            raise NotAFieldPair(f"{quoted(mine)} is named twice.")
        fields[mine] = theirs
    return fields


def _rule_of(segment: Segment) -> Group:
    if segment.rule is None or segment.kind is not SegmentKind.DYNAMIC:
        raise Unsafe(
            f"{quoted(segment.name)} is a list of people, without a rule that could be copied.",
            hint="Freeze it: make a list of the same people.",
        )
    return segment.rule


def _check_fields(rule: Group, fields: Mapping[str, str]) -> None:
    asked = {node.field for _, node in walk(rule) if isinstance(node, Condition)}
    for one in fields:
        if one not in asked:
            named = ", ".join(quoted(path) for path in sorted(asked))
            raise NotAFieldPair(
                f"The rule has no condition on {quoted(one)}.", hint=f"Its fields: {named}." if named else ""
            )


def meanings_of(workspace: Workspace) -> FieldMeanings:
    """What the fields of a profile's service mean to others; nothing, where it doesn't tell."""
    dialect = workspace.dialect
    return dialect.meanings if isinstance(dialect, TellsMeanings) else _TELLS_NOTHING


def _language(workspace: Workspace) -> Language:
    return Language(workspace.title, workspace.dialect, meanings_of(workspace))


async def fields_there(target: Workspace) -> FieldsThere:
    """What can be chosen of the target's fields, with those of the people whom `translate` has looked at.

    Raises:
        ServiceError: The target couldn't be asked for its fields.
    """
    declared = [one.path for one in await target.fields()]
    sample = target.known_sample
    if sample is None:
        return FieldsThere(listed_fields(target, declared), None)
    held = sorted({path for lead in sample.leads for path in lead.values}.difference(declared))
    facts = Facts(sample.leads, declared, is_everybody=sample.is_everybody)
    return FieldsThere(listed_fields(target, (*declared, *held)), facts)


async def _known_fields(target: Workspace) -> tuple[Collection[str], Sequence[str]]:
    """The fields that the target's service tells of, and those that some of its people have; and what kept them away.

    A service that doesn't show its people to this account keeps nobody from copying. One that can't be reached, or
    doesn't take the secret, does: there would be no copy in the end.
    """
    known = {one.path for one in await target.fields()}
    if target.why_not_leads():
        return known, ()
    try:
        sample = await target.sample()
    except (Unreachable, CredentialsRefused):
        raise
    except ServiceError as error:
        several = target.lead_word.several
        return known, (f"The {several} of {target.title} couldn't be looked at for their fields: {error.message}",)
    known.update(path for lead in sample.leads for path in lead.values)
    return known, ()


def _of_source(source: Workspace, segment: Segment, rule: Group) -> Sequence[str]:
    """That the original does something else than it says, where it does."""
    served = source.served(rule, segment)
    if served.rule is not None and not any(one.severity is Severity.WARN for one in served.differences):
        return ()
    return (
        f"{source.title} itself does something else with this rule than it says; the copy is of what the rule says.",
    )


def _details(source: Workspace, segment: Segment, target: Workspace, *, is_same_place: bool) -> Mapping[str, JsonValue]:
    """What the copy's details begin with: those of the original that make sense there.

    Ids of one account, such as a team's, mean nothing in another, and what needs a word to be switched on isn't
    switched on by a copy.
    """
    fresh = new_details(target.service)
    known = {one.key for one in source.service.details}
    copied = {
        one.key: segment.details[one.key]
        for one in target.service.details
        if one.key in segment.details
        and one.key in known
        and not one.confirm
        and (is_same_place or not one.asks_service)
        if source.service.name == target.service.name or not one.choices
    }
    return {**fresh, **copied}


def _confirmation(confirmation: Confirmation | None, segment: Segment, translation: Translation) -> Confirmation | None:
    """A copy that leaves conditions out needs a word typed by hand: it selects other people."""
    lost = translation.lost
    if not lost:
        return confirmation
    conditions = "A condition doesn't fit and is" if lost == 1 else f"{lost} conditions don't fit and are"
    reason = f"{conditions} left out, so the copy selects {_whom(segment.rule, translation)} people than the rule."
    if confirmation is None:
        return Confirmation(WITHOUT, reason)
    return replace(confirmation, reason=f"{confirmation.reason} {reason}")


def _whom(rule: Group | None, translation: Translation) -> str:
    is_plain = all(len(line.path) == 1 for line in translation.lines if line.fate is Fate.LOST)
    if rule is None or rule.negate or not is_plain:
        return "other"
    return "more" if rule.combine is Combine.ALL else "fewer"


def _meant(translation: Translation, dates: FrozenDates) -> Sequence[Meant]:
    """What was meant by the dates of the copy: frozen for it just now, or for the original long ago."""
    meant: list[Meant] = []
    for line in translation.lines:
        if not isinstance(line.became, Condition):
            continue
        became = date_keys(line.became)
        if line.intent:
            meant += [Meant(key, line.intent) for key in became]
            continue
        before = date_keys(line.node) if isinstance(line.node, Condition) else ()
        both = zip(before, became, strict=True) if len(before) == len(became) else ()
        meant += [Meant(now, dates[key].intent) for key, now in both if key in dates]
    return meant
