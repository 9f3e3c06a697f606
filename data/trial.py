"""Arms and outcomes of a trial out of any file, one row a customer."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
from numpy.typing import NDArray

from data.cells import Source, given, refined, value
from data.contracts import Column, Kind, Table
from data.errors import InputError
from data.orderlog import must_be_file, place
from data.profile import styled
from data.readers import read
from data.statement import Raw, fill

_ARM, _OUTCOME, _BEFORE = "arm", "outcome", "before"


@dataclass(frozen=True)
class Trial:
    """Arm and outcome of every row that has both; ``before``: what was known ahead, None where not asked for."""

    arm: NDArray[np.object_]
    outcome: NDArray[np.float64]
    before: NDArray[np.float64] | None
    rows: int  # rows read
    left_out: Mapping[str, int]  # why rows could not be used, and how many


def read_trial(path: Path, arm: str, outcome: str, before: str | None = None) -> Trial:
    """The trial in a CSV, Parquet or XLSX file. InputError, one line, when the file or a column cannot be used."""
    must_be_file(path)
    wanted = {_ARM: arm, _OUTCOME: outcome} | ({_BEFORE: before} if before is not None else {})
    with TemporaryDirectory() as scratch, contextlib.closing(duckdb.connect()) as connection:
        connection.execute("set threads = 2; set memory_limit = '1200MB'; set enable_progress_bar = false")
        incoming = read(connection, path, list(wanted.values()), Path(scratch))
        sources = {
            name: Source(f"c{found}", incoming.types[found])
            for name, found in ((name, place(path, incoming, column)) for name, column in wanted.items())
        }
        kinds = {_ARM: Kind.TEXT, _OUTCOME: Kind.NUMBER, _BEFORE: Kind.NUMBER}
        columns = tuple(Column(name, kinds[name], "") for name in wanted)
        styles = styled(connection, Table("trial", "", (), columns, ()), sources)
        cells = {}
        for column in columns:
            source = styles[column.name] or sources[column.name]
            cells[column.name] = value(column, source, refined(column, source, given(column, source)))
        found = connection.execute(
            fill(
                "select {arm} as arm, {outcome} as outcome, {before} as before from incoming",
                arm=Raw(cells[_ARM]),
                outcome=Raw(cells[_OUTCOME]),
                before=Raw(cells.get(_BEFORE, "cast(null as double)")),
            )
        ).fetch_df()
    known = found["arm"].notna() & found["outcome"].notna()
    if before is not None:
        known &= found["before"].notna()
    counts = {
        "no arm": int(found["arm"].isna().sum()),
        "no outcome": int((found["arm"].notna() & found["outcome"].isna()).sum()),
        "nothing known before": int(len(found) - known.sum()) if before is not None else 0,
        "broken line": len(incoming.broken),
    }
    counts["nothing known before"] -= (counts["no arm"] + counts["no outcome"]) if before is not None else 0
    if not known.any():
        raise InputError(f"{path.name} holds no row with an arm and a number in {outcome}; check the columns")
    kept = found[known]
    return Trial(
        kept["arm"].astype(str).to_numpy(dtype=object),
        kept["outcome"].to_numpy(dtype=float),
        kept["before"].to_numpy(dtype=float) if before is not None else None,
        len(found) + len(incoming.broken),
        {reason: count for reason, count in counts.items() if count},
    )
