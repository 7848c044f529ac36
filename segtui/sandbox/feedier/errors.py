"""What goes wrong inside the service without being an answer by itself."""


class BadFql(Exception):
    """A rule that can't be evaluated. The text says why, in the service's words."""


class Invalid(Exception):
    """A form or a query that can't be taken.

    Attributes:
        errors: What is wrong with which field.
    """

    def __init__(self, **errors: str) -> None:
        super().__init__(", ".join(errors))
        self.errors = {field: [text] for field, text in errors.items()}
