"""What the service's documentation leaves open, to be switched by tests.

A client has to be at home with every value here: nobody outside knows which one the real service has.
"""

from typing import Literal, NamedTuple, TypeAlias

Shape: TypeAlias = Literal["whole", "id only", "null data", "no data", "nothing"]
"""What is left of the documented answer: all of it, `data` without `persons`, null for `data`, `errorMessage` alone, or
no body at all."""


class SegmenterHabits(NamedTuple):
    """How the sandbox behaves where more than one way is possible.

    The defaults follow the documented examples, and where there is none, what a careless client suffers most from.

    Attributes:
        create_method: Not named by any page.
        create_path: Not named by any page.
        update_method: The one fact that the pages give about the two addresses.
        update_path: Not named by any page; may contain `{id}`, which then has to be the body's.
        created_status: Of the answer to a create.
        updated_status: Of the answer to an update.
        created_shape: What the answer to a create holds.
        updated_shape: The same of an update, whose answer no page shows.
        error_message: What `errorMessage` says to whoever creates or updates.
        fails_with_message: Whether a request in order isn't carried out, and gets status 200 with that message and null
            for `data`.
        lists_messages: Whether `message` of an error is a list of all that is wrong instead of the first of it.
        create_requires: What a new segment can't do without.
        update_requires: What an update can't do without. The id is in the body always.
        left_out: What an update does to fields that it could hold and doesn't: the people, the description, the medium
            and the type. It can't hold the tag and the filters, which therefore stay.
        refuses_unknown_fields: Whether a field that belongs to no documented body is an error. Else it is ignored.
        unknown_id: What an update of a segment that there isn't gets: status 404, 400, or 200 with an `errorMessage`.
        phone_keys: Which spellings of a person's phone are read; the first that a person has wins.
        wants_uuids: Whether an `externalId` that is no UUID is refused.
        same_person_twice: What becomes of two people with one `externalId` in one list.
        skips_people_without: Whoever lacks one of these fields is left out without a word.
        keeps_old_tags: Whether the substitution tags that an update doesn't name stay with a person.
        most_bytes: Of a body; a longer one gets 413. None for no limit.
    """

    create_method: str = "POST"
    create_path: str = "/segments"
    update_method: str = "PUT"
    update_path: str = "/segments"
    created_status: int = 200
    updated_status: int = 200
    created_shape: Shape = "whole"
    updated_shape: Shape = "whole"
    error_message: str = ""
    fails_with_message: bool = False
    lists_messages: bool = False
    create_requires: tuple[str, ...] = ("name",)
    update_requires: tuple[str, ...] = ("id", "name")
    left_out: Literal["emptied", "kept"] = "emptied"
    refuses_unknown_fields: bool = False
    unknown_id: Literal["404", "400", "message"] = "404"
    phone_keys: tuple[str, ...] = ("phone", "phoneNumber")
    wants_uuids: bool = False
    same_person_twice: Literal["kept", "merged", "refused"] = "kept"
    skips_people_without: tuple[str, ...] = ()
    keeps_old_tags: bool = True
    most_bytes: int | None = None
