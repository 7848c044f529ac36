"""What the conformance suite must know of Tiledesk."""

from pydantic import SecretStr

from segtui.backends.base import Ability, Connection
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group
from segtui.domain.values import NumberValue, TextValue
from segtui.sandbox import TiledeskSandbox
from segtui.workspace.plans import Write
from support.conformance.bench import Bench, Live


def _every(*children: Condition | Group) -> Group:
    return Group(Combine.ALL, children)


ROME = Condition("city", Operator.IS, TextValue("Rome"))
VIP = Condition("tags", Operator.IS, TextValue("vip"))
OF_FIVE = Condition("attributes.seats", Operator.IS, NumberValue("5"))

_PEOPLE = (
    {"fullname": "Ann Alba", "email": "ann@example.com", "city": "Rome", "tags": ["vip"], "attributes": {"seats": 5}},
    {"fullname": "Bea Boll", "email": "bea@example.com", "city": "Rome", "tags": ["beta"]},
    {"fullname": "Cem Can", "email": "cem@example.com", "city": "Milan", "tags": ["vip", "beta"]},
    {"fullname": "Dan Dor", "city": "Rome", "tags": [], "attributes": {"seats": 7}},
    {"fullname": "Eve Elm", "city": "Oslo", "tags": []},
)


class TiledeskDoors:
    """A small Tiledesk with five people."""

    def __init__(self) -> None:
        self.box = TiledeskSandbox(lead_count=0)
        self.box.add_leads(*_PEOPLE)

    def connection(self) -> Connection:
        """The owner's, with a token."""
        return Connection(
            base_url=f"https://tiledesk.sandbox.invalid{self.box.base_path}",
            secret=SecretStr(self.box.accounts["owner"].token),
            auth="jwt",
            project=self.box.project_id,
            app=self.box.app,
        )

    def put_segments(self, count: int) -> None:
        """Put segments into the store, all made at the same moment."""
        for number in range(count):
            self.box.put_segment({"name": f"Stored {number}", "match": "all", "filters": []})

    def put_person(self, name: str) -> None:
        """Put a lead into the store."""
        self.box.add_leads({"fullname": name, "email": "somebody@example.com"})

    def change(self, segment_id: str) -> None:
        """Give a segment another name."""
        self.box.change_behind_your_back(segment_id, name="Theirs")


TILEDESK = Bench(
    service="tiledesk",
    doors=TiledeskDoors,
    live=Live(
        "signin",
        {"URL": "base_url", "PROJECT": "project", "EMAIL": "email", "PASSWORD": "secret"},
    ),
    rules=(_every(ROME), _every(VIP), _every(ROME, VIP, OF_FIVE)),
    rule_of=lambda text: _every(Condition("city", Operator.IS, TextValue(text))),
    unsendable=_every(Group(Combine.ALL, (ROME, VIP), negate=True)),
    previewed=frozenset({1}),
    lacks=frozenset({Ability.LINKS, Ability.MEMBERS}),
    unknown_id="66a1f0c2b7d3e4a5ffffffff",
    malformed_ids=("", "66a1", "66a1f0c2b7d3e4a5f60718zz", "../projects", "66a1/a?b=c#d", "\x1b]52;c;aGk=\x07"),
    writes={Write.CREATE: "POST", Write.UPDATE: "PUT", Write.DELETE: "DELETE"},
    more_than_a_page=120,
)
