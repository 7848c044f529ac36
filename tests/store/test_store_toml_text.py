import pytest

from segtui.store.toml_text import SoundPart, read_toml


def whole(text: str) -> SoundPart:
    sound, mistakes = read_toml(text)
    assert not mistakes
    assert len(sound) == 1
    return sound[0]


def test_tables_and_keys_are_found_on_their_lines() -> None:
    part = whole('# first\n\n[a."b.c"] # header\nx = 1\n\ny = """\n[z]\n"""\n[d]\nx = 2\n')
    assert part.lines_of("a", "b.c") == (3, 3)
    assert part.lines_of("a", "b.c", "x") == (4, 4)
    assert part.lines_of("a", "b.c", "y") == (6, 8)
    assert part.lines_of("d") == (9, 9)
    assert part.lines_of("d", "x") == (10, 10)


def test_a_path_that_leads_nowhere_is_placed_at_its_last_table() -> None:
    assert whole("\n[a]\nx = 1\n").lines_of("a", "missing", "more") == (2, 2)


def test_windows_line_ends_count_as_one() -> None:
    assert whole("a = 1\r\n\r\n[b]\r\nx = 1\r\n").lines_of("b", "x") == (4, 4)


def test_every_wrong_line_is_named_and_the_other_tables_are_read() -> None:
    sound, mistakes = read_toml('[a]\nx = word\ny = "open\n\n[b]\nz = 1\n[c\nw = 2\n')
    assert [part.values for part in sound] == [{"b": {"z": 1}}]
    assert sound[0].lines_of("b", "z") == (6, 6)
    assert [(mistake.line, mistake.key, mistake.table) for mistake in mistakes] == [
        (2, "x", ("a",)),
        (3, "y", ("a",)),
        (7, "", ()),
    ]
    assert mistakes[0].message == "the value can't be read; text stands between quotes"
    assert mistakes[1].message == "the closing quote is missing"


def test_text_that_is_never_closed_is_told_where_it_begins_and_spoils_no_other_table() -> None:
    sound, mistakes = read_toml('[a]\nx = 1\ny = """\nmore\n\n[b]\nz = 1\n')
    assert [part.values for part in sound] == [{"b": {"z": 1}}]
    assert [(mistake.line, mistake.key) for mistake in mistakes] == [(3, "y")]


def test_a_table_that_is_there_twice_names_both_lines() -> None:
    sound, mistakes = read_toml("[a]\nx = 1\n[b]\n[a]\nx = 2\n")
    assert [part.values for part in sound] == [{"a": {"x": 1}}, {"b": {}}]
    assert [(mistake.line, mistake.table) for mistake in mistakes] == [(4, ("a",))]
    assert "first on line 1" in mistakes[0].message


@pytest.mark.parametrize("text", ["a = 1\n[a]\nx = 1\n", "[a]\nx = 1\n[a.x]\ny = 1\n"])
def test_tables_that_contradict_one_another_are_all_distrusted(text: str) -> None:
    sound, mistakes = read_toml(text)
    assert not sound
    assert mistakes


def test_a_number_too_long_for_python_is_a_mistake_like_others() -> None:
    _, mistakes = read_toml("\nx = " + "1" * 5000 + "\n")
    assert [mistake.line for mistake in mistakes] == [2]
