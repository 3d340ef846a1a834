"""A file is the old one or the new one, never half."""

import os
import subprocess
import sys

import pytest

from kgraph.errors import ExistingFileError, FileBusyError, OutputError
from kgraph.files.locks import locked
from kgraph.files.writing import new_file, write_file


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
        with pytest.raises(ExistingFileError, match="force=True"):
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
    with pytest.raises(OutputError, match="No space left"):
        write_file(tmp_path / "a", "new", force=True)
    monkeypatch.undo()
    assert (tmp_path / "a").read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(OutputError, match="nowhere"):
        write_file(tmp_path / "nowhere" / "a", "x")


def test_what_a_killed_writer_left_is_cleared_away_and_a_living_one_is_let_be(tmp_path):
    """An unfinished file without a lock is removed by the next write to the same name; a locked one and others stay."""
    (tmp_path / ".a-killed.new").write_text("half", encoding="utf-8")
    (tmp_path / ".b-killed.new").write_text("half", encoding="utf-8")
    with new_file(tmp_path / "a", force=True) as first:
        first.write(b"first")
        write_file(tmp_path / "a", "second")
        unfinished = sorted(file.name for file in tmp_path.iterdir())
    assert len(unfinished) == 3
    assert ".a-killed.new" not in unfinished
    assert (tmp_path / "a").read_text(encoding="utf-8") == "first"
    assert sorted(file.name for file in tmp_path.iterdir()) == [".b-killed.new", "a"]


def test_a_killed_writer_leaves_the_old_content_and_no_lock(tmp_path):
    """Kill -9 in the middle: the old file is whole, the next writer is let in and clears up."""
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom kgraph.files.locks import locked\n"
        "from kgraph.files.writing import new_file\nplace = Path(sys.argv[1])\n"
        "with locked(place), new_file(place, force=True) as file:\n"
        "    file.write(b'half')\n    file.flush()\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    place = tmp_path / "a"
    place.write_text("old", encoding="utf-8")
    assert subprocess.run([sys.executable, "-c", script, str(place)], check=False, timeout=60).returncode == -9
    assert place.read_text(encoding="utf-8") == "old"
    assert len(list(tmp_path.iterdir())) == 3
    with locked(place):
        write_file(place, "new", force=True)
    assert [file.name for file in tmp_path.iterdir()] == ["a"]
    assert place.read_text(encoding="utf-8") == "new"


def test_the_second_writer_is_told_who_the_first_is(tmp_path):
    """The lock names its holder, is free again after it, and leaves nothing behind."""
    place = tmp_path / "store"
    with locked(place):
        with pytest.raises(FileBusyError, match=f"process {os.getpid()}") as caught, locked(place):
            pass
        assert (caught.value.place, caught.value.holder) == (str(place), os.getpid())
    with locked(place):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_in_no_folder_is_refused(tmp_path):
    with pytest.raises(OutputError, match="cannot lock"), locked(tmp_path / "nowhere" / "a"):
        pass


def test_a_link_in_place_of_the_lock_is_not_followed(tmp_path):
    """Whoever puts a link there cannot make us write elsewhere."""
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    (tmp_path / ".a.lock").symlink_to(tmp_path / "mine")
    with pytest.raises(OutputError, match="cannot lock"), locked(tmp_path / "a"):
        pass
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "mine"


def test_a_folder_behind_a_link_is_written_like_any_other(tmp_path):
    """The link that the user named leads where the user wants."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_file(tmp_path / "link" / "a", "x")
    assert (tmp_path / "real" / "a").read_text(encoding="utf-8") == "x"
