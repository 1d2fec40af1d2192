"""Says who is to be erased, and recognises that person in texts and file names."""

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

ERASED = "[đã xóa]"  # Stands in the history for each name that was erased.
# A name without diacritics is only told apart from ordinary words if it has at least this many syllables.
_FEWEST_WITHOUT_MARKS = 3
# Other bytes read as UTF-16 give letters of all scripts, which would stick to a name.
_NOT_LATIN = re.compile(r"[^\u0020-\u024f\u0300-\u036f\u1e00-\u1eff]")
_LONGEST = 400_000_000  # A file of more bytes than this is not unpacked when it is searched.


@dataclass(frozen=True)
class ErasedPerson:
    """A person to be erased.

    `refs` are pairs of record kind and reference, `ids` the ids that the person's record has and had, with
    the unit before them. `names` finds the person's names in texts, unless somebody else bears them too;
    then `shared` is true. `files` are the record's files and portraits, now and in the git history, as paths
    from the project's folder.
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
        """Matches the person's references in texts, and ids that are made from the whole name."""
        bare = {slug(name) for name in self.spelled if len(name.split()) >= _FEWEST_WITHOUT_MARKS}
        ids = sorted({*self.ids, *(bare if not self.shared else ())}, key=len, reverse=True)
        return re.compile(rf"(?<![a-z0-9-])(?:{'|'.join(map(re.escape, ids))})(?![a-z0-9-])")

    def stands_in(self, text: str) -> bool:
        """Whether a text names the person, in any spelling that the leak scan knows, or has the id."""
        return bool(self.names.found_in(text)) or self.id_pattern.search(text) is not None

    def stands_in_file(self, data: bytes) -> bool:
        """Whether a file of any format names the person; Office files are unpacked and PDFs are read."""
        return any(self.stands_in(text) for text in _texts_of(data))

    def without(self, text: str) -> str:
        """Returns a text with ERASED in place of each name of the person, and of each id."""
        text = self.id_pattern.sub(ERASED, text)
        while hits := self.names.found_in(text):
            text = text[: hits[0].offset] + ERASED + text[hits[0].end :]
        return text


def _texts_of(data: bytes) -> Iterator[str]:
    """Yields the texts that a file may hold, read in each way in which a name could be stored in it."""
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
        # Cameras and Windows write names into pictures as UTF-16, at even or odd offsets.
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
    """Yields the front matter of each version of some Markdown files in the git history."""
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
