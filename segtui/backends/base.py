"""What the workspace asks of a service, as small protocols; each backend fits those that its service can do.

A backend knows its API and its rule language, never the disk: profile and secret are handed in as a `Connection`.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, runtime_checkable

from segtui.backends.details import Detail, ProfileOption
from segtui.backends.limits import Limits
from segtui.backends.lists import Keeper
from segtui.domain.diagnostics import Diagnostic
from segtui.domain.evaluation import Semantics
from segtui.domain.exchanges import Exchange
from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead, LeadColumns
from segtui.domain.operators import FieldType, Operator
from segtui.domain.record import record
from segtui.domain.rules import Group, Node
from segtui.domain.segments import Page, Segment, SegmentDraft, SegmentLink
from segtui.domain.values import JsonValue

if TYPE_CHECKING:
    # The screen begins with these protocols, and doesn't need the library (70 ms).
    from pydantic import SecretStr

AsgiApp: TypeAlias = Callable[..., Awaitable[None]]
"""An application that answers in this process instead of a server far away."""


@record
class Connection:
    """Everything a backend needs to know to talk to its service."""

    base_url: str
    secret: "SecretStr" = field(repr=False)
    auth: str
    """One of the service's `Service.auth_kinds`."""
    project: str | None = None
    email: str | None = None
    read_only: bool = True
    app: AsgiApp | None = field(default=None, repr=False)
    limits: Limits | None = None
    """How long and how much to wait for and take; None for the usual."""
    keeper: Keeper | None = field(default=None, repr=False)
    """Where to keep what the service can't give back."""
    options: Mapping[str, str] = field(default_factory=dict)
    """What the profile says of the service's `Service.options`; what it doesn't say has its initial value."""


@record
class Project:
    """A project (or account, or store) of the service that may be chosen in a profile."""

    id: str
    name: str
    role: str


@record
class Greeting:
    """What the service says about us: the answer of "test connection"."""

    who: str
    """The e-mail or name that the credentials belong to; empty when the service doesn't tell."""
    role: str
    """The role in the profile's project, in the service's word; empty when unknown."""
    project: Project | None
    """The profile's project, when the service lists it."""
    projects: tuple[Project, ...]
    segment_count: int | None
    """How many segments the profile's project has; None when no project was given."""
    untried: str = ""
    """Why the credentials couldn't be tried, as a sentence; empty when the service has taken them."""


@record
class Field:
    """A field that conditions can name."""

    path: str
    type: FieldType
    label: str = ""
    """What it is called in English; empty when the service has no other name for it."""


@record
class OperatorChoice:
    """An operator as it may be offered for a field."""

    operator: Operator
    negate: bool = False
    why_not: str = ""
    """Why the service can't run it; empty when it can."""


@record
class Served:
    """What the service makes of a rule."""

    rule: Group | None
    """The rule that is really evaluated, or None when the service would never answer."""
    differences: tuple[Diagnostic, ...]
    """Where that differs from what the rule says, and what else is worth knowing."""
    everybody: str = ""
    """Why every lead would be selected; empty when it isn't so, as far as the rule alone tells."""


@record
class Encoded:
    """A rule in the service's own form."""

    native: Mapping[str, JsonValue]
    losses: tuple[Diagnostic, ...]
    """What the form can't hold, each a reason not to send it."""


class Dialect(Protocol):
    """A service's rule language: pure functions between its own form and the neutral tree."""

    semantics: Semantics
    fields: Sequence[Field]
    """The fields every lead of the service may have."""

    def decode(self, native: Mapping[str, JsonValue]) -> Group:
        """The tree of a rule in the service's form; what isn't understood becomes `Opaque`."""

    def encode(self, rule: Group, stored: Mapping[str, JsonValue] | None = None) -> Encoded:
        """The service's form of a tree; conditions that `stored` holds too go back exactly as they stand there."""

    def served(self, rule: Group, stored: Mapping[str, JsonValue] | None = None) -> Served:
        """What the service would do with the rule."""

    def problems(self, rule: Group, *, known: Collection[Node] = (), creating: bool = False) -> tuple[Diagnostic, ...]:
        """What must be mended in a rule before it may be sent.

        Args:
            rule: The rule to send.
            known: Nodes that the service holds already; what is wrong with them is its own affair.
            creating: Whether a new segment is made, for services that are stricter then.
        """

    def field_type(self, path: str) -> FieldType:
        """What a field holds."""

    def field_label(self, path: str) -> str:
        """What a field is called in English; other fields may be called the same."""

    def operators(self, path: str) -> Sequence[OperatorChoice]:
        """What may be offered for a field, usable ones first."""

    def stored_words(self, node: Node) -> str:
        """A condition in the service's own words, as another tool would show it; empty when it can't be stored."""


@record
class TextMistake:
    """A place in a rule's text that can't be read; both numbers count from 1."""

    line: int
    column: int
    message: str
    """What is wrong there and what was expected instead, as a sentence."""


@runtime_checkable
class KeepsText(Protocol):
    """For dialects whose service keeps a rule as one text, which people may want to write themselves."""

    text_name: str
    """What the service calls its language."""

    def as_native(self, text: str) -> Mapping[str, JsonValue]:
        """The service's form of a rule that is this text."""

    def text_of(self, native: Mapping[str, JsonValue]) -> str:
        """The text of a rule in the service's form."""

    def pretty(self, text: str) -> str:
        """The same rule laid out on several lines; a text that can't be read comes back as it is."""

    def compact(self, text: str) -> str:
        """The same rule on one line, as it is sent; a text that can't be read comes back as it is."""

    def text_mistakes(self, text: str) -> Sequence[TextMistake]:
        """What keeps a text from being read as a rule; empty when nothing does."""

    def repaired(self, text: str) -> str | None:
        """The same rule as the service should have it; None when there is nothing to repair, or it can't be."""

    def how_written(self, text: str) -> str:
        """How a text is written that can be read and repaired, such as `in single quotes`; empty for any other."""


class Ability(StrEnum):
    """What a service may be able to do beyond listing, reading and creating segments."""

    UPDATE = "change segments"
    DELETE = "delete segments"
    LEADS = "show the leads of a segment"
    PREVIEW_RULE = "preview an unsaved rule"
    LINKS = "give segments to others"
    RULES = "hold rules"
    MEMBERS = "take people into segments"


@record
class Abilities:
    """Which abilities are missing, and why; the rest is there."""

    why_not: Mapping[Ability, str] = field(default_factory=dict)

    def reason_against(self, ability: Ability) -> str:
        """Why it can't be done; empty when it can."""
        return self.why_not.get(ability, "")


@runtime_checkable
class Backend(Protocol):
    """What every service can do."""

    async def check(self) -> Greeting:
        """Say who we are to the service and what may be chosen."""

    async def segments(self, cursor: str | None = None) -> Page[Segment]:
        """One page of the active segments."""

    async def segment(self, segment_id: str) -> Segment:
        """One segment, whatever its state, as the service holds it now."""

    async def create(self, draft: SegmentDraft, like: Segment | None = None) -> Segment:
        """Make a segment; parts that `like` holds too are sent exactly as they stand there."""

    async def fields(self) -> Sequence[Field]:
        """Every field that conditions can name, those that only this project has included."""

    def exchanges(self) -> Sequence[Exchange]:
        """The last requests and how they ended, oldest first."""

    def seconds_to_wait(self) -> float:
        """How long until something is asked again that the service couldn't answer; 0 when nothing waits for it."""

    async def close(self) -> None:
        """Hang up."""


@runtime_checkable
class ChangesSegments(Protocol):
    """For services whose segments can be changed and deleted."""

    async def update(self, stored: Segment, draft: SegmentDraft) -> Segment:
        """Change a segment to what the draft says, sending only what differs from `stored`."""

    async def delete(self, segment_id: str) -> None:
        """Delete a segment."""


@runtime_checkable
class ShowsLeads(Protocol):
    """For services that list their people."""

    async def leads(
        self, *, segment_id: str | None = None, rule: Group | None = None, cursor: str | None = None, limit: int = 50
    ) -> Page[Lead]:
        """One page of leads: of everybody, of a saved segment, or of a rule that `previews_rule` allows.

        Pages come in an order that stays, but what is added meanwhile may shift them: look for ids seen before.
        """

    async def lead(self, lead_id: str) -> Lead:
        """One lead."""

    def previews_rule(self, rule: Group) -> bool:
        """Whether the service can list exactly the leads of a rule that isn't saved."""


@runtime_checkable
class FindsLeads(Protocol):
    """For services that look for people by their words."""

    async def find_leads(self, text: str) -> Page[Lead]:
        """Leads whose name or e-mail holds a text, as loosely as the service looks."""


@runtime_checkable
class WritesNewRules(Protocol):
    """For services with `KeepsText` whose new rules can be laid out in more than one way, as the profile says."""

    def blank_text(self) -> str:
        """The text of a rule without conditions, laid out as new ones shall be; empty for the dialect's own way."""


@record
class LinkTarget:
    """Somebody whom segments can be given to."""

    kind: str
    """In the service's word, such as `team` or `user`."""
    id: str
    name: str


@runtime_checkable
class LinksSegments(Protocol):
    """For services whose segments can be given to others to use."""

    async def links(self, segment_id: str) -> Sequence[SegmentLink]:
        """Whom a segment was given to, as the service has it now."""

    async def link_targets(self) -> Sequence[LinkTarget]:
        """Everybody whom segments can be given to."""

    async def link(self, segment_id: str, target: LinkTarget) -> None:
        """Give a segment to somebody. Sent twice, it may be given twice."""

    async def unlink(self, segment_id: str, link_id: str) -> None:
        """Take a segment back; the link's own id is named, not that of whom it leads to."""


@runtime_checkable
class TellsUses(Protocol):
    """For services that know where their segments are used."""

    async def uses(self, segment_id: str) -> Sequence[str]:
        """What uses a segment, each in a few words: `the report “Weekly”`."""


@record
class Service:
    """A kind of service that a profile can name: what is known of it without asking it, and how to open it."""

    name: str
    """As profiles name it."""
    title: str
    """As people write it."""
    lead_word: LeadWord
    """Its own word for what its segments select."""
    dialect: Dialect
    """Its rule language."""
    abilities: Abilities
    """What it can't do, and why."""
    auth_kinds: tuple[str, ...]
    """How profiles may sign in, the usual way first."""
    open: Callable[[Connection], Backend]
    """Makes the backend; what that needs is imported here, when somebody connects."""
    check_settings: Callable[[Mapping[str, Any]], str]
    """Looks at a profile's settings by name, its options as a mapping, and says what is wrong; empty for nothing."""
    details: tuple[Detail, ...] = ()
    """What of a segment can be edited besides its name and its rule, in the order of a form."""
    options: tuple[ProfileOption, ...] = ()
    """Settings that only its profiles have."""
    project_word: tuple[str, str] | None = ("project", "projects")
    """What it calls that which a profile's `project` chooses, one and several; None when there is no choice."""
    lead_columns: LeadColumns = LeadColumns()
    sample_size: int = 1000
    """How many leads are fetched, the first ones, to count what the service can't count."""
