"""What the conformance suite must know of Segmenter. It can't be read, so all that is known of it is a register."""

from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from segtui.backends.base import Ability, Connection
from segtui.domain.people import Person, leads_of
from segtui.sandbox import SegmenterHabits, SegmenterSandbox
from segtui.store.register import MemoryRegister
from segtui.workspace.plans import Write
from support.conformance.bench import Bench, Live

_PEOPLE = leads_of(
    (
        Person("3f1c7a52-0c39-4a51-9f0e-2f4d7e6b8a10", "Ann", "Alba", "ann@example.com", "+39 1", (("city", "Rome"),)),
        Person("b1d2c6e4-8f11-4c55-a3d7-1e0f9a7b6c5d", "Bea", "Boll", "bea@example.com", "+39 2"),
    )
)
_UPDATE_PATH = "/segments/{id}"


class SegmenterDoors:
    """A small Segmenter, and a register that a colleague shares."""

    def __init__(self) -> None:
        self.box = SegmenterSandbox(people_count=0, habits=SegmenterHabits(update_path=_UPDATE_PATH))
        self._register = MemoryRegister()

    def connection(self) -> Connection:
        """The owner's."""
        return Connection(
            base_url=f"https://segmenter.sandbox.invalid{self.box.base_path}",
            secret=SecretStr(self.box.accounts["owner"].api_key),
            auth="token",
            app=self.box.app,
            keeper=self._register,
            options={"update_path": _UPDATE_PATH},
        )

    def put_segments(self, count: int) -> None:
        """Put segments into the store and the register."""
        for number in range(count):
            segment_id = self.box.put_segment({"name": f"Stored {number}"})["id"]
            sent = self.box.as_sent(segment_id)
            self._register.put(f"segment:{segment_id}", {**sent, "at": datetime.now(UTC).isoformat()})

    def put_person(self, name: str) -> None:
        """Put somebody of this name on the list of a segment of their own."""
        segment_id = self.box.put_segment({"name": name})["id"]
        self.box.add_people(segment_id, {"firstName": name})

    def change(self, segment_id: str) -> None:
        """Give a segment another name, as somebody does who shares the register."""
        self.box.change_behind_your_back(segment_id, name="Theirs")
        key = f"segment:{segment_id}"
        later = (datetime.now(UTC) + timedelta(seconds=1)).isoformat()
        self._register.put(key, {**self._register.documents(key)[key], "name": "Theirs", "at": later})


SEGMENTER = Bench(
    service="segmenter",
    doors=SegmenterDoors,
    live=Live("token", {"URL": "base_url", "KEY": "secret"}),
    rules=(),
    lacks=frozenset(Ability) - {Ability.UPDATE},
    unknown_id="a0b1c2d3",
    malformed_ids=("", "../segments", "a0b1/x?y=z#d", "\x1b]52;c;aGk=\x07"),
    writes={Write.CREATE: "POST", Write.UPDATE: "PUT"},
    more_than_a_page=0,
    people=_PEOPLE,
    can_be_read=False,
)
