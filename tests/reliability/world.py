"""The disk of a user, in a folder."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class World:
    """Folders that stand for the whole disk of a user: where they work, their home, their cache, temporary files."""

    root: Path
    work: Path
    home: Path
    cache: Path
    temporary: Path

    @classmethod
    def under(cls, root):
        world = cls(root, *(root / name for name in ("work", "home", "cache", "temporary")))
        for folder in (world.work, world.home, world.cache, world.temporary):
            folder.mkdir()
        return world

    @property
    def environment(self):
        return {"HOME": str(self.home), "XDG_CACHE_HOME": str(self.cache), "TMPDIR": str(self.temporary)}
