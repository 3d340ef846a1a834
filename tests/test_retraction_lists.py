"""Lists of retracted papers are read as people have them."""

import gzip
from pathlib import Path

import pytest
from command import kgraph

from kgraph.check.retraction_lists import read_notices, read_retractions
from kgraph.errors import DataError

SOUND = Path(__file__).parent / "sound.ttl"
HEADER = (
    "Record ID,Title,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,"
    "RetractionNature,Reason,Notes\n"
)
# The columns of the table that Retraction Watch publishes, and a paper of every kind of notice.
WATCH = HEADER + (
    '1,"Withdrawn, of two\nlines",10.5555/notice,900,1/1/2020,10.5555/Gone.1,00101,Retraction,+Error;,\n'
    "2,Without numbers,10.5555/notice,901,1/1/2020,unavailable,0,Retraction,+Error;,\n"
    "3,Only corrected,10.5555/notice,902,1/1/2020,10.5555/corrected,102,Correction,+Error;,\n"
    "4,In doubt,10.5555/notice,903,1/1/2020,10.5555/doubted,103,Expression of concern,+Error;,\n"
    "5,Back again,10.5555/notice,904,1/1/2020,10.5555/back,104,Retraction,+Error;,\n"
    "5,Back again,10.5555/notice,905,1/1/2021,10.5555/back,104,Reinstatement,+Error;,\n"
    "6,Oddly typed,10.5555/notice,906,1/1/2020,see the notice,105,Retraction,+Error;,\n"
)


def read(tmp_path, name, text):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_retractions(file)


@pytest.mark.parametrize("packed", [False, True])
def test_the_table_of_retraction_watch_is_read_as_published(packed, tmp_path):
    """Original papers by both identifiers, not their notices; retractions that stand, nothing else."""
    found = read(tmp_path, "a.csv.gz", gzip.compress(WATCH.encode())) if packed else read(tmp_path, "a.csv", WATCH)
    assert found == {"10.5555/gone.1", "101", "105"}


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        (
            "a.txt",
            "10.5555/A.1\nhttps://doi.org/10.5555/b(2)\ndoi:10.5555/c\n",
            {"10.5555/a.1", "10.5555/b(2)", "10.5555/c"},
        ),
        ("a.txt", "# of 2026\r\nPMID: 12\r\n10.5555/a\r\n\r\n0034\r\n", {"12", "10.5555/a", "34"}),
        ("a.csv", "12\n10.5555/a\n", {"12", "10.5555/a"}),
        ("a.csv", "\ufeffDOI,PMID\n10.5555/a,12\n,13\n10.5555/b,\n", {"10.5555/a", "12", "13", "10.5555/b"}),
        ("a.tsv", "title\tPubMed ID\nA paper\t12\n", {"12"}),
        ("a.csv", "doi|pmid\n10.5555/a|12\n", {"10.5555/a", "12"}),
        ("a.csv", "doi\tpmid\n10.5555/a\t12.0\n", {"10.5555/a", "12"}),
        ("a.txt", "10.5555/a;10.5555/b\n", {"10.5555/a", "10.5555/b"}),
        ("a.txt", "10.5555/x\n10.5555/a|12\n", {"10.5555/x", "10.5555/a|12", "10.5555/a"}),
        ("a.txt", "https://doi.org/10.5555/a?x=1\nhttps://doi.org/10.5555%2Fb#s\n", {"10.5555/a", "10.5555/b"}),
        (
            "a.txt",
            "(10.5555/a)\n«10.5555/b».\n10.5555/c\u200b\n10.5555/d‐1\n",
            {"10.5555/a", "10.5555/b", "10.5555/c", "10.5555/d-1"},
        ),
    ],
)
def test_lists_of_dois_and_pubmed_identifiers_are_read(name, text, found, tmp_path):
    """One a line, or in the columns that a header names; a first line that is an identifier is not a title."""
    assert read(tmp_path, name, text) == found


@pytest.mark.parametrize(
    ("name", "text", "line", "reason"),
    [
        ("a.txt", "10.5555/a\nhttps://example.org/x\n", 2, "'https://example.org/x' is neither"),
        ("a.csv", "doi,pmid\n10.5555/a,12\n10.5555/b,B7\n", 3, "'B7' is neither"),
        ("a.csv", 'doi\n"10.5555/a\n', 2, "is not a table"),
        ("a.csv", HEADER, 1, "holds no PubMed identifier and no DOI"),
        ("a.txt", b"12\n\xff\n", 2, "is not UTF-8"),
    ],
)
def test_what_is_no_such_list_is_refused_with_its_line(name, text, line, reason, tmp_path):
    with pytest.raises(DataError, match=reason) as caught:
        read(tmp_path, name, text)
    assert caught.value.line == line


@pytest.mark.parametrize("nature", ["Retraction", "Removal", "Retraction and replacement", "", "Withdrawn"])
def test_a_notice_of_another_nature_is_a_retraction(tmp_path, nature):
    """Only what is known to be something else is; rows that give no identifier are counted."""
    text = f"doi,RetractionNature\n10.5555/a,{nature}\nunavailable,Retraction\n10.5555/b,Correction\n"
    file = tmp_path / "a.csv"
    file.write_text(text, encoding="utf-8")
    found = read_notices(file)
    assert (found.retracted, found.corrected, found.without) == ({"10.5555/a"}, {"10.5555/b"}, 1)


def test_following_the_hint_ends_the_problem(tmp_path):
    """A paper that is known by its DOI alone is found; notes that speak of it make it a warning."""
    data, watch = tmp_path / "a.ttl", tmp_path / "watch.csv"
    text = SOUND.read_text(encoding="utf-8")
    data.write_text(text, encoding="utf-8")
    watch.write_text(WATCH.replace("10.5555/Gone.1", "10.5555/SOUND.1"), encoding="utf-8")
    code, out, errors = kgraph("check", data, "--no-bundled", "--retractions", watch)
    assert code == 1
    line = text[: text.index('"10.5555/sound.1"')].count("\n") + 1
    assert out.startswith(
        f"{data}:{line}:12: retracted: reference:sound: DOI 10.5555/sound.1 is retracted; rests on it: "
    )
    assert "claim:sound-1, claim:sound-2 (take the line out, or" in out
    assert "3 retracted identifiers known, 1 references against retractions" in errors
    assert ": 1 problems" in errors
    note = 'skos:note "One paper was retracted; the others stand." ; kg:certainty certainty'
    data.write_text(text.replace("kg:certainty certainty", note), encoding="utf-8")
    code, out, _ = kgraph("check", data, "--no-bundled", "--retractions", watch)
    assert code == 0
    assert ": warning: retracted: reference:sound: " in out


def test_a_list_of_concerns_and_corrections_is_read_and_told(tmp_path):
    """Concern is a warning and a correction a note; neither fails the check, and a retraction outweighs both."""
    data, watch = tmp_path / "a.ttl", tmp_path / "watch.csv"
    data.write_text(SOUND.read_text(encoding="utf-8"), encoding="utf-8")
    for nature, severity, rule, words in (
        ("Expression of concern", "warning", "expression-of-concern", "is under an expression of concern"),
        ("Correction", "note", "corrected", "was corrected"),
    ):
        watch.write_text(f"{HEADER}1,A,10.5555/n,900,1/1/2020,10.5555/sound.1,0,{nature},+Error;,\n", encoding="utf-8")
        code, out, errors = kgraph("check", data, "--no-bundled", "--retractions", watch)
        assert code == 0, errors
        told = f": {severity}: {rule}: reference:sound: DOI 10.5555/sound.1 {words}; rests on it: claim:sound-1"
        assert told in out
        assert f"1 identifiers of {rule} known" in errors


def test_notices_are_told_apart(tmp_path):
    """The paper in doubt and the corrected one are no retracted ones, and a reinstated one is in no list."""
    file = tmp_path / "a.csv"
    file.write_text(WATCH, encoding="utf-8")
    found = read_notices(file)
    assert (found.doubted, found.corrected) == ({"10.5555/doubted", "103"}, {"10.5555/corrected", "102"})
    assert not {"104", "10.5555/back"} & (found.retracted | found.doubted | found.corrected)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "doi;pmid\n10.5555/case.1;\n"),
        ("a.txt", "10.5555/case.1.\n"),
        ("a.txt", '"10.5555/case.1"\n'),
        ("a.txt", "<https://doi.org/10.5555/case.1>,\n"),
        ("a.txt", "https://pubmed.ncbi.nlm.nih.gov/77/\n10.5555/case.1;\n"),
    ],
)
def test_what_stands_around_an_identifier_is_no_part_of_it(tmp_path, name, text):
    """Full stops, quotes, brackets and semicolons end it; a list that was misread does not pass as clean."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    assert "10.5555/case.1" in read_retractions(file)
