"""Recalculating workbooks as a spreadsheet program does, and changing one number in a file that is already written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from metrics.workbook.make import Workbook

PLACES = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
# 0: recalculate always, whatever values the file brings along
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""
Cells = dict[str, list[list[object]]]


def program() -> str:
    """LibreOffice; without it the test is skipped and says how to get it."""
    found = next(
        (path for name in (os.environ.get("OFFICE_PATH"), *PLACES) if name and (path := shutil.which(name))), None
    )
    if found is None:
        pytest.skip(
            "no LibreOffice here to recalculate the workbook: install libreoffice-calc, or say where it is: "
            "OFFICE_PATH=/path/to/soffice"
        )
    return found


def recalculated(files: dict[str, bytes], folder: Path) -> dict[str, Cells]:
    """Each file opened, recalculated and saved again by LibreOffice, as rows by sheet."""
    office, given, done = program(), folder / "given", folder / "done"
    settings = folder / "profile" / "user"
    for place in (given, done, settings):
        place.mkdir(parents=True, exist_ok=True)
    (settings / "registrymodifications.xcu").write_text(SETTINGS)
    paths = {name: given / f"{number}.xlsx" for number, name in enumerate(files)}
    for name, path in paths.items():
        path.write_bytes(files[name])
    command = [office, f"-env:UserInstallation={settings.parent.as_uri()}", "--headless", "--convert-to", "xlsx"]
    told = subprocess.run(
        [*command, "--outdir", str(done), *map(str, paths.values())], capture_output=True, text=True, timeout=600
    )
    assert told.returncode == 0, told.stderr
    return {name: read((done / path.name).read_bytes()) for name, path in paths.items()}


def read(file: bytes) -> Cells:
    """The values a file holds, without working anything out."""
    book = CalamineWorkbook.from_filelike(BytesIO(file))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def value(cells: Cells, workbook: Workbook, name: str) -> object:
    """What stands in a named cell."""
    sheet, row, column = workbook.book.place(name)
    return cells[sheet][row][column]


def row(cells: Cells, workbook: Workbook, name: str) -> list[object]:
    """What stands in a named row."""
    sheet, _, block = workbook.book.names[name].text.replace("$", "").rpartition("!")
    (line, start), (_, end) = (xl_cell_to_rowcol(cell) for cell in block.split(":"))
    return cells[sheet.strip("'")][line][start : end + 1]


def changed(file: bytes, workbook: Workbook, numbers: dict[str, float | str]) -> bytes:
    """The file with other numbers in named cells; nothing else in it is touched."""
    source, target = zipfile.ZipFile(BytesIO(file)), BytesIO()
    titles = [sheet.title for sheet in workbook.book.sheets]
    edits: dict[str, list[tuple[str, float | str]]] = {}
    for name, number in numbers.items():
        sheet, row, column = workbook.book.place(name)
        part = f"xl/worksheets/sheet{titles.index(sheet) + 1}.xml"
        edits.setdefault(part, []).append((xl_rowcol_to_cell(row, column), number))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in source.namelist():
            body = source.read(entry)
            for cell, number in edits.get(entry, []):
                body, count = _edit(body, cell, number)
                assert count == 1, f"{cell} is no plain cell of {entry}"
            out.writestr(entry, body)
    return target.getvalue()


def _edit(body: bytes, cell: str, entered: float | str) -> tuple[bytes, int]:
    """One cell of a sheet's XML, entered anew: a number, a text, or empty until now."""
    plain = rb'<c r="%s"( s="\d+")?(?: t="s")?(?:/>|><v>[^<]*</v></c>)' % cell.encode()
    if isinstance(entered, str):
        new = rb' t="inlineStr"><is><t>%s</t></is></c>' % entered.encode()
    else:
        new = rb"><v>%s</v></c>" % repr(float(entered)).encode()
    return re.subn(plain, rb'<c r="%s"\1' % cell.encode() + new, body)
