"""Messages that say what has happened."""

from typing import Any, ClassVar, dataclass_transform

from textual.message import Message


@dataclass_transform(eq_default=False)
class Announcement(Message):
    """A message with facts: each annotation in its class is one, given in this order or by its name.

    It reads as a dataclass does. Those compile three functions each, which for all messages of the first screen took a
    thirtieth of the start.
    """

    _facts: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        """Take note of the facts, behind those of the class that it derives from."""
        super().__init_subclass__(**options)
        cls._facts = tuple(dict.fromkeys((*cls._facts, *cls.__annotations__)))

    def __init__(self, *told: object, **named: object) -> None:
        super().__init__()
        facts = {**dict(zip(self._facts, told, strict=False)), **named}
        missing = [name for name in self._facts if name not in facts and not hasattr(type(self), name)]
        if missing or len(facts) != len(told) + len(named) or not facts.keys() <= set(self._facts):
            raise TypeError(f"{type(self).__qualname__} takes {', '.join(self._facts)}, each once")
        for name, fact in facts.items():
            setattr(self, name, fact)
