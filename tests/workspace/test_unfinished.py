"""What stands in forms follows its segment, and goes with it."""

from contextlib import closing
from pathlib import Path

import pytest
from support.screens import memory_in

from segtui.store.errors import FileTrouble
from segtui.store.forms import Forms
from segtui.workspace.unfinished import Form, UnfinishedForms


def test_it_follows_a_segment_that_is_made_meanwhile_also_for_a_form_that_is_still_open() -> None:
    forms = UnfinishedForms()
    place = forms.place("new-1", Form.DETAILS.name)
    place.keep({"description": "long"})
    forms.moved("new-1", "77")
    assert forms.of("77", Form.DETAILS.name) == {"description": "long"}
    place.keep({"description": "longer"})
    assert (place.typed, forms.of("77", Form.DETAILS.name)) == ({"description": "longer"},) * 2
    place.keep(None)
    assert forms.of("77", Form.DETAILS.name) is None


def test_it_remembers_what_its_segment_was_called_last() -> None:
    names = {"1": "Romans"}
    forms = UnfinishedForms(name_of=lambda key: names.get(key, ""))
    forms.keep("1", Form.NAME.name, ["x"])
    names.clear()
    forms.keep("1", Form.NAME.name, ["xy"])
    forms.moved("1", "1")  # it was saved, and is the same segment as before
    assert [(one.name, one.typed) for one in forms.all] == [("Romans", ["xy"])]


def test_it_goes_with_its_segment() -> None:
    forms = UnfinishedForms()
    for key, form in (("1", Form.NAME), ("1", Form.DETAILS), ("2", Form.NAME)):
        forms.keep(key, form.name, ["y"])
    forms.forget_all("1")
    assert [(one.key, one.form) for one in forms.all] == [("2", Form.NAME.name)]


def test_a_form_is_named_with_its_key_and_one_of_another_segtui_isnt() -> None:
    assert Form.words(Form.CONDITION.about({"field": "city"})) == "a condition (enter on its line)"
    assert Form.words("HOLOGRAM 5") == ""


def test_what_could_not_be_kept_is_tried_again_and_its_trouble_stays_until_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(*_anything: object) -> None:
        raise FileTrouble("The disk is full.")

    with closing(memory_in(tmp_path)) as memory:
        drafts = memory.drafts("x")
        assert drafts is not None
        forms = UnfinishedForms(drafts.forms)
        with monkeypatch.context() as full:
            full.setattr(Forms, "keep", keep)
            forms.keep("1", Form.NAME.name, ["x"])
        forms.keep("2", Form.NAME.name, ["y"])
        assert forms.trouble is not None
        forms.keep("1", Form.NAME.name, ["x"])
        assert forms.trouble is None
    with closing(memory_in(tmp_path)) as memory:
        drafts = memory.drafts("x")
        assert drafts is not None
        later = UnfinishedForms(drafts.forms)
        later.restore()
        assert {key for key, _ in later.untold} == {"1", "2"}
        later.keep("2", Form.NAME.name, ["yz"])  # whoever types there knows of it
        assert {key for key, _ in later.untold} == {"1"}
        later.told([("1", Form.NAME.name)])  # the profile that was opened lists no other
    with closing(memory_in(tmp_path)) as memory:
        drafts = memory.drafts("x")
        assert drafts is not None
        last = UnfinishedForms(drafts.forms)
        last.restore()
        assert (last.untold, last.of("1", Form.NAME.name)) == ([("2", Form.NAME.name)], ["x"])


def test_that_forms_of_an_earlier_run_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def left_behind(*_anything: object) -> None:
        raise FileTrouble("The disk is broken.")

    with closing(memory_in(tmp_path)) as memory:
        drafts = memory.drafts("x")
        assert drafts is not None
        forms = UnfinishedForms(drafts.forms)
        monkeypatch.setattr(Forms, "left_behind", left_behind)
        forms.restore()
        assert forms.trouble is not None
