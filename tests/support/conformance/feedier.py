"""What the conformance suite must know of Feedier."""

from pydantic import SecretStr

from segtui.backends.base import Ability, Connection
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group
from segtui.domain.values import NumberValue, TextValue
from segtui.sandbox import FeedierSandbox
from segtui.sandbox.feedier.feedback import attribute
from segtui.workspace.plans import Write
from support.conformance.bench import Bench, Live

_TEAM = "1"
"""The topmost one, to which everything of the demo's company belongs."""


def _every(*children: Condition | Group) -> Group:
    return Group(Combine.ALL, children)


PROMOTER = Condition("Nps", Operator.IS, TextValue("promoter"))
OF_A_HOTEL = Condition("Form", Operator.IS, NumberValue("13"))
IN_ITALY = Condition("Attribute.market", Operator.IS, TextValue("Italy"))


class FeedierDoors:
    """A small Feedier with thirty pieces of feedback."""

    def __init__(self) -> None:
        self.box = FeedierSandbox(feedback_count=30)

    def connection(self) -> Connection:
        """The owner's."""
        return Connection(
            base_url=f"https://feedier.sandbox.invalid{self.box.base_path}",
            secret=SecretStr(self.box.accounts["owner"].token),
            auth="token",
            project=_TEAM,
            app=self.box.app,
        )

    def put_segments(self, count: int) -> None:
        """Put segments into the store, all made at the same moment."""
        for number in range(count):
            self.box.put_segment({"name": f"Stored {number}", "fql": "[]"})

    def put_person(self, name: str) -> None:
        """Put feedback of somebody into the store."""
        self.box.add_feedback({"attributes": [attribute(1, "name", name)]})

    def change(self, segment_id: str) -> None:
        """Give a segment another name."""
        self.box.change_behind_your_back(int(segment_id), name="Theirs")


FEEDIER = Bench(
    service="feedier",
    doors=FeedierDoors,
    live=Live("token", {"URL": "base_url", "PROJECT": "project", "TOKEN": "secret"}),
    rules=(_every(PROMOTER), _every(OF_A_HOTEL), _every(PROMOTER, OF_A_HOTEL, IN_ITALY)),
    rule_of=lambda text: _every(Condition("Attribute.market", Operator.IS, TextValue(text))),
    unsendable=_every(Group(Combine.ALL, (PROMOTER, OF_A_HOTEL), negate=True)),
    previewed=frozenset({0, 1, 2}),
    lacks=frozenset({Ability.MEMBERS}),
    unknown_id="987654321",
    malformed_ids=("", "abc", "12a", "-1", "1.5", "\u0661\u0662", "../teams", "902/links?a=b#c", "\x1b]52;c;aGk=\x07"),
    writes={Write.CREATE: "POST", Write.UPDATE: "PUT", Write.DELETE: "DELETE"},
    more_than_a_page=120,
    details=lambda connection: {"team": int(connection.project or 0)},
)
