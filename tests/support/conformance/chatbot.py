"""What the conformance suite must know of ChatBot.com: its lists. Selections never reach it, and are tested apart."""

from pydantic import SecretStr

from segtui.backends.base import Ability, Connection
from segtui.sandbox import ChatBotSandbox
from segtui.workspace.plans import Write
from support.conformance.bench import Bench, Live


class ChatBotDoors:
    """A small ChatBot.com with thirty users."""

    def __init__(self) -> None:
        self.box = ChatBotSandbox(user_count=30)

    def connection(self) -> Connection:
        """The owner's."""
        return Connection(
            base_url=f"https://chatbot.sandbox.invalid{self.box.base_path}",
            secret=SecretStr(self.box.accounts["owner"].token),
            auth="token",
            app=self.box.app,
        )

    def put_segments(self, count: int) -> None:
        """Put segments into the store, all made at the same moment."""
        for number in range(count):
            self.box.put_segment({"name": f"Stored {number}"})

    def put_person(self, name: str) -> None:
        """Put a user into the store."""
        self.box.add_users({"attributes": {"default_name": name}})

    def change(self, segment_id: str) -> None:
        """Give a segment another name."""
        self.box.change_behind_your_back(segment_id, name="Theirs")


CHATBOT = Bench(
    service="chatbot",
    doors=ChatBotDoors,
    live=Live("token", {"URL": "base_url", "TOKEN": "secret"}),
    rules=(),
    lacks=frozenset({Ability.LINKS, Ability.PREVIEW_RULE}),
    unknown_id="66b3d0e1f2a4b5c6d7e8ffff",
    malformed_ids=("", "66b3 d0e1", "../users", "66b3/a?b=c#d", "\u0661\u0662", "\x1b]52;c;aGk=\x07"),
    writes={Write.CREATE: "POST", Write.UPDATE: "PUT", Write.DELETE: "DELETE"},
    more_than_a_page=0,
    details=lambda _connection: {"kept": "list"},
)
