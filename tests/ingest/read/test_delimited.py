from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import RosterProblem
from ingest.read.delimited import decode, read_delimited

TEXT = '单位名称,人数\r\n甲公司,12\r\n\r\n"乙,丙\n公司",3\r\n'
ROWS = [["单位名称", "人数"], ["甲公司", "12"], [None, None], ["乙,丙\n公司", "3"]]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("gb18030", "gb18030")],
)
def test_encodings(encoding, named):
    sheet, found = read_delimited(TEXT.encode(encoding), "名册.csv")
    assert (sheet.rows, found) == (ROWS, named)


def test_other_delimiters_and_protected_codes():
    assert read_delimited('代码\t名称\n="0012"\t甲,乙\n'.encode(), "a.csv")[0].rows[1] == ["0012", "甲,乙"]
    assert read_delimited("代码;名称\n1;甲\n".encode(), "a.csv")[0].rows[1] == ["1", "甲"]


def test_short_records_are_padded():
    assert read_delimited("名称,人数\n甲\n".encode(), "a.csv")[0].rows[1] == ["甲", None]


def test_damaged_utf8_names_its_byte_and_is_not_read_as_gb18030():
    data = ("单位名称,人数\n" + "甲公司,12\n" * 20).encode()
    for spoilt in (data[:50] + b"\xff" + data[50:], data + "甲".encode()[:2]):
        with pytest.raises(RosterProblem) as caught:
            decode(spoilt, "名册.csv")
        assert caught.value.code == "encoding"
        assert any(f"第 {offset} 字节" in caught.value.zh for offset in (48, 49, 50, len(data)))


def test_bytes_of_no_encoding_name_the_offset():
    with pytest.raises(RosterProblem) as caught:
        decode("甲".encode("gb18030") * 9 + b"\xff\xff", "名册.csv")
    assert "第 18 字节" in caught.value.zh


def test_big5_is_refused_rather_than_guessed():
    with pytest.raises(RosterProblem):
        decode(("單位名稱,負責區域,黨組織關係\n" * 5).encode("big5"), "名册.csv")


@pytest.mark.parametrize(
    ("data", "code"), [(b'a,"b\n', "quoting"), (b'"a"b,c\n', "quoting"), (b"a,\x00\n", "not_a_workbook")]
)
def test_broken_text(data, code):
    with pytest.raises(RosterProblem) as caught:
        read_delimited(data, "名册.csv")
    assert caught.value.code == code


@given(
    st.lists(
        st.text(st.sampled_from('甲乙丙丁街道社区党委支部网格楼宇一二三,"\n12ab'), min_size=1, max_size=8),
        min_size=3,
        max_size=20,
    )
)
def test_whatever_the_encoding_the_same_text_comes_back(words):
    text = "单位名称\n" + "\n".join(words)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        assert decode(text.encode(encoding), "a.csv")[0] == text


@given(st.binary(max_size=400))
def test_any_bytes_end_in_rows_or_a_roster_problem(data):
    try:
        sheet, _ = read_delimited(data, "a.csv")
    except RosterProblem:
        return
    assert len({len(row) for row in sheet.rows}) <= 1
