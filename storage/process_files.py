"""Reads a process from its YAML file, or says everything that is wrong with it, each mistake with file and line.

Only plain YAML counts: no tags of other kinds, no aliases and no field twice, so that what is written is what holds.
"""

from pathlib import Path

import yaml
from yaml.reader import ReaderError

from domain.process import Process
from domain.process_check import InvalidProcess, mistakes
from domain.process_schema import Mistake, Steps, sketches

Place = tuple[str | int, ...]

CORE = "tag:yaml.org,2002:"
AS_WRITTEN = frozenset({f"{CORE}{name}" for name in ("str", "timestamp", "value", "merge")})
PLAIN = AS_WRITTEN | {f"{CORE}{name}" for name in ("int", "float", "bool", "null", "seq", "map")}


def load(path: Path, forms: frozenset[str]) -> Process:
    """The process in the file. Raises InvalidProcess, one line `file:line: where: what is wrong` for each mistake."""
    document = Document()
    raw = document.read(_root(path), ())
    found = [*document.mistakes, *((document.line(mistake.path), mistake) for mistake in mistakes(raw, forms))]
    if found:
        steps = sketches(raw)
        found.sort(key=lambda at: at[0])
        raise InvalidProcess("\n".join(f"{path}:{line}: {_where(steps, m.path)}: {m.message}" for line, m in found))
    return Process.model_validate(raw)


class Document:
    """Plain data out of YAML's nodes, with the line that each place stands on and what is not plain about it."""

    def __init__(self) -> None:
        self.mistakes: list[tuple[int, Mistake]] = []
        self._lines: dict[Place, int] = {}
        self._seen: set[int] = set()

    def line(self, place: Place) -> int:
        """The line (from 1) of a place, or of the nearest one around it that is written."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def read(self, node: yaml.Node | None, place: Place) -> object:
        if node is None:
            return None
        self._lines.setdefault(place, _line(node))
        if id(node) in self._seen:
            return self._refuse(self.line(place), place, "an alias is not plain enough: write it out")
        self._seen.add(id(node))
        if node.tag not in PLAIN:
            return self._refuse(_line(node), place, f"the tag {node.tag} is not used here")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*place, n)) for n, child in enumerate(node.value)]
        return node.value if node.tag in AS_WRITTEN else self._scalar(node, place)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, object]:
        data: dict[str, object] = {}
        for name, value in node.value:
            field, line = (*place, str(name.value)), _line(name)
            if not isinstance(name, yaml.ScalarNode):
                self._refuse(line, place, "the name of a field must be a word")
            elif name.value in data:
                self._refuse(line, field, f"is given twice, on line {self.line(field)} and on line {line}")
            else:
                self._lines[field] = line
                data[name.value] = self.read(value, field)
        return data

    def _scalar(self, node: yaml.Node, place: Place) -> object:
        """A number, true or false, or nothing."""
        try:
            return yaml.safe_load(node.value)
        except (yaml.YAMLError, ValueError):
            return self._refuse(_line(node), place, "cannot be read")

    def _refuse(self, line: int, place: Place, message: str) -> None:
        self.mistakes.append((line, Mistake(path=place, message=message)))


def _root(path: Path) -> yaml.Node | None:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        line, what = error.object.count(b"\n", 0, error.start) + 1, "is not UTF-8"
    except ReaderError as error:
        line, what = 1, f"has a character that YAML does not allow, at position {error.position}"
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, what = mark.line + 1 if mark else 1, " ".join(filter(None, (error.context, error.problem)))
    except RecursionError:
        line, what = 1, "is nested too deeply"
    raise InvalidProcess(f"{path}:{line}: YAML: {what}")


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1


def _where(steps: Steps, place: Place) -> str:
    """A place in words, such as `steps[goals].waits_for[0]`: a step by its key, where it has one, else by position."""
    match place:
        case ("steps", int(n), *rest):
            return "".join((f"steps[{steps[n].key or n}]", *map(_part, rest)))
        case _:
            return "".join(map(_part, place)).removeprefix(".") or "process"


def _part(part: str | int) -> str:
    return f"[{part}]" if isinstance(part, int) else f".{part}"
