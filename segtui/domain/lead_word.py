"""A service's own word for what its segments select, and how sentences speak of it."""

from segtui.domain.record import record


@record
class LeadWord:
    """What a service calls its leads: most select people, some what people have said.

    People are spoken of in the same way whatever they are called: "People whose …", "nobody", "everybody". What has
    been said is spoken of by its own word: "Feedback whose …", "no feedback", "all feedback".
    """

    one: str
    """Behind "a" or "the 1": `lead`, `piece of feedback`."""
    several: str
    """Behind a number: `leads`, `pieces of feedback`."""
    mass: str = ""
    """The word without a number, which takes a verb in the singular: `feedback`. Empty for people."""

    def counted(self, number: int) -> str:
        """Some of them: `1 lead`, `1,284 pieces of feedback`."""
        return f"{number:,} {self.one if number == 1 else self.several}"

    @property
    def title(self) -> str:
        """All of them, without a number: `leads`, `feedback`."""
        return self.mass or self.several

    @property
    def people(self) -> str:
        """What a sentence is about, whatever people are called."""
        return self.mass or "people"

    @property
    def how_many(self) -> str:
        """What begins a question for their number."""
        return f"how much {self.mass}" if self.mass else "how many people"

    @property
    def everybody(self) -> str:
        """All of them, with a verb in the singular."""
        return f"all {self.mass}" if self.mass else "everybody"

    @property
    def nobody(self) -> str:
        """Not one of them, with a verb in the singular."""
        return f"no {self.mass}" if self.mass else "nobody"

    @property
    def none(self) -> str:
        """The same where it has just been said what is spoken of."""
        return "none" if self.mass else "nobody"

    @property
    def somebody(self) -> str:
        """One of them, whichever."""
        return f"a {self.one}" if self.mass else "somebody"

    @property
    def those(self) -> str:
        """Some of them where it has just been said what is spoken of: of pieces of feedback, `pieces`."""
        return self.several.removesuffix(f" of {self.mass}") if self.mass else "those"

    @property
    def who(self) -> str:
        """What begins a clause about them."""
        return "that" if self.mass else "who"

    @property
    def asked(self) -> str:
        """What begins a question about them, as those who do something."""
        return "what" if self.mass else "who"

    @property
    def whom(self) -> str:
        """What begins a clause about them, as those whom something is done to."""
        return "that" if self.mass else "whom"

    @property
    def asked_for(self) -> str:
        """The same without a word before it that the clause is about."""
        return "what" if self.mass else "whom"


LEADS = LeadWord("lead", "leads")
"""What leads are called where no service is spoken of."""
