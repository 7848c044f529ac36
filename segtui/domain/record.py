"""Records: facts that belong together and never change.

They behave as dataclasses that are frozen and have slots, and are made in a tenth of the time. The standard library
compiles six functions for each, which took a tenth of the start for those that the first screen needs. Here one is
compiled, the one that makes a record, and not before there is a record to make.
"""

from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

Class = TypeVar("Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[Class]) -> type[Class]:
    """Make a class one of records: each annotation in it is a fact, or a dataclass's `field`."""
    # The standard library would work out a text from the signature, which takes longer than all the rest.
    cls.__doc__ = cls.__doc__ or cls.__name__
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    facts = fields(made)
    made.__init__ = _made_when_called(made, facts)
    made.__eq__, made.__hash__ = _comparison([fact.name for fact in facts if fact.compare])
    made.__repr__ = _presentation([fact.name for fact in facts if fact.repr])
    made.__setattr__ = made.__delattr__ = _refuse
    made.__reduce__ = _origin([fact.name for fact in facts])
    return made  # type: ignore[no-any-return]  # what a dataclass is made of can be set, which its type doesn't say


def _made_when_called(made: Any, facts: Iterable[Field[Any]]) -> Callable[..., None]:
    """What makes the first record of a class; it gives way to what makes the others."""

    def __init__(self: Any, *given: Any, **named: Any) -> None:  # noqa: N807 - it is what it is called
        made.__init__ = _maker(facts, is_completed=hasattr(made, "__post_init__"))
        made.__init__(self, *given, **named)

    return __init__


def _maker(facts: Iterable[Field[Any]], *, is_completed: bool) -> Callable[..., None]:
    """What takes the facts in their order or by their names, as if it was written by hand."""
    known: dict[str, Any] = {"SET": object.__setattr__, "MISSING": MISSING}
    taken, done = ["self"], []
    for fact in facts:
        name = given = fact.name
        if fact.default is not MISSING:
            known[f"DEFAULT_{name}"] = fact.default
            taken.append(f"{name}=DEFAULT_{name}")
        elif fact.default_factory is not MISSING:
            known[f"MAKE_{name}"] = fact.default_factory
            taken.append(f"{name}=MISSING")
            given = f"MAKE_{name}() if {name} is MISSING else {name}"
        else:
            taken.append(name)
        done.append(f"SET(self, '{name}', {given})")
    done.append("self.__post_init__()" if is_completed else "return")
    exec(f"def __init__({', '.join(taken)}):\n " + "\n ".join(done), known)  # noqa: S102 - only names of ours are in it
    maker: Callable[..., None] = known["__init__"]
    return maker


def _comparison(names: list[str]) -> tuple[Callable[[Any, object], bool], Callable[[Any], int]]:
    facts: Callable[[Any], Any] = attrgetter(*names) if names else type

    def equal(self: Any, other: object) -> bool:
        return facts(self) == facts(other) if type(self) is type(other) else NotImplemented

    def numbered(self: Any) -> int:
        return hash(facts(self))

    return equal, numbered


def _presentation(names: list[str]) -> Callable[[Any], str]:
    def present(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return present


def _origin(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What a copy is made of."""

    def origin(self: Any) -> tuple[Any, ...]:
        return type(self), tuple(getattr(self, name) for name in names)

    return origin


def _refuse(self: object, name: str, *_value: object) -> None:
    raise FrozenInstanceError(f"{name} of {type(self).__qualname__} never changes")
