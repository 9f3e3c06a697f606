"""Bring the catalogues up to date with the source: ``python locale/update.py``, or ``make messages``.

New texts come in empty, texts no longer used go out; what is left to translate is printed, and the exit code is 1 while
there is any. ``--check`` writes nothing.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("zh_CN",)
SOURCES = ("pages", "metrics", "data")
# Function -> which of its arguments are texts; two of them are singular and plural.
KEYWORDS = {"_": (0,), "N_": (0,), "say": (0,), "n_": (0, 1), "count": (0, 1)}
# Where a table is declared, its descriptions are texts too.
CONTRACTS = dict.fromkeys(("_text", "_money", "_number", "_whole", "_date", "_time", "_flag", "Table"), (1,))

HEADER = """# Payback, {lang}. New texts: python locale/update.py
msgid ""
msgstr ""
"Language: {lang}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""

Key = str | tuple[str, ...]


def _texts(tree: ast.AST, keywords: dict[str, tuple[int, ...]]) -> Iterator[tuple[Key, int]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        wanted = [node.args[i] for i in keywords.get(name, ()) if i < len(node.args)]
        found = [arg.value for arg in wanted if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if found and len(found) == len(keywords[name]):
            yield (found[0] if len(found) == 1 else tuple(found)), node.lineno


def source_texts(root: Path = ROOT) -> dict[Key, list[tuple[str, int]]]:
    """Every marked text of the program -> the files and lines it stands in."""
    found: dict[Key, list[tuple[str, int]]] = defaultdict(list)
    for file in sorted(path for folder in SOURCES for path in (root / folder).rglob("*.py")):
        place = file.relative_to(root).as_posix()
        keywords = KEYWORDS | (CONTRACTS if place == "data/contracts.py" else {})
        for key, line in _texts(ast.parse(file.read_text(encoding="utf-8")), keywords):
            if key and key != ("",):
                found[key].append((place, line))
    return dict(found)


def template(root: Path = ROOT) -> Catalog:
    """The texts as an untranslated catalogue. Files are named without lines, so that moving code changes nothing."""
    made = Catalog(project="Payback", charset="utf-8")
    for key, places in source_texts(root).items():
        made.add(key, locations=[(place, 0) for place in sorted({place for place, _line in places})])
    return made


def path_of(lang: str) -> Path:
    """Where the catalogue of ``lang`` lies."""
    return ROOT / "locale" / lang / "LC_MESSAGES" / "payback.po"


def load(lang: str) -> Catalog:
    """The catalogue of ``lang``; an empty one when there is none yet."""
    if not path_of(lang).exists():
        return Catalog(locale=lang, project="Payback", charset="utf-8")
    with path_of(lang).open("rb") as file:
        return read_po(file, locale=lang)


def untranslated(catalog: Catalog) -> list[str]:
    """Texts without a translation, or with one nobody has looked at."""
    entries = (m for m in catalog if m.id)
    return [str(m.id) for m in entries if m.fuzzy or not all(m.string if isinstance(m.string, tuple) else (m.string,))]


def update(lang: str, *, write: bool) -> list[str]:
    """Merge the source texts into the catalogue of ``lang``; returns what is left to translate."""
    catalog = load(lang)
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    if write:
        path_of(lang).parent.mkdir(parents=True, exist_ok=True)
        with path_of(lang).open("wb") as file:
            file.write(HEADER.format(lang=lang).encode())  # no dates in it: the same texts, the same file
            write_po(file, catalog, width=110, sort_output=True, omit_header=True, include_lineno=False)
    return untranslated(catalog)


def main() -> int:
    """All languages; 1 while something is left to translate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    write = not parser.parse_args().check
    left = [(lang, text) for lang in LANGUAGES for text in update(lang, write=write)]
    for lang, text in left:
        print(f"{lang}: {text}")
    print(f"{len(left)} left to translate")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
