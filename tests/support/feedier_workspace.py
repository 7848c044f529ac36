"""Opens a real workspace on the sandbox's Feedier: the real backend, in process, without a network."""

from segtui.sandbox import FeedierSandbox
from segtui.store.profiles import Profile
from segtui.workspace.opening import open_profile
from segtui.workspace.workspace import Workspace
from support.feedier_backend import BASE_URL
from support.workspaces import UNHURRIED, Clock


def feedier_workspace(box: FeedierSandbox, who: str = "owner") -> Workspace:
    """Open a workspace on a Feedier with somebody's token, by way of a profile that may write."""
    settings = {"service": "feedier", "base_url": BASE_URL, "auth": "token", "secret": "ask", "read_only": False}

    async def tell(_question: str) -> str:
        return box.accounts[who].token

    workspace = open_profile("voices", Profile.checked(settings), ask=tell, app=box.app, limits=UNHURRIED)
    workspace.now = Clock()
    return workspace
