"""Turns the Markdown text of a record into LinkedProse: the text, with a title and address for each link."""

import re
from dataclasses import dataclass

from kyyeu.facts.words import citation
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_name

SCHEMES = ("doc", "exemplar", "movement", "unit", "conference")
_TARGET = re.compile(rf"\]\(\s*<?((?:{'|'.join(SCHEMES)}):[^\s)>]*)")


@dataclass(frozen=True, slots=True)
class LinkedProse:
    """Markdown text with the titles and addresses of the records to which it links.

    `links` are triples: the link's target in the Markdown (such as 'unit:x'), the record's name, and its page
    address. The address is '' if the record has no page; the name is '' too if the record is withheld.
    """

    markdown: str
    links: tuple[tuple[str, str, str], ...] = ()

    def __bool__(self) -> bool:
        """Whether the prose contains any text."""
        return bool(self.markdown.strip())


def prose(markdown: str, catalogue: Catalogue) -> LinkedProse:
    """Returns Markdown text together with the names and addresses of all records to which it links."""
    targets = sorted(set(_TARGET.findall(markdown)))
    return LinkedProse(markdown, tuple((target, *resolve(target, catalogue)) for target in targets))


def resolve(target: str, catalogue: Catalogue) -> tuple[str, str]:
    """Returns the name and the page address of the record that a link's target such as 'doc:ID' refers to.

    Both are '' if the catalogue does not contain the record.
    """
    scheme, _, ref = target.partition(":")
    published = catalogue.published
    match scheme:
        case "doc" if document := published.documents.get(ref):
            return citation(document), addresses.document(ref)
        case "exemplar" if exemplar := published.exemplars.get(ref):
            return exemplar.name, addresses.exemplar(ref)
        case "movement" if movement := published.movements.get(ref):
            return f"“{movement.name}”", addresses.movement(ref)
        case "unit" if ref in published.units:
            return catalogue.unit_name(ref), addresses.unit(ref)
        case "conference" if conference := published.conferences.get(ref):
            return conference_name(catalogue, conference), addresses.conference(ref)
    return "", ""
