"""What is offered while a condition is typed on Feedier, and on a service that suggests nothing."""

from support.feedier_backend import BASE_URL, NOON, small_feedier
from support.workspaces import open_on, small_box

from segtui.domain.facts import Facts
from segtui.domain.leads import Lead
from segtui.domain.offers import ValueOffer
from segtui.domain.operators import Operator
from segtui.workspace.offering import listed_fields, period_words, shown_field, value_hint, value_offers
from segtui.workspace.opening import open_profile
from segtui.workspace.profiles import checked
from segtui.workspace.workspace import Workspace


def feedier() -> Workspace:
    """A workspace that is never connected: nothing of this asks the service."""
    profile = checked({"service": "feedier", "base_url": BASE_URL, "secret": "ask"})
    workspace = open_profile("test", profile, ask=None, app=small_feedier().app)
    workspace.now = lambda: NOON
    return workspace


def test_a_word_for_days_is_offered_with_the_days_that_it_stands_for_today() -> None:
    offers = value_offers(feedier(), "TimePeriod", Operator.IS, "", None)
    assert offers[:3] == [
        ValueOffer("date_last_day", note="21 November 2026 · documented", says="yesterday"),
        ValueOffer("date_last_month", note="1 to 31 October 2026 · documented", says="last month"),
        ValueOffer("today"),
    ]
    spans = value_offers(feedier(), "TimePeriod", Operator.WITHIN, "", None)
    assert [one.text for one in spans][:1] == ["last 7 days"]


def test_profiles_and_forms_are_offered_with_how_much_feedback_has_them() -> None:
    facts = Facts([Lead(str(at), "", {"Nps": "promoter", "Form": form}) for at, form in enumerate((16, 16, 11))])
    assert value_offers(feedier(), "Nps", Operator.ONE_OF, "pro", facts) == [ValueOffer("promoter", 3, "documented")]
    assert value_offers(feedier(), "Form", Operator.IS, "", facts) == [ValueOffer("16", 2), ValueOffer("11", 1)]
    assert value_offers(feedier(), "Form", Operator.EXISTS, "", facts) == ()


def test_a_word_that_was_typed_is_explained_as_far_as_it_is_known() -> None:
    workspace = feedier()
    assert period_words(workspace, "TimePeriod", "date_last_month", NOON) == "last month: 1 to 31 October 2026"
    assert "isn't documented by Feedier" in period_words(workspace, "TimePeriod", "date_this_year", NOON)
    assert period_words(workspace, "TimePeriod", "yesterday", NOON) == ""
    assert period_words(workspace, "Nps", "date_last_month", NOON) == ""


def test_a_service_that_suggests_nothing_offers_what_leads_have() -> None:
    workspace = open_on(small_box())
    facts = Facts([Lead("1", "Ann", {"city": "Rome"})])
    assert value_offers(workspace, "city", Operator.IS, "", facts) == [ValueOffer("Rome", 1)]
    assert value_offers(workspace, "createdAt", Operator.IS, "", None)[0] == ValueOffer("today")
    assert (shown_field(workspace, "city"), value_hint(workspace, "city", Operator.IS)) == ("city", "")
    assert listed_fields(workspace, ["b", "a"]) == ["b", "a"]
    assert period_words(workspace, "createdAt", "date_last_month", NOON) == ""
