from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segtui.domain.errors import Trouble
from segtui.store.errors import BadSecretPointer, SecretUnavailable
from segtui.store.secrets import SecretPointer, find_secret

SECRET = "hunter2-\N{GREEK SMALL LETTER ALPHA}"


def chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def all_that_is_said(error: BaseException) -> str:
    """The texts and the insides of an error and of all that it carries along."""
    return "\n".join(f"{link!r} {link} {link.args!r} {vars(link)!r}" for link in chain(error))


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("env:SHOP_TOKEN", SecretPointer("env", "SHOP_TOKEN")),
        ("command:pass show 'my shop'", SecretPointer("command", "pass show 'my shop'")),
        ("command: a:b", SecretPointer("command", " a:b")),
        ("keyring:", SecretPointer("keyring")),
        ("ask", SecretPointer("ask")),
    ],
)
def test_each_way_to_a_secret_has_its_text(text: str, pointer: SecretPointer) -> None:
    assert SecretPointer.parse(text) == pointer
    assert str(pointer) == text


pointers = st.one_of(
    st.sampled_from([SecretPointer("keyring"), SecretPointer("ask")]),
    st.from_regex(r"[A-Za-z_][A-Za-z0-9_]*", fullmatch=True).map(lambda name: SecretPointer("env", name)),
    st.lists(st.from_regex(r"[a-z:'\" ]+", fullmatch=True), min_size=1).map(
        lambda words: SecretPointer(
            "command", "x " + " ".join(word.replace("'", "").replace('"', "") for word in words)
        )
    ),
)


@given(pointers)
def test_a_pointer_written_and_read_is_the_same_pointer(pointer: SecretPointer) -> None:
    assert SecretPointer.parse(str(pointer)) == pointer


@given(st.one_of(st.text(), st.text().map(lambda text: f"command:{text}"), st.text().map(lambda text: f"env:{text}")))
def test_a_text_is_a_pointer_that_reads_the_same_or_refused_without_being_repeated(text: str) -> None:
    try:
        pointer = SecretPointer.parse(text)
    except BadSecretPointer as refused:
        pointer = None
        said = f"{refused.message} {refused.hint}"
        assert said.isprintable()
    assert pointer is None or str(pointer) == text


@pytest.mark.parametrize(
    "text",
    [
        "zxcvbnm-9",
        "",
        "zxcvbnm-9:x",
        "zxcvbnm-9://x",
        "ENV:zxcvbnm-9",
        "env:$zxcvbnm-9",
        "env:",
        "env:zxcvbnm-9\n",
        "command:",
        "command:  ",
        "command:''",
        "command:'zxcvbnm-9",
        "command:zxcvbnm-9\x1b[2J",
        "keyring:zxcvbnm-9",
        "keyring",
        "ask:zxcvbnm-9",
        " ask",
    ],
)
def test_what_is_no_pointer_may_be_the_secret_and_is_never_repeated(text: str) -> None:
    with pytest.raises(BadSecretPointer) as caught:
        SecretPointer.parse(text)
    assert "zxcvbnm-9" not in all_that_is_said(caught.value)
    assert "env:" in caught.value.message + caught.value.hint
    assert caught.value.trouble is Trouble.USAGE


async def test_a_variable_gives_its_value_without_one_line_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP", f" {SECRET} \n")
    secret = await find_secret(SecretPointer("env", "SHOP"), profile="shop", ask=None)
    assert secret.get_secret_value() == f" {SECRET} "
    assert SECRET not in f"{secret!r} {secret}"


@pytest.mark.parametrize("value", [None, "", "\n"])
async def test_a_missing_or_empty_variable_is_named_with_the_next_step(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("SHOP", raising=False)
    if value is not None:
        monkeypatch.setenv("SHOP", value)
    with pytest.raises(SecretUnavailable, match="SHOP") as caught:
        await find_secret(SecretPointer("env", "SHOP"), profile="shop", ask=None)
    assert caught.value.hint


@pytest.mark.parametrize("value", [f"{SECRET}\r\nX-Other: 1", f"{SECRET}\n\n", f"\x1b{SECRET}", f"{SECRET}\udcff"])
async def test_a_secret_that_would_break_a_header_is_refused_unseen(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SHOP", value)
    with pytest.raises(SecretUnavailable) as caught:
        await find_secret(SecretPointer("env", "SHOP"), profile="shop", ask=None)
    assert SECRET not in all_that_is_said(caught.value)


async def test_asking_names_the_profile_and_takes_the_answer() -> None:
    asked = []

    async def ask(question: str) -> str:
        asked.append(question)
        return SECRET

    secret = await find_secret(SecretPointer("ask"), profile="shop\x1b[2J", ask=ask)
    assert secret.get_secret_value() == SECRET
    assert asked == ["Password or token for profile “shop\N{REPLACEMENT CHARACTER}[2J”"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("", "typed is empty"),
        ("x9z", "fewer than 4 characters"),
        ("  ' x9z ' ", "fewer than 4 characters"),
        ("Bearer  x9z", "fewer than 4 characters"),
        ("Authorization: JWT x9z", "fewer than 4 characters"),
    ],
)
async def test_an_answer_that_cannot_be_kept_secret_is_refused(answer: str, said: str) -> None:
    async def ask(_question: str) -> str:
        return answer

    with pytest.raises(SecretUnavailable, match=said) as caught:
        await find_secret(SecretPointer("ask"), profile="shop", ask=ask)
    assert "x9z" not in all_that_is_said(caught.value)


async def test_without_a_terminal_asking_says_so_and_names_the_other_ways() -> None:
    with pytest.raises(SecretUnavailable, match="no terminal to ask on") as caught:
        await find_secret(SecretPointer("ask"), profile="shop", ask=None)
    assert "env:NAME" in caught.value.hint


async def test_a_command_gives_the_first_line_it_prints() -> None:
    pointer = SecretPointer.parse(f"command:printf '%s\\nuser: ann\\n' '{SECRET}'")
    secret = await find_secret(pointer, profile="shop", ask=None)
    assert secret.get_secret_value() == SECRET


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("true", "“true” printed is empty"),
        ("printf '\\n%s' zxcvbnm-9", "“printf” printed is empty"),
        ("printf 'zxcvbnm-9\\377'", "no UTF-8"),
        ("printf 'zxcvbnm-9\\tx'", "control characters"),
    ],
)
async def test_what_a_command_prints_is_refused_unseen_when_it_is_no_secret(command: str, said: str) -> None:
    with pytest.raises(SecretUnavailable) as caught:
        await find_secret(SecretPointer("command", command), profile="shop", ask=None)
    assert said in caught.value.message
    carried = all_that_is_said(caught.value)
    assert "zxcvbnm-9" not in carried
