"""The command line speaks of feedback where a service selects feedback, on the demo of Feedier."""

import re

from support.command_line import CommandLine

FEEDIER = ("-p", "demo-feedier")
OF_PEOPLE = re.compile(r"\b(leads?|people|nobody|everybody|whom?)\b", re.IGNORECASE)


def test_a_segment_and_its_preview_speak_of_feedback(segtui: CommandLine) -> None:
    shown = segtui(*FEEDIER, "segments", "show", "902").out
    assert "Feedback whose NPS profile is promoter." in shown
    assert "Rule: pieces of feedback that meet all of these" in shown
    listed = segtui(*FEEDIER, "segments", "preview", "902", "--limit", "2").out
    assert "Feedback 1 to 2, and there are more:" in listed
    assert not OF_PEOPLE.search(shown + listed)


def test_what_lint_and_a_search_find_is_feedback(segtui: CommandLine) -> None:
    linted = segtui(*FEEDIER, "lint", "930").out
    assert "No piece of feedback can meet this rule." in linted
    assert "No feedback meets that." in linted
    assert "No feedback with the id" in segtui(*FEEDIER, "explain", "902", "zzz").err


def test_what_a_change_does_is_told_of_feedback_and_the_word_to_type_stays(segtui: CommandLine) -> None:
    planned = segtui(*FEEDIER, "segments", "update", "902", "--filter", "Nps is detractor", "--dry-run").out
    assert "What enters and what leaves" in planned
    assert re.search(r"The segment has \d+ pieces of feedback", planned)
    refused = segtui(*FEEDIER, "segments", "update", "902", "--rule", "all of ()", "--yes")
    assert "Feedier selects all feedback" in refused.err
    assert "--confirm-everybody" in refused.err
