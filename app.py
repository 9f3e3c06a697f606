"""The server: Streamlit over pages/parts/shell.py. Start it with ``streamlit run app.py``.

The shell does not lie here: a folder named ``pages`` beside the main script is run in Streamlit's old multipage mode
when the first request after start is a deep link. Beside shell.py there is none.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: two threads make a fit many times slower than one

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from starlette.middleware import Middleware  # noqa: E402
from streamlit import App  # noqa: E402

from pages.parts.server import compress, document, guard, trouble, warm  # noqa: E402

app = App(
    ROOT / "pages" / "parts" / "shell.py",
    middleware=[Middleware(guard.Guarded), Middleware(document.Document), Middleware(compress.Compressed)],
    lifespan=warm.lifespan,
    on_script_error=trouble.show,
)
