"""Read workbooks with python-calamine and do nothing with them: the floor under every program that reads them."""

import sys
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineWorkbook

for path in sys.argv[1:]:
    places = sorted(Path(path).iterdir()) if Path(path).is_dir() else [Path(path)]
    for place in places:
        book = CalamineWorkbook.from_filelike(BytesIO(place.read_bytes()))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
