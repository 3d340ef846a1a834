"""A file is the old one or the new one, never half."""

import os

import pytest

from kgraph.errors import ExistingFileError, UsageError
from kgraph.writing import write_file


def test_a_new_file_has_the_content_and_the_usual_mode(tmp_path):
    mask = os.umask(0)
    os.umask(mask)
    write_file(tmp_path / "a", "é\n")
    assert (tmp_path / "a").read_bytes() == "é\n".encode()
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o666 & ~mask


def test_an_existing_file_or_link_is_kept(tmp_path):
    """Also a link that points nowhere is something that stands there."""
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "old").write_text("old", encoding="utf-8")
    for name in ("old", "link"):
        with pytest.raises(ExistingFileError, match="--force"):
            write_file(tmp_path / name, "new")
    assert (tmp_path / "old").read_text(encoding="utf-8") == "old"


def test_a_link_is_replaced_and_not_followed(tmp_path):
    """With force the link gives way; what it pointed to stays."""
    (tmp_path / "target").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_file(tmp_path / "link", "new", force=True)
    assert not (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failure_leaves_the_old_content_and_no_litter(tmp_path, monkeypatch, call):
    """A disk that fails while writing or renaming changes nothing."""

    def fail(*_arguments):
        raise OSError(28, "No space left on device")

    (tmp_path / "a").write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, call, fail)
    with pytest.raises(UsageError, match="No space left"):
        write_file(tmp_path / "a", "new", force=True)
    monkeypatch.undo()
    assert (tmp_path / "a").read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(UsageError, match="nowhere"):
        write_file(tmp_path / "nowhere" / "a", "x")
