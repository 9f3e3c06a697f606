"""Our own modules as they are written: who imports whom, and which functions nobody takes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path

COUNTED = ("metrics", "pages")  # whose lines and functions are counted
OURS = (*COUNTED, "data", "bench", "locale", "app.py")  # who may import or call them; tests are nobody
WORDS = ("metrics.text", "metrics.words.text")  # where every chain ends: under either name
REGISTRARS = {"recipe", "finding", "metric"}  # decorators that enter a function in a table
COMMANDS = ("*.commands.*", "*.__main__")  # started by name from the command line
Function = ast.FunctionDef | ast.AsyncFunctionDef
Use = tuple[str, str]  # a module, and a name in it


@dataclass(frozen=True, eq=False)
class Module:
    """One file of ours, read; ``name`` is the one it is imported by."""

    name: str
    file: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax."""
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All of its syntax in one list."""
        return list(ast.walk(self.tree))

    @property
    def package(self) -> bool:
        """Whether it is the ``__init__`` of a folder, which passes names on rather than uses them."""
        return self.file.name == "__init__.py"

    @property
    def counted(self) -> bool:
        """Whether its lines and functions are counted."""
        return self.name.split(".")[0] in COUNTED

    @property
    def lines(self) -> int:
        """Lines, as ``wc -l`` counts them."""
        return self.text.count("\n")

    @cached_property
    def bound(self) -> list[tuple[str, Use]]:
        """Each name an import gives, and what it stands for: ``(module, "")`` for ``import a.b as name``."""
        found: list[tuple[str, Use]] = []
        for node in self.nodes:
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found += ((alias.asname or alias.name, (node.module, alias.name)) for alias in node.names)
            elif isinstance(node, ast.Import):
                found += ((alias.asname or alias.name, (alias.name, "")) for alias in node.names)
        return found

    @cached_property
    def functions(self) -> list[Function]:
        """Every function in it, methods and inner ones too."""
        return [node for node in self.nodes if isinstance(node, Function)]


Modules = Mapping[str, Module]


def read(root: Path) -> dict[str, Module]:
    """Every Python file of ours by the name of its module, as it lies on the disk; what tools leave behind is not."""
    found = {}
    for top in OURS:
        for file in sorted((root / top).rglob("*.py")) if (root / top).is_dir() else [root / top]:
            parts = file.relative_to(root).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            if file.is_file() and "__pycache__" not in parts:
                found[name] = Module(name, file, file.read_text(encoding="utf-8"))
    return found


def module_of(use: Use, modules: Modules) -> str | None:
    """The module of ours that an import reaches: ``from a import b`` is a.b where that is a module, else a."""
    inner = f"{use[0]}.{use[1]}"
    return inner if inner in modules else use[0] if use[0] in modules else None


def stands_for(use: Use, modules: Modules) -> str | None:
    """The module of ours that an imported name is, when it is one and not a name in one."""
    name = ".".join(part for part in use if part)
    return name if name in modules else None


def graph(modules: Modules) -> dict[str, set[str]]:
    """Which of our modules each one imports, in functions and for type checkers too."""
    reached = {name: {module_of(use, modules) for _, use in module.bound} for name, module in modules.items()}
    return {name: {other for other in others if other is not None} - {name} for name, others in reached.items()}


def chain(modules: Modules) -> list[str]:
    """The longest way along imports from a page to the words, both ends with it; no module twice."""
    links = graph(modules)
    ends = {name for name in WORDS if name in modules}
    pages = [name for name in modules if re.fullmatch(r"pages\.\w+", name) and not modules[name].package]
    return max((longest(page, links, ends) for page in pages), key=len, default=[])


def longest(start: str, links: Mapping[str, set[str]], ends: set[str]) -> list[str]:
    """The longest path without a repeat from ``start`` to one of ``ends``; empty when there is none.

    Known paths are kept by what they may no longer visit, of which only the modules of a circle matter: where imports
    run one way there are none, and each module is looked at once.
    """
    circles = {name: circle for circle in together(links) if len(circle) > 1 for name in circle}
    known: dict[tuple[str, frozenset[str]], list[str]] = {}

    def onward(name: str, before: frozenset[str]) -> list[str]:
        if name in ends:
            return [name]
        before = before & circles.get(name, frozenset())
        if (name, before) not in known:
            after = before | {name}
            found = (onward(other, after) for other in sorted(links.get(name, ())) if other not in after)
            best = max(found, key=len, default=[])
            known[name, before] = [name, *best] if best else []
        return known[name, before]

    return onward(start, frozenset())


def together(links: Mapping[str, set[str]]) -> list[frozenset[str]]:
    """Modules that reach each other (Tarjan 1972): one alone, or all of a circle."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_: list[str] = []
    found: list[frozenset[str]] = []

    def look(name: str) -> None:
        number[name] = lowest[name] = len(number)
        open_.append(name)
        for other in links.get(name, ()):
            if other not in number:
                look(other)
            if other in open_:
                lowest[name] = min(lowest[name], lowest[other])
        if lowest[name] == number[name]:
            cut = open_.index(name)
            found.append(frozenset(open_[cut:]))
            del open_[cut:]

    for name in links:
        if name not in number:
            look(name)
    return found


def origin(use: Use, modules: Modules) -> Use:
    """Where a name is written: followed through the modules that only pass it on."""
    seen = set()
    while use not in seen and use[0] in modules:
        seen.add(use)
        passed = dict(modules[use[0]].bound).get(use[1])
        if passed is None or not passed[1]:
            break
        use = passed
    return use


def uses(module: Module, modules: Modules) -> set[Use]:
    """What a module takes from others: names it imports, and ``other.name`` of modules it imports."""
    bound = dict(module.bound)
    found = set() if module.package else {origin(use, modules) for use in bound.values() if use[1]}
    for node in module.nodes:
        base = bound.get(ast.unparse(node.value)) if isinstance(node, ast.Attribute) else None
        if base is not None and (other := stands_for(base, modules)) is not None:
            found.add(origin((other, node.attr), modules))
    return found


def handed_on(module: Module, modules: Modules) -> set[str]:
    """Modules it holds as values, as in ``MODELS = {"grid": grid}``: whoever is given one takes what it likes of it."""
    bases = {id(node.value) for node in module.nodes if isinstance(node, ast.Attribute)}
    names = [node for node in module.nodes if isinstance(node, ast.Name) and id(node) not in bases]
    other_things = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    other_things |= {node.arg for node in module.nodes if isinstance(node, ast.arg)}
    alone = {node.id for node in names} - other_things
    reached = {stands_for(use, modules) for name, use in module.bound if name in alone}
    return {other for other in reached if other is not None}


def by_any_owner(modules: Modules) -> set[Use]:
    """Names of modules that are handed on, where ``.name`` is asked of anything anywhere."""
    asked = {node.attr for module in modules.values() for node in module.nodes if isinstance(node, ast.Attribute)}
    held = {other for module in modules.values() for other in handed_on(module, modules)}
    return {(other, name) for other in held for name in asked}


def registered(module: Module) -> set[str]:
    """Names its own top level takes: in a table, in a call, on the last line of a page; annotations are none."""
    found: set[str] = set()
    for node in module.tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom | ast.ClassDef):
            continue
        parts = node.decorator_list if isinstance(node, Function) else [node]
        if isinstance(node, Function) and any(_registers(part) for part in parts):
            found.add(node.name)
        found |= {name.id for part in parts for name in ast.walk(part) if isinstance(name, ast.Name)}
    return found


def _registers(decorator: ast.expr) -> bool:
    """Whether a decorator makes the function below it known by its name."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(called).rpartition(".")[2] in REGISTRARS


def public(module: Module) -> Iterator[str]:
    """Functions on its top level whose names say that others may call them."""
    for node in module.tree.body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            yield node.name


def unused(modules: Modules) -> list[Use]:
    """Public functions that no other module takes, no table holds and no command starts."""
    taken = by_any_owner(modules)
    for module in modules.values():
        taken |= {use for use in uses(module, modules) if use[0] != module.name}
    return [
        (module.name, name)
        for module in modules.values()
        if module.counted and not any(fnmatch(module.name, pattern) for pattern in COMMANDS)
        for name in public(module)
        if (module.name, name) not in taken and name not in registered(module)
    ]


def at_home(use: Use, modules: Modules) -> bool:
    """Whether a function is at least called in its own module, where an underscore would say so."""
    return any(isinstance(node, ast.Name) and node.id == use[1] for node in modules[use[0]].nodes)
