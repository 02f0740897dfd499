"""Reads a pack folder and says everything that is wrong with it, sorted by file and line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from trellis.kit.errors import Refused
from trellis.programs.hints import meant
from trellis.programs.lists import common_complaints
from trellis.programs.program import Program
from trellis.programs.reading import MOST_BYTES, Tree, Unreadable, read
from trellis.programs.sections import Complaint, Section, registered
from trellis.programs.sentences import complaints
from trellis.programs.shape import name_of

MOST_FILES = 200
YAML_ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: `year-plans/first.yaml:212 activity "x": role "y" is not …`."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.text}"


class BrokenPack(Refused):
    """A pack with problems; its text is all their sentences."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class LoadedPack:
    """A pack without problems: the program in memory, what is stored of it, and its digest."""

    program: Program
    content: dict[str, Any]
    digest: str


def load(folder: Path) -> LoadedPack:
    """Read and check a pack; raises BrokenPack with every problem."""
    reading = _Reading(folder)
    reading.run()
    if reading.problems:
        raise BrokenPack(sorted(set(reading.problems)))
    content = {name: stored(parts) for name, parts in reading.parts.items()}
    return LoadedPack(reading.program(), content, digest_of(content))


def stored(parts: BaseModel | dict[str, BaseModel]) -> Any:
    """What a version keeps of a section: what its file says, without defaults."""
    if isinstance(parts, dict):
        return {stem: stored(part) for stem, part in parts.items()}
    return parts.model_dump(mode="json", exclude_unset=True)


def digest_of(content: dict[str, Any]) -> str:
    """The hash of a pack's content, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def program_of(content: dict[str, Any]) -> Program:
    """The program that a version's stored content tells; empty sections where it has none."""
    sections: dict[str, Any] = {}
    for section in registered():
        told = content.get(section.name)
        if section.file.endswith("/"):
            parts = (told or {}).items()
            sections[section.name] = {
                stem: section.model.model_validate(part) for stem, part in sorted(parts)
            }
        elif told is not None or not section.required:
            sections[section.name] = section.model.model_validate(told or {})
    return Program(sections)


@dataclass
class _Reading:
    """One pass over a folder; problems gather while it runs."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    parts: dict[str, Any] = field(default_factory=dict)
    trees: dict[str, Tree] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Read every section, then let the sections check each other."""
        if not self.folder.is_dir():
            self.problem(str(self.folder), 1, _("There is no such folder."))
            return
        self.strangers()
        for section in registered():
            self.section(section)
        program = self.program()
        for section in registered():
            self.cross_check(section, program)

    def program(self) -> Program:
        """What could be read so far."""
        sections = dict(self.parts)
        for section in registered():
            if section.name not in sections and not section.required:
                sections[section.name] = section.model()
        return Program(sections)

    def problem(self, file: str, line: int, text: str) -> None:
        """Note one problem."""
        self.problems.append(Problem(file, line, text))

    def strangers(self) -> None:
        """Complain of YAML files that no section reads: a slip in a name loses a whole file."""
        files = {one.file for one in registered()}
        for path in sorted(self.folder.iterdir()):
            name = f"{path.name}/" if path.is_dir() else path.name
            if name in files or name.startswith("."):
                continue
            if path.is_dir() and not any(path.glob("*.y*ml")):
                continue
            if path.is_dir() or path.suffix in YAML_ENDINGS:
                text = _("No section of a pack has this name") + meant(name, files) + "."
                self.problem(name, 1, text.replace("?.", "?"))

    def section(self, section: Section) -> None:
        """Read a section's file, or each file of its folder."""
        if not section.file.endswith("/"):
            if not (self.folder / section.file).exists():
                if section.required:
                    self.broken.add(section.name)
                    self.problem(section.file, 1, _("The file is missing."))
                return
            part = self.file(section, section.file)
            if part is not None:
                self.parts[section.name] = part
            return
        files = [section.file + path.name for path in self.files_in(section)]
        if section.required and not files:
            self.broken.add(section.name)
            self.problem(section.file, 1, _("The folder holds no file."))
        parts = {Path(file).stem: self.file(section, file) for file in files}
        self.parts[section.name] = {stem: part for stem, part in parts.items() if part}

    def files_in(self, section: Section) -> list[Path]:
        """The files of a folder section, by name."""
        place = self.folder / section.file
        found = sorted(place.iterdir()) if place.is_dir() else []
        files = [path for path in found if path.suffix in YAML_ENDINGS]
        if len(files) > MOST_FILES:
            text = _("The folder holds more than %(most)s files.") % {"most": MOST_FILES}
            self.problem(section.file, 1, text)
        return files[:MOST_FILES]

    def file(self, section: Section, file: str) -> BaseModel | None:
        """Read one file into its model; None after noting why not."""
        tree = self.tree(file)
        if tree is None:
            self.broken.add(section.name)
            return None
        self.trees[file] = tree
        for slip in tree.slips:
            self.broken.add(section.name)
            self.say(section, file, Complaint(slip.at, slip.text), slip.line)
        try:
            part = section.model.model_validate(tree.data)
        except ValidationError as error:
            self.broken.add(section.name)
            slipped = {slip.at for slip in tree.slips}
            for complaint in complaints(section.model, tree.data, error):
                if complaint.at not in slipped:
                    self.say(section, file, complaint)
            return None
        return part

    def tree(self, file: str) -> Tree | None:
        """The content of one file, which must be a plain file inside the pack."""
        path = self.folder / file
        try:
            inside = path.resolve().is_relative_to(self.folder.resolve())
            if not inside or not path.is_file():
                self.problem(file, 1, _("This is not a plain file of the pack."))
                return None
            with path.open("rb") as opened:
                return read(opened.read(MOST_BYTES + 1))
        except Unreadable as slip:
            self.problem(file, slip.line, slip.text)
        except OSError as error:
            why = {"why": error.strerror or type(error).__name__}
            self.problem(file, 1, _("The file can't be opened: %(why)s.") % why)
        return None

    def cross_check(self, section: Section, program: Program) -> None:
        """What a section says of itself and of the others, as far as these could be read."""
        for complaint in self.common(section, program):
            self.place(section, complaint)
        if section.check is None or section.name not in self.parts:
            return
        if section.name in self.broken and not section.file.endswith("/"):
            return
        if not self.broken.isdisjoint(section.needs):
            return
        for complaint in section.check(program):
            self.place(section, complaint)

    def common(self, section: Section, program: Program) -> Iterator[Complaint]:
        """What holds for every section: codes told once, languages declared."""
        languages = None if "pack" not in self.parts else program.pack.languages
        told = self.parts.get(section.name)
        if isinstance(told, dict):
            for stem, part in told.items():
                for one in common_complaints(part, languages):
                    yield Complaint((stem, *one.at), one.text)
        elif told is not None:
            yield from common_complaints(told, languages)

    def place(self, section: Section, complaint: Complaint) -> None:
        """Find the file of a complaint of a check."""
        if complaint.section:
            section = next(one for one in registered() if one.name == complaint.section)
        if not section.file.endswith("/"):
            self.say(section, section.file, complaint)
            return
        stem, *at = complaint.at
        endings = (f"{section.file}{stem}{ending}" for ending in YAML_ENDINGS)
        file = next((one for one in endings if one in self.trees), section.file)
        self.say(section, file, Complaint(tuple(at), complaint.text))

    def say(self, section: Section, file: str, complaint: Complaint, line: int = 0) -> None:
        """Note a complaint with its line and the named things around it."""
        tree = self.trees[file]
        name = name_of(section.model, tree.data, complaint.at)
        text = f"{name}: {complaint.text}" if name else complaint.text
        self.problem(file, line or tree.line(complaint.at), text)
