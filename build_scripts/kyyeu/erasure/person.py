"""Describes a person who is to be erased from a project, and finds that person in texts and files."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import yaml

from kyyeu.facts.names import Names, person_name
from kyyeu.loading.markdown_nodes import split_front_matter
from kyyeu.model.kinds import BY_NAME
from kyyeu.model.library import Library
from kyyeu.model.pictures import picture_folder
from kyyeu.vietnamese import slug
from kyyeu.work.git import contents, git, git_or_none

ERASED = "[đã xóa]"  # This text replaces each erased name in the git history.
# An id made from a name of fewer syllables than this is not searched for, since it may be an ordinary word.
_FEWEST_WITHOUT_MARKS = 3
# Matches letters that are not Latin. If the bytes of a picture are read as UTF-16, such letters appear by
# chance right beside a name and would hide it.
_NOT_LATIN = re.compile(r"[^\u0020-\u024f\u0300-\u036f\u1e00-\u1eff]")
_LONGEST = 400_000_000  # A file of more bytes than this is not searched if it is inside a ZIP archive.


@dataclass(frozen=True)
class ErasedPerson:
    """A person who is to be erased from a project.

    `refs` are the person's records as pairs of record kind and reference. `ids` are all present and former
    ids of the person, written `unit/id`. `spelled` are all spellings of the name in the person's records.
    `names` finds the name in texts, but not if somebody else has the same name; then `shared` is true.
    `files` are the paths of the person's records and portraits, now and in the git history.
    """

    unit: str
    refs: frozenset[tuple[str, str]]
    ids: frozenset[str]
    spelled: frozenset[str]
    names: Names
    files: frozenset[str]
    shared: bool

    @property
    def id_pattern(self) -> re.Pattern[str]:
        """Returns a pattern that matches the person's ids in a text, and ids made from the person's name."""
        bare = {slug(name) for name in self.spelled if len(name.split()) >= _FEWEST_WITHOUT_MARKS}
        ids = sorted({*self.ids, *(bare if not self.shared else ())}, key=len, reverse=True)
        return re.compile(rf"(?<![a-z0-9-])(?:{'|'.join(map(re.escape, ids))})(?![a-z0-9-])")

    def stands_in(self, text: str) -> bool:
        """Returns whether a text contains the person's name, in any spelling, or an id of the person."""
        return bool(self.names.found_in(text)) or self.id_pattern.search(text) is not None

    def stands_in_file(self, data: bytes) -> bool:
        """Returns whether a file with the content `data` names the person.

        The file may have any format. Office files and other ZIP archives are unpacked, and PDFs are read.
        """
        return any(self.stands_in(text) for text in _texts_of(data))

    def without(self, text: str) -> str:
        """Returns a text in which “[đã xóa]” replaces each name and each id of the person."""
        text = self.id_pattern.sub(ERASED, text)
        while hits := self.names.found_in(text):
            text = text[: hits[0].offset] + ERASED + text[hits[0].end :]
        return text


def _texts_of(data: bytes) -> Iterator[str]:
    """Yields the texts that a file's content `data` may hold, decoded in every way that is likely."""
    yield data.decode("utf-8", "ignore")
    if data.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.file_size <= _LONGEST and not member.flag_bits & 1:
                    text = archive.read(member).decode("utf-8", "ignore")
                    yield re.sub(r"<[^<>]*>", "", text)
                    yield text
    elif data.startswith(b"%PDF-"):
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            return
        for page in document:
            yield page.get_textpage().get_text_range()
    elif b"\0" in data[:8000]:
        # Cameras and Windows store names in pictures as UTF-16, which may begin at an even or an odd offset.
        for start in (0, 1):
            for coding in ("utf-16-le", "utf-16-be"):
                yield _NOT_LATIN.sub(" ", data[start:].decode(coding, "ignore"))


def find_person(root: Path, library: Library, ref: str) -> ErasedPerson | None:
    """Returns the person whose record has the reference `ref`, such as 'thpt-a/lan'.

    The record may be in the project, in its git history, or in both. Returns None if it is in neither.
    """
    unit = ref.partition("/")[0]
    exemplar, delegate = library.exemplars.get(ref), library.delegates.get(ref)
    refs = {("exemplar", ref)} if exemplar else set()
    refs |= {("delegate", ref)} if delegate and not exemplar else set()
    refs |= {("delegate", other) for other, each in library.delegates.items() if each.exemplar == ref}
    ids = {ref, *(f"{unit}/{alias}" for alias in (exemplar.aliases if exemplar else ()))}
    pattern = BY_NAME["exemplar"].pattern
    files = {pattern.format(unit=unit, id=each.partition("/")[2]) for each in ids}
    versions = [*_versions(root, files)]
    for version in versions:
        ids |= {f"{unit}/{alias}" for alias in _aliases(version)}
    renamed = {pattern.format(unit=unit, id=each.partition("/")[2]) for each in ids} - files
    versions += _versions(root, renamed)
    if not refs and not versions:
        return None
    spelled = {str(version["name"]) for version in versions if version.get("name")}
    spelled |= {library.exemplars[each].name for kind, each in refs if kind == "exemplar"}
    spelled |= {library.delegates[each].name for kind, each in refs if kind == "delegate"}
    others = {
        person_name(record.name)
        for kind, records in (("exemplar", library.exemplars), ("delegate", library.delegates))
        for other, record in records.items()
        if (kind, other) not in refs
    }
    sought = {person_name(name) for name in spelled}
    photos = {f"{picture_folder('exemplar', unit)}/{name}" for name in _photos(versions)}
    if exemplar and exemplar.photo:
        photos.add(f"{picture_folder('exemplar', unit)}/{exemplar.photo.file}")
    return ErasedPerson(
        unit,
        frozenset(refs),
        frozenset(ids),
        frozenset(spelled),
        Names(sought - others, others - sought),
        frozenset({*files, *renamed, *photos}),
        bool(sought & others),
    )


def _versions(root: Path, files: Iterable[str]) -> Iterator[dict[str, object]]:
    """Yields the front matter, as a dict, of every version of some Markdown files in the git history."""
    prefix = (git_or_none(root, "rev-parse", "--show-prefix") or b"").decode().strip()
    listed = sorted(files)
    if not listed or git_or_none(root, "rev-parse", "HEAD") is None:
        return
    log = git(root, "log", "--all", "-m", "--format=", "--raw", "--no-abbrev", "--no-renames", "--", *listed)
    blobs = sorted(set(re.findall(r"^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+)", log.decode("utf-8", "replace"), re.M)))
    for data in contents(root, [blob for blob in blobs if blob.strip("0")]):
        parts, _ = split_front_matter((data or b"").decode("utf-8", "replace"), prefix)
        try:
            tree = yaml.safe_load(parts.front_matter) if parts else None
        except yaml.YAMLError:
            continue
        if isinstance(tree, dict):
            yield tree


def _aliases(version: dict[str, object]) -> Iterator[str]:
    aliases = version.get("aliases")
    yield from (str(alias) for alias in (aliases if isinstance(aliases, list) else ()))


def _photos(versions: Iterable[dict[str, object]]) -> Iterator[str]:
    for version in versions:
        photo = version.get("photo")
        name = photo.get("file") if isinstance(photo, dict) else photo
        if isinstance(name, str) and "/" not in name:
            yield name
