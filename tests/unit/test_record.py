"""Records behave as frozen dataclasses do."""

from copy import copy, deepcopy
from dataclasses import FrozenInstanceError, asdict, field, replace

import pytest

from segtui.domain.record import record


@record
class Place:
    """Somewhere."""

    name: str
    notes: list[str] = field(default_factory=list, compare=False, repr=False)
    lies_in: str = "Italy"

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("needs a name")


@record
class Port(Place):
    """Somewhere by the sea."""

    ships: int = 0


def test_a_record_is_made_compared_shown_and_varied_as_a_dataclass_is() -> None:
    rome, ostia = Place("Rome"), Port("Ostia", ["old"], ships=3)
    rome.notes.append("seven hills")
    assert rome == Place(name="Rome")
    assert rome != Place("Rome", lies_in="Georgia")
    assert Place("Ostia") != Port("Ostia")
    assert {rome, Place("Rome")} == {rome}
    assert repr(ostia) == "Port(name='Ostia', lies_in='Italy', ships=3)"
    assert replace(ostia, ships=4) == Port("Ostia", ships=4)
    assert asdict(ostia) == {"name": "Ostia", "notes": ["old"], "lies_in": "Italy", "ships": 3}
    assert copy(ostia) == ostia
    assert deepcopy(rome).notes is not rome.notes
    match ostia:
        case Port(name, _, _, ships):
            assert (name, ships) == ("Ostia", 3)


def test_a_record_refuses_what_a_frozen_dataclass_refuses() -> None:
    rome = Place("Rome")
    with pytest.raises(FrozenInstanceError):
        rome.name = "Roma"  # type: ignore[misc]  # what is tried
    with pytest.raises(FrozenInstanceError):
        del rome.name
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        Place()  # type: ignore[call-arg]  # what is tried
    with pytest.raises(ValueError, match="needs a name"):
        replace(rome, name="")
    assert not hasattr(rome, "__dict__")
