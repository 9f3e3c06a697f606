"""Parquet files that grow block by block, in row groups large enough to read fast."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 120_000  # of a row group, about


def plain(table: pa.Table) -> pa.Table:
    """``table`` with texts written out, so that blocks with different words fit together."""
    fields = [
        pa.field(field.name, field.type.value_type if pa.types.is_dictionary(field.type) else field.type)
        for field in table.schema
    ]
    return table.cast(pa.schema(fields))


class _Writer:
    """One file. Rows are held back until they fill a row group."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._file = pq.ParquetWriter(
            path, schema, compression="zstd", compression_level=1, store_decimal_as_integer=True
        )
        self._held: list[pa.Table] = []
        self._rows = 0

    def add(self, table: pa.Table) -> None:
        self._held.append(table)
        self._rows += table.num_rows
        if self._rows >= ROWS:
            self._flush()

    def _flush(self) -> None:
        self._file.write_table(pa.concat_tables(self._held), row_group_size=2 * ROWS)
        self._held, self._rows = [], 0

    def close(self) -> None:
        if self._held:
            self._flush()
        self._file.close()


class Writers:
    """Files of a folder by table name; closed together."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writers: dict[str, _Writer] = {}

    def __enter__(self) -> Writers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for writer in self._writers.values():
            writer.close()

    def add(self, name: str, table: pa.Table) -> None:
        """More rows of table ``name``."""
        table = plain(table)
        if name not in self._writers:
            self._writers[name] = _Writer(self._folder / f"{name}.parquet", table.schema)
        self._writers[name].add(table)
