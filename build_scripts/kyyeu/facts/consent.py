"""Says whether a person's consent form allows a publishing channel on a day, and if not, why.

The rules are those of Law 91/2025/QH15 and NĐ 56/2017. Every person without a consent form is withheld,
adults as well as children.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from kyyeu.model.conferences import Delegate
from kyyeu.model.exemplars import Exemplar, ExemplarStatus, Group
from kyyeu.model.fields import Choice, Consent, Depicted, Minor, Picture
from kyyeu.model.privacy import Channel
from kyyeu.model.records import Records

# The kinds of data that may hold a consent form: exemplar, delegate, and Depicted (a person in a picture).
Consenting = Exemplar | Delegate | Depicted
Scopes = frozenset[Consent.Scope]
# The scopes (web, print, data) that a consent form must include for each publishing channel. Open data also
# need the scope for the web, because the site offers them for download.
SCOPES: Mapping[Channel, Scopes] = {
    Channel.SITE: frozenset({Consent.Scope.WEB}),
    Channel.SITE_PDF: frozenset({Consent.Scope.WEB, Consent.Scope.PRINT}),
    Channel.PRINT: frozenset({Consent.Scope.PRINT}),
    Channel.OPEN_DATA: frozenset({Consent.Scope.WEB, Consent.Scope.DATA}),
}


class ConsentState(Choice):
    """States that a person's consent form is in force, or why it is not.

    The reasons are: missing, withdrawn, expired, not yet in force, or not signed by everyone who must sign.
    """

    IN_FORCE = "in_force", "phiếu đồng ý có hiệu lực"
    MISSING = "missing", "chưa có phiếu đồng ý"
    WITHDRAWN = "withdrawn", "đã rút lại sự đồng ý"
    EXPIRED = "expired", "phiếu đồng ý đã hết hạn"
    LATER = "later", "phiếu đồng ý chưa đến ngày có hiệu lực"
    UNSIGNED = "unsigned", "phiếu đồng ý chưa đủ người ký"


def consent_state(person: Consenting, day: date) -> ConsentState:
    """Returns whether a person's consent form is in force on a day, or the reason why it is not.

    The form for a minor needs the consent of the guardian and, from the age of seven, also that of the child.
    """
    consent = person.consent
    if consent is None:
        return ConsentState.MISSING
    if consent.withdrawn and day >= consent.withdrawn:
        return ConsentState.WITHDRAWN
    if consent.expires and day > consent.expires:
        return ConsentState.EXPIRED
    if day < consent.date:
        return ConsentState.LATER
    minor = age_group(person)
    signed = minor is Minor.ADULT or (consent.guardian and (consent.child or minor is Minor.UNDER_SEVEN))
    return ConsentState.IN_FORCE if signed else ConsentState.UNSIGNED


def consents(person: Consenting, scopes: Scopes, day: date) -> bool:
    """Returns whether a person agreed to all of `scopes`, by a consent form that is in force on `day`.

    A scope is a use that the consent form allows: web, print or data.
    """
    consent = person.consent
    return (
        consent is not None
        and scopes <= set(consent.scope)
        and consent_state(person, day) is ConsentState.IN_FORCE
    )


def age_group(person: Consenting) -> Minor:
    """Returns the age group that a person's record states: adult, minor from seven, or minor under seven.

    Without a stated age group, a pupil counts as seven or older and any other person as an adult.
    """
    if person.minor is not None:
        return person.minor
    is_pupil = isinstance(person, Exemplar) and person.group is Group.PUPIL
    return Minor.FROM_SEVEN if is_pupil else Minor.ADULT


def exemplar_shown(exemplar: Exemplar, scopes: Scopes, day: date) -> bool:
    """Returns whether an exemplar's profile is approved and its consent form is in force for all of `scopes`.

    A scope is a use that the consent form allows: web, print or data.
    """
    return exemplar.status is ExemplarStatus.APPROVED and consents(exemplar, scopes, day)


def picture_shown(picture: Picture, scopes: Scopes, day: date) -> bool:
    """Returns whether everyone who can be recognised in a picture agrees, on `day`, to all of `scopes`.

    A scope is a use that a consent form allows: web, print or data.
    """
    return all(consents(person, scopes, day) for person in picture.people)


def why_not_printed(person: Exemplar | Delegate, day: date) -> str:
    """Returns the reason, in Vietnamese, why a person is withheld from print; "" if printing is allowed."""
    if isinstance(person, Exemplar) and person.status is not ExemplarStatus.APPROVED:
        return "hồ sơ chưa được duyệt"
    if (state := consent_state(person, day)) is not ConsentState.IN_FORCE:
        return state.label
    return "" if consents(person, SCOPES[Channel.PRINT], day) else "phiếu không đồng ý cho in"


def consenting_people(records: Records) -> Iterator[tuple[str, str, Exemplar | Delegate]]:
    """Yields all exemplars and delegates, the records that may hold a consent form.

    Each is given as (kind, reference, record).
    """
    yield from (("exemplar", ref, exemplar) for ref, exemplar in records.exemplars.items())
    yield from (("delegate", ref, delegate) for ref, delegate in records.delegates.items())
