"""What there is to say of the rule on the screen: at once what the service says, then all of it, with counts."""

import pytest
from support.screens import box_of
from support.workspaces import open_on

from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group
from segtui.domain.values import NumberValue, TextValue
from segtui.workspace.judging import Judge, PartCount

ROME = Condition("city", Operator.IS, TextValue("Rome"))
VIP = Condition("tags", Operator.IS, TextValue("vip"))
NOWHERE = Condition("city", Operator.IS, TextValue("Nowhere"))


def codes(found: object) -> set[str]:
    return {one.code for one in getattr(found, "diagnostics", ())}


async def test_what_the_service_does_is_said_at_once_and_the_rest_with_the_leads() -> None:
    judge = Judge(open_on(box_of()))
    rule = Group(Combine.ANY, (ROME, Group(Combine.ALL, (VIP, NOWHERE))))
    assert "not-expressible" in codes(judge.at_once(rule))
    assert not judge.at_once(rule).counts
    await judge.learn()
    judged = await judge.judge(rule)
    assert "value-never-seen" in codes(judged)
    assert judged.counts == {
        (0,): PartCount(2),
        (1,): PartCount(0),
        (1, 0): PartCount(2),
        (1, 1): PartCount(0),
    }
    assert (judged.looked_at, judged.of_everybody) == (4, True)
    assert judge.at_once(rule) == judged


async def test_leads_are_fetched_once_and_again_when_they_may_have_changed() -> None:
    workspace = open_on(box := box_of())
    judge = Judge(workspace)
    assert judge.can_learn
    await judge.learn()
    assert not judge.can_learn
    box.add_leads({"fullname": "Eva Eis", "city": "Rome"})
    workspace.forget_counts()
    assert judge.can_learn
    await judge.learn()
    assert (await judge.judge(Group(children=(ROME,)))).counts == {(0,): PartCount(3)}


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        (Condition("note", Operator.MATCHES, TextValue("(")), {"bad-value", "pattern"}),
        (Condition("createdAt", Operator.AT_LEAST, TextValue("soon")), {"bad-value"}),
        (Condition("citty", Operator.LESS_THAN, NumberValue("5")), {"operator-skipped", "matches-everybody"}),
        (Condition("email", Operator.LESS_THAN, TextValue("b")), {"operator-skipped", "matches-everybody"}),
    ],
)
async def test_of_a_line_that_the_service_decides_itself_nothing_else_is_said(
    condition: Condition, codes: set[str]
) -> None:
    judge = Judge(open_on(box_of()))
    await judge.learn()
    judged = await judge.judge(Group(children=(condition,)))
    assert sorted(one.code for one in judged.diagnostics) == sorted(codes)
