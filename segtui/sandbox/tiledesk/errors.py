"""What goes wrong inside the service without being an answer by itself."""


class Uncaught(Exception):
    """An error that the server catches nowhere: it stays up, and the request stays open without an answer."""


class UnknownDirection(Exception):
    """A sort direction that the server's database layer throws at. Each route makes something else of it."""


class Invalid(Exception):
    """A body that the server's schema refuses. The answer never says why."""
