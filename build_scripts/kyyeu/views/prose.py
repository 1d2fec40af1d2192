"""Finds, for all links in a record's Markdown text, the name and address of the record they lead to."""

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
    """A record's Markdown text, with the names and addresses of the records to which it links.

    `links` are triples: the target as written in the Markdown (such as 'unit:x'), the record's name, and the
    address of its page. The address is '' if the record has no page. Name and address are '' if the record is
    withheld.
    """

    markdown: str
    links: tuple[tuple[str, str, str], ...] = ()

    def __bool__(self) -> bool:
        """Returns whether there is any text."""
        return bool(self.markdown.strip())


def prose(markdown: str, catalogue: Catalogue) -> LinkedProse:
    """Returns a Markdown text together with the names and addresses of all records to which it links."""
    targets = sorted(set(_TARGET.findall(markdown)))
    return LinkedProse(markdown, tuple((target, *resolve(target, catalogue)) for target in targets))


def resolve(target: str, catalogue: Catalogue) -> tuple[str, str]:
    """Returns the name of the record that a link's target such as 'doc:ID' means, and its page address.

    Both are '' if the record is not published or does not exist.
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
