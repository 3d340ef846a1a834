"""Folders that tests find through environment variables."""

import os
from pathlib import Path


def outside(variable):
    """The folder that a variable names.  A folder that is named and missing is an error, not a skip."""
    folder = Path(os.environ[variable])
    if not folder.is_dir():
        raise FileNotFoundError(f"{variable}={folder} is not a folder")
    return folder
