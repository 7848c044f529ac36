"""Which services a profile can name: our own, and those that other packages bring."""

from importlib.metadata import EntryPoint, EntryPoints

import pytest

from segtui.backends import registry
from segtui.backends.base import Abilities, Service
from segtui.backends.registry import ServiceNames, UnknownService, service
from segtui.backends.tiledesk.backend import TiledeskBackend
from segtui.backends.tiledesk.service import SERVICE
from segtui.domain.errors import Trouble
from segtui.domain.lead_word import LeadWord

OTHERS = Service(
    "others",
    "Others'",
    LeadWord("person", "people"),
    SERVICE.dialect,
    Abilities(),
    ("key",),
    TiledeskBackend,
    lambda _settings: "",
)

OURS = tuple(registry._BUILT_IN)


def provide(monkeypatch: pytest.MonkeyPatch, **points: str) -> None:
    """Let packages bring services, by name, as `module:object`."""
    found = EntryPoints(EntryPoint(name, value, "segtui.backends") for name, value in points.items())
    monkeypatch.setattr(registry, "_entry_points", lambda: found)


def test_our_own_service_is_found_by_its_name() -> None:
    assert service("tiledesk") is SERVICE
    assert ServiceNames()[0] == "tiledesk"


def test_an_unknown_service_is_refused_with_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    provide(monkeypatch, zeta=f"{__name__}:OTHERS", others=f"{__name__}:OTHERS")
    with pytest.raises(UnknownService) as caught:
        service("tile\x1bdesk")
    assert "\x1b" not in caught.value.message
    assert caught.value.hint == f"Known are: {', '.join(OURS)}, others, zeta."
    assert (caught.value.code, caught.value.trouble) == ("unknown-service", Trouble.USAGE)


def test_another_package_can_bring_a_service(monkeypatch: pytest.MonkeyPatch) -> None:
    provide(monkeypatch, others=f"{__name__}:OTHERS")
    assert service("others") is OTHERS
    assert tuple(ServiceNames()) == (*OURS, "others")


def test_nobody_can_stand_in_for_our_own_service(monkeypatch: pytest.MonkeyPatch) -> None:
    provide(monkeypatch, tiledesk=f"{__name__}:OTHERS")
    assert service("tiledesk") is SERVICE
    assert tuple(ServiceNames()) == OURS


def test_two_packages_with_one_name_are_listed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = EntryPoints(EntryPoint("others", f"{__name__}:OTHERS", "segtui.backends") for _ in range(2))
    monkeypatch.setattr(registry, "_entry_points", lambda: found)
    assert tuple(ServiceNames()) == (*OURS, "others")


@pytest.mark.parametrize(
    "value",
    ["no.such.module:SERVICE", f"{__name__}:NO_SUCH_OBJECT", f"{__name__}:EntryPoint", __name__, f"{__name__}:provide"],
)
def test_a_service_that_cannot_be_used_is_refused_with_where_it_should_be(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    provide(monkeypatch, broken=value)
    with pytest.raises(UnknownService) as caught:
        service("broken")
    assert value in caught.value.message


def test_our_own_service_is_loaded_when_it_is_asked_for() -> None:
    assert all(isinstance(where, str) for where in registry._BUILT_IN.values())
