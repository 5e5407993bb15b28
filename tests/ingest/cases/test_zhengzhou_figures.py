"""Every figure of the Zhengzhou case, as printed and as read, and what it is of."""

from ingest.cases.catalog import cases

CASE = cases()["zhengzhou"]

FIGURES = {
    ("ZZ-S01", "突破1000万人", 10_000_000, None, "2018"),
    ("ZZ-S02", "突破万亿", 1_000_000_000_000, None, "2018"),
    ("ZZ-S03", "突破10万", 100_000, None, "2018"),
    ("ZZ-S04", "830", 830, 830, None),
    ("ZZ-S05", "73.4%", 0.734, 0.734, None),
    ("ZZ-S06", "600万", 6_000_000, 6_000_000, None),
    ("ZZ-S07", "240万辆", 2_400_000, 2_400_000, None),
    ("ZZ-S08", "300万台", 3_000_000, 3_000_000, None),
    ("ZZ-S09", "20万元", 200_000, 200_000, None),
    ("ZZ-S10", "160个", 160, 160, None),
    ("ZZ-S11", "160个", 160, 160, None),
    ("ZZ-S12", "120个", 120, 120, None),
    ("ZZ-S12.1", "120个", 120, 120, None),
    ("ZZ-S13", "810个", 810, 810, None),
    ("ZZ-S13.1", "810个", 810, 810, None),
    ("ZZ-S14", "201名", 201, 201, None),
    ("ZZ-S15", "3105项", 3_105, 3_105, None),
    ("ZZ-S16", "2882项", 2_882, 2_882, None),
    ("ZZ-S17", "1681项", 1_681, 1_681, None),
    ("ZZ-S18", "260多个", 261, 269, None),
    ("ZZ-S19", "20余家", 21, 29, None),
    ("ZZ-S20", "逾万平方米", 10_000, None, None),
    ("ZZ-S21", "4000平方米", 4_000, 4_000, None),
    ("ZZ-S21.1", "300多万元", 3_000_000, 4_000_000, None),
    ("ZZ-S22", "近30亿元", 2_850_000_000, 3_000_000_000, None),
    ("ZZ-S23", "810个", 810, 810, None),
    ("ZZ-S24", "85%", 0.85, 0.85, None),
    ("ZZ-S25", "3亿多元", 300_000_000, 400_000_000, None),
    ("ZZ-S26", "20万元", 200_000, 200_000, None),
    ("ZZ-S27", "3万元", 30_000, 30_000, None),
    ("ZZ-S28", "1/3以上", 1 / 3, 1, None),
    ("ZZ-S28.1", "51%", 0.51, 0.51, None),
    ("ZZ-S29", "2/3以上", 2 / 3, 1, None),
    ("ZZ-S29.1", "38%", 0.38, 0.38, None),
    ("ZZ-S30", "3人以上", 3, None, None),
    ("ZZ-S32", "1500余人", 1_501, 1_599, None),
    ("ZZ-S33", "5000余万元", 50_000_000, 60_000_000, "2018"),
    ("ZZ-S34", "20多个", 21, 29, None),
    ("ZZ-S35", "300元", 300, 300, None),
    ("ZZ-S35.1", "200元", 200, 200, None),
    ("ZZ-S35.2", "100元", 100, 100, None),
    ("ZZ-S36", "6.4万个", 64_000, 64_000, None),
    ("ZZ-S37", "8600多个", 8_601, 8_699, None),
    ("ZZ-S38", "1100多个", 1_101, 1_199, None),
    ("ZZ-S39", "50多万户", 500_000, 600_000, None),
    ("ZZ-S40", "近200万人", 1_900_000, 2_000_000, None),
    ("ZZ-S41", "4亿平方米", 400_000_000, 400_000_000, None),
    ("ZZ-S42", "1200余名", 1_201, 1_299, None),
    ("ZZ-S43", "5000多名", 5_001, 5_999, None),
    ("ZZ-S44", "3条", 3, 3, None),
    ("ZZ-S45", "17条", 17, 17, None),
    ("ZZ-S46", "300", 300, 300, "2020"),
    ("ZZ-S47", "180余万人", 1_800_000, 1_900_000, "2018-12-31"),
    ("ZZ-S48", "8400余个", 8_401, 8_499, "2018-12-31"),
    ("ZZ-S49", "1087个", 1_087, 1_087, "2018-12-31"),
    ("ZZ-S50", "800万小时", 8_000_000, 8_000_000, "2018-12-31"),
    ("ZZ-S51", "90万人次", 900_000, 900_000, "2018-12-31"),
    ("ZZ-S52", "97%", 0.97, 0.97, "2018-12-31"),
    ("ZZ-S53", "116人", 116, 116, None),
    ("ZZ-S54", "9名", 9, 9, None),
    ("ZZ-S55", "67名", 67, 67, None),
    ("ZZ-S56", "2495条", 2_495, 2_495, None),
    ("ZZ-S56.1", "2495条", 2_495, 2_495, None),
    ("ZZ-S57", "1万多个", 10_000, 20_000, None),
    ("ZZ-S58", "71条", 71, 71, None),
    ("ZZ-S59", "7700余名", 7_701, 7_799, None),
    ("ZZ-S60", "13000余名", 13_001, 13_999, None),
    ("ZZ-S61", "30%以上", 0.3, 1, None),
    ("ZZ-S62", "3.3万条", 33_000, 33_000, None),
    ("ZZ-S63", "1000多个", 1_001, 1_999, None),
    ("ZZ-S64", "25%", 0.25, 0.25, None),
    ("ZZ-S65", "五项", 5, 5, None),
    ("ZZ-S66", "四", 4, 4, None),
    ("ZZ-S67", "十四", 14, 14, None),
}


def test_every_printed_figure_stands_with_its_interval_and_date() -> None:
    assert {(each.key, each.raw, each.low, each.high, each.as_of) for each in CASE.observations} == FIGURES
    assert len(CASE.observations) == len(FIGURES)
    rough = {each.key for each in CASE.observations if each.low_open or each.high_open}
    assert rough == {
        *("ZZ-S01", "ZZ-S02", "ZZ-S03", "ZZ-S20", "ZZ-S21.1", "ZZ-S22", "ZZ-S25", "ZZ-S33"),
        *("ZZ-S39", "ZZ-S40", "ZZ-S47", "ZZ-S57"),
    }, "amounts and what is counted in 万 keep open ends"


def test_figures_stand_with_what_they_are_of() -> None:
    figures = {each.key: each for each in CASE.observations}
    people = {"ZZ-T28"}
    assert [key for key in ("ZZ-S38", "ZZ-S41") if people & set(figures[key].about)] == [], "villages and floor area"
    assert figures["ZZ-S63"].about == ("ZZ-E01.1",), "problems of many kinds, not only of the lifts"
    assert figures["ZZ-S17"].passages == ("P13.found", "P13.projects"), "this year is said before"
