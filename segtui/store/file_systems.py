"""What kind of file system a file is on."""

import os
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")

_SHARED = frozenset({"nfs", "nfs4", "cifs", "smb3", "9p", "afs", "ceph", "fuse.sshfs", "lustre", "gpfs", "glusterfs"})


def is_shared_between_machines(path: Path, mounts: Path = _MOUNTS) -> bool:
    """Whether a file may be open on several machines at once, where they can't share memory over it.

    Args:
        path: An existing file.
        mounts: Where Linux tells what is mounted; elsewhere there is no such file, and no file system counts as shared.
    """
    device = path.stat().st_dev
    label = f"{os.major(device)}:{os.minor(device)}"
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    for line in lines:
        place, _, kind = line.partition(" - ")
        if place.split()[2:3] == [label] and kind.split()[:1] and kind.split()[0] in _SHARED:
            return True
    return False
