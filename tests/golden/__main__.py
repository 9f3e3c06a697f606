"""``python -m tests.golden``: write what every page shows of the sample company, in full precision.

The record is there so that work on the form of the program (modules moved, tables typed, parts rewritten) cannot
change a figure unseen: `make test` holds every page against it. Wording is not in it. Write it anew only when a figure
or a table is meant to be different, and read the difference before it is committed. With ``--against DIR`` nothing is
written: the differences between the record and that in DIR (made with ``--to DIR``) are printed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from unittest import mock

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> int:
    """0; with --against, 1 when there is a difference."""
    asked = argparse.ArgumentParser(
        prog="python -m tests.golden", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("--to", type=Path, metavar="DIR", help="write there, not over the record")
    asked.add_argument("--against", type=Path, metavar="DIR", help="print how the record there differs; write nothing")
    arguments = asked.parse_args()
    from tests.golden import compare, record

    if arguments.against:
        folder = arguments.against
        found = [
            line
            for name in record.NAMES
            for line in compare.differences(name, record.read(name), record.read(name, folder))
        ]
        print("\n".join(found) or "no difference")
        return bool(found)
    from tests.conftest import published

    with tempfile.TemporaryDirectory() as place:
        home = published(Path(place), "company", 3_000)
        with mock.patch.dict(os.environ, {"PAYBACK_HOME": str(home)}):
            record.write(arguments.to or record.FOLDER)
    return 0


if __name__ == "__main__":
    sys.exit(main())
