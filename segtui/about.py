"""What segtui says of itself."""


def version() -> str:
    """The installed version; "unknown" when segtui runs from a checkout that isn't installed."""
    return version_of("segtui") or "unknown"


def version_of(distribution: str) -> str:
    """The version of an installed package, told without importing it; empty when it isn't installed."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - 20 ms that only this has to pay

    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""
