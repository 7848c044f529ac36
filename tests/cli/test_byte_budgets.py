"""What the demo sends to a terminal of 200x50 for each thing that people do all day, in bytes."""

import sysconfig
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from support.terminal import KEYS, Burst, Terminal

SEGTUI = Path(sysconfig.get_path("scripts")) / "segtui"

pytestmark = pytest.mark.skipif(not SEGTUI.exists(), reason="segtui isn't installed beside this Python")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """The demo when all of it is on the screen."""
    home = tmp_path_factory.mktemp("home")
    names = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    with Terminal([str(SEGTUI), "demo"], env={"HOME": str(home), **{name: str(home / name) for name in names}}) as demo:
        demo.wait_for("exact · server")
        demo.settle(0.5)
        yield demo


def until_shown(demo: Terminal, key: str, *texts: str) -> Burst:
    """Press a key, and count what is sent until all of it is on the screen, and then nothing comes."""
    demo.settle()
    begin = len(demo.log)
    demo.send(key)
    for text in texts:
        demo.wait_for(text)
    demo.settle(0.4)
    return Burst(bytes(demo.log[begin:]), 0)


def is_gone(demo: Terminal, text: str) -> bool:
    """Whether a text isn't on the screen any more."""
    return text not in demo.text


def test_the_start(demo: Terminal) -> None:
    assert 5000 < len(demo.log) <= 50_000


def bursts_on_the_way_to_many_leads(demo: Terminal) -> list[Burst]:
    """Go down the list from its first segment to one that has nearly all leads, from wherever the cursor is."""
    until_shown(demo, KEYS["home"], "▌Rome or VIP")
    steps = {"Exactly five seats": "3 Leads · ", "Webinar May": "of 4,964 · exact", "Old list": "4,964 of"}
    return [until_shown(demo, "j", f"▌{name}", count) for name, count in steps.items()]


def test_another_segment_with_its_rule_and_its_leads(demo: Terminal) -> None:
    assert all(500 < burst.size <= 6000 for burst in bursts_on_the_way_to_many_leads(demo))


def test_the_next_pane(demo: Terminal) -> None:
    # The first time, more is found out of the rule and said of it.
    until_shown(demo, "2", "2 Rule")
    demo.settle(1)
    demo.answer_to("1")
    for key in "231":
        assert 100 < demo.answer_to(key).size <= 1500


def test_a_page_of_leads(demo: Terminal) -> None:
    bursts_on_the_way_to_many_leads(demo)
    demo.answer_to("3")
    assert 500 < demo.answer_to("pagedown").size <= 8000
    demo.answer_to("1")


def test_the_palette_and_the_help_come_and_go(demo: Terminal) -> None:
    for key, text in (("\x10", "What do you want to do?"), ("?", "The segments of this profile")):
        assert until_shown(demo, key, text).size <= 6000
        demo.send("\x1b")
        demo.wait_until(partial(is_gone, demo, text))
        assert demo.settle(0.4).size <= 6000


def test_a_letter_in_the_filter_and_in_a_value(demo: Terminal) -> None:
    demo.answer_to("/")
    demo.answer_to("r")
    demo.answer_to("escape")
    until_shown(demo, "2", "▌")
    until_shown(demo, "a", "New condition")
    demo.answer_to(*"city", "enter", "enter")
    demo.answer_to("R")
    assert 50 < demo.answer_to("o").size <= 600
    demo.send("\x1b")
    demo.wait_until(partial(is_gone, demo, "New condition"))


def test_nothing_is_sent_while_nothing_happens_with_an_input_in_focus(demo: Terminal) -> None:
    demo.answer_to("/")
    demo.settle(1)
    assert demo.settle(10).size == 0
