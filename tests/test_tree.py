from coverage_cli.model import Unit, Units


def test_the_units_above_come_nearest_first_and_none_above_the_whole() -> None:
    units = [
        Unit("Tỉnh A", "province", code=None, parent=None, row=None, name_cell=None, leaf=False),
        Unit("Huyện B", "district", code=None, parent=0, row=None, name_cell=None, leaf=False),
        Unit("Huyện C", "district", code=None, parent=0, row=None, name_cell=None, leaf=False),
        Unit("Xã D", "commune", code=None, parent=2, row=None, name_cell=None, leaf=True),
    ]

    assert [Units.of(units).uppers(at) for at in range(4)] == [[], [0], [0], [2, 0]]
