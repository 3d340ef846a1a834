"""Hypothesis strategies that several tests share."""

from hypothesis import strategies as st

# Pieces that parsers look at twice.
_PIECES = [
    b"", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\r", b"\n", b"\t", b'"', b"'", b'"""', b"\\", b"\\u0000", b"\\uD800",
    b"<", b">", b"<<", b"{", b"}", b"[", b"]", b"(", b")", b"#", b"@", b"^^", b":", b"::", b";", b",", b".", b"..", b"_:", b"a",
    b"-", b"+", b"1e999", b"9" * 400, b"%", b"%zz", b"&", b"&x;", b"<!DOCTYPE", b"<!--", b"<![CDATA[", b"<?xml", b"@context", b"@id",
    b"!!python/object:os.system", b"*a", b"&a", b"<<:", b"---\n", b"SERVICE", b"\\u0053ERVICE", b"LOAD", b"VALUES", b"GRAPH ?g", b"(" * 300,
    b"null", b"true", b"NaN", b"{}", b"[]", b"PK\x03\x04", b"\x1f\x8b",
]  # fmt: skip


@st.composite
def damaged(draw, right):
    """Bytes near `right`: a few stretches of it cut out, doubled, moved, or replaced by awkward pieces."""
    raw = right
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(raw)))
        end = draw(st.integers(start, min(len(raw), start + draw(st.sampled_from([0, 1, 2, 8, 1000])))))
        piece = draw(st.sampled_from([*_PIECES, raw[start:end] * 2]) | st.binary(max_size=4))
        raw = raw[:start] + piece + raw[end:]
    return raw
