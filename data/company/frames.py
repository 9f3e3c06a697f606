"""From numpy to the contract's types: text, money, days and moments, without a Python object a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.contracts import TABLES, Kind

TYPES = {
    Kind.TEXT: pa.string(),
    Kind.WHOLE: pa.int64(),
    Kind.MONEY: pa.decimal128(18, 4),
    Kind.NUMBER: pa.float64(),
    Kind.DATE: pa.date32(),
    Kind.TIME: pa.timestamp("us"),
    Kind.FLAG: pa.bool_(),
}


def money(cents: NDArray[np.int64], empty: NDArray[np.bool_] | None = None) -> pa.Array:
    """DECIMAL(18, 4) of whole cents."""
    words = np.empty((len(cents), 2), dtype=np.int64)
    words[:, 0] = cents * 100
    words[:, 1] = words[:, 0] >> 63
    array = pa.Array.from_buffers(TYPES[Kind.MONEY], len(cents), [None, pa.py_buffer(words.tobytes())])
    return array if empty is None else _without(array, empty)


def _without(array: pa.Array, empty: NDArray[np.bool_]) -> pa.Array:
    return pa.compute.if_else(pa.array(~empty), array, pa.scalar(None, array.type))


def numbered(prefix: NDArray[np.uint8] | str, numbers: NDArray[np.int64], digits: int) -> pa.Array:
    """Text such as O00000120003: a letter, the same for all or one a row, and a number of ``digits`` digits."""
    letters = np.empty((len(numbers), digits + 1), dtype=np.uint8)
    letters[:, 0] = ord(prefix) if isinstance(prefix, str) else prefix
    rest = numbers.astype(np.int64)
    for place in range(digits, 0, -1):
        rest, digit = np.divmod(rest, 10)
        letters[:, place] = digit + 48
    ends = np.arange(0, (len(numbers) + 1) * (digits + 1), digits + 1, dtype=np.int32)
    buffers = [None, pa.py_buffer(ends.tobytes()), pa.py_buffer(letters.tobytes())]
    return pa.Array.from_buffers(pa.string(), len(numbers), buffers)


def chosen(codes: NDArray[Any], words: Sequence[str], empty: NDArray[np.bool_] | None = None) -> pa.Array:
    """The word of each code; nothing where ``empty``."""
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32), mask=empty), pa.array(words, pa.string()))


def days(day: NDArray[np.datetime64], empty: NDArray[np.bool_] | None = None) -> pa.Array:
    """Dates."""
    return pa.array(day.astype("datetime64[D]").astype(np.int32), pa.int32(), mask=empty).cast(pa.date32())


def moments(minute: NDArray[np.datetime64], empty: NDArray[np.bool_] | None = None) -> pa.Array:
    """Dates with a time."""
    return pa.array(minute.astype("datetime64[us]").astype(np.int64), pa.int64(), mask=empty).cast(TYPES[Kind.TIME])


def table(name: str, columns: Mapping[str, pa.Array]) -> pa.Table:
    """``columns`` as contract table ``name``, in the contract's order; a column outside the contract is a KeyError."""
    contract = TABLES[name]
    for column in columns:
        contract.column(column)
    kept = [column for column in contract.columns if column.name in columns]
    arrays = [_typed(columns[column.name], TYPES[column.kind]) for column in kept]
    return pa.table(arrays, names=[column.name for column in kept])


def _typed(array: pa.Array, kind: pa.DataType) -> pa.Array:
    return array if pa.types.is_dictionary(array.type) else array.cast(kind)


def from_rows(name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> pa.Table:
    """A small table written out row by row."""
    contract = TABLES[name]
    return table(
        name,
        {
            column: pa.array([row[place] for row in rows], TYPES[contract.column(column).kind])
            for place, column in enumerate(columns)
        },
    )
