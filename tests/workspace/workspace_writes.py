"""Writes to try: who plans them, on what, and how they are carried out once."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from support.workspaces import IMPATIENT, every, is_, open_on, rule_of, small_box, stored, word_of, writes

from segtui.domain.operators import Operator
from segtui.domain.rules import Condition
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.values import TextValue
from segtui.sandbox import Fault, TiledeskSandbox
from segtui.workspace.plans import Outcome, Plan
from segtui.workspace.saving import carry_out, plan_create, plan_delete, plan_update
from segtui.workspace.workspace import Workspace

ROME = Condition("city", Operator.IS, TextValue("Rome"))
VIP = Condition("tags", Operator.IS, TextValue("vip"))
CALLED_A = Condition("fullname", Operator.STARTS_WITH, TextValue("A"))

Planner: TypeAlias = Callable[[Workspace, Segment], Awaitable[Plan]]


async def renamed(workspace: Workspace, segment: Segment) -> Plan:
    return await plan_update(workspace, segment, SegmentDraft("Another name", rule_of(segment)))


async def created(workspace: Workspace, segment: Segment) -> Plan:
    return await plan_create(workspace, SegmentDraft("New", every(ROME)), segment)


async def deleted(workspace: Workspace, segment: Segment) -> Plan:
    return await plan_delete(workspace, segment)


def box_of_three() -> TiledeskSandbox:
    box = small_box()
    box.add_leads(
        *({"fullname": name, "email": f"{name}@example.com", "city": "Rome"} for name in ("Ann", "Bea", "Cem"))
    )
    return box


async def loaded(box: TiledeskSandbox, *filters: Mapping[str, Any], **more: str) -> tuple[Workspace, Segment]:
    """An open workspace and a segment with these filters, as it is stored."""
    workspace = open_on(box)
    return workspace, await workspace.segment(stored(box, *filters, **more))


class Case:
    """A write that is ready to be carried out."""

    def __init__(self, box: TiledeskSandbox, workspace: Workspace, segment: Segment, plan: Plan) -> None:
        self.box = box
        self.workspace = workspace
        self.segment = segment
        self.plan = plan

    @classmethod
    async def of(cls, kind: str) -> "Case":
        """Plan to "create", "update" (name and rule) or "delete" on a box of its own."""
        box = small_box()
        box.add_leads({"fullname": "Ann"})
        workspace = open_on(box, limits=IMPATIENT)
        segment = await workspace.segment(stored(box, is_("city", "=", "Rome"), name="Old"))
        match kind:
            case "create":
                plan = await plan_create(workspace, SegmentDraft("New", every(ROME, VIP)))
            case "update":
                plan = await plan_update(workspace, segment, SegmentDraft("New", every(ROME, VIP)))
            case _:
                plan = await plan_delete(workspace, segment)
        return cls(box, workspace, segment, plan)

    async def carried_out(self) -> Outcome:
        """Carry the plan out, and make sure that one write was sent at most."""
        try:
            return await carry_out(self.workspace, self.plan, word_of(self.plan))
        finally:
            assert len(writes(self.box)) == 1

    def stored(self) -> Mapping[str, Any]:
        """The segment as the service has it."""
        document = self.box.stored_segment(self.segment.id)
        assert document is not None
        return document

    def of_this_name(self) -> list[Mapping[str, Any]]:
        """The active segments that are called as the plan says."""
        segments = self.box.project().segments.values()
        return [one for one in segments if one["name"] == self.plan.draft.name and one["status"] == 100]

    def before_read_back(self, fault: Fault, path: str = "/segments") -> None:
        """Let a fault hit the first look after the write."""
        self.box.faults.run_before(
            lambda: self.box.faults.add(fault, method="GET", path=path), method=METHODS[self.plan.write.value]
        )


METHODS = {"create": "POST", "update": "PUT", "delete": "DELETE"}
KINDS = tuple(METHODS)
