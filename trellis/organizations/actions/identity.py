"""Keeping an organization's own sign-in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cryptography.x509 import load_pem_x509_certificate
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from trellis.history.actions import Facts, record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations import rules
from trellis.organizations.identity.letters import ask_second_persons
from trellis.organizations.identity.protocol import is_safe
from trellis.organizations.models import IdentityProvider, Organization
from trellis.people.models import Person
from trellis.programs.schema.roles import Capability

DOMAIN = re.compile(r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$")


@transaction.atomic
def keep_identity_provider(
    organization: Organization,
    *,
    issuer: str,
    domains: Iterable[str],
    is_on: bool,
    by: Person | None,
    kind: str = IdentityProvider.Kind.OIDC,
    client_id: str = "",
    secret: str | None = None,
    sign_on_url: str = "",
    certificate: str = "",
    vouched: bool = False,
    acting_as: str = "",
) -> IdentityProvider:
    """Say how people of an organization sign in; an empty secret keeps the one that is there.

    `by` None is the operator. A domain belongs to one organization only. Not for a stand-in:
    whoever sets this up says from then on who is who. Other settings take back what a second
    person confirmed; turning them off and on again does not.
    """
    _require_right(by, organization)
    # One at a time, so that two organizations cannot take the same domain at once.
    list(IdentityProvider.objects.select_for_update().order_by("pk"))
    wanted = sorted({one.strip().lower().removeprefix("@") for one in domains if one.strip()})
    found = IdentityProvider.objects.filter(organization=organization).first()
    kept = found or IdentityProvider(organization=organization)
    before, settled = (_facts(kept), _settings(kept)) if found else (None, ())
    kept.kind, kept.issuer, kept.domains = kind, issuer.strip(), wanted
    kept.client_id, kept.sign_on_url = client_id.strip(), sign_on_url.strip()
    kept.certificate = certificate.strip()
    kept.is_on, kept.vouched = is_on, vouched and kind == IdentityProvider.Kind.OIDC
    _require_sense(kept)
    _require_domains(organization, wanted)
    _keep(kept, secret, by, anew=found is None or _settings(kept) != settled)
    record(f"organization:{organization.pk}", organization.name, "changed the own sign-in",
           by=by, acting_as=acting_as, before=before,
           after=_facts(kept) | {"secret": "changed" if secret else "kept"})  # fmt: skip
    return kept


def _keep(kept: IdentityProvider, secret: str | None, by: Person | None, *, anew: bool) -> None:
    """Save the settings; new ones, or another secret, begin an edition that waits for others."""
    if secret:
        kept.sealed_secret = IdentityProvider.seal(secret)
    if secret or anew:
        _begin_edition(kept, by)
    kept.save()
    if kept.is_on and kept.waits:
        ask_second_persons(kept, by)


def _begin_edition(kept: IdentityProvider, by: Person | None) -> None:
    """Other settings than before: nobody has confirmed or tried these."""
    kept.edition = kept.edition + 1 if kept.pk else 1
    kept.changed_at, kept.changed_by = clock.now(), by
    kept.confirmed_at = kept.confirmed_by = kept.tried_at = None
    kept.tried_well = False


@transaction.atomic
def confirm_identity_provider(
    organization: Organization, *, mark: str, by: Person, acting_as: str = ""
) -> None:
    """Let a sign-in work that takes two persons; for whoever did not set it up, by an own role.

    `mark` is that of the settings that were looked at: OutOfOrder if they are others by now, or
    confirmed already.
    """
    _require_right(by, organization)
    found = IdentityProvider.objects.filter(organization=organization).first()
    if found is None or not found.needs_second:
        raise NotReady(_("There is nothing here that a second person confirms."))
    if found.changed_by_id == by.pk:
        raise NotAllowed(_("You set this up yourself. Somebody else confirms it."))
    waiting = IdentityProvider.objects.filter(pk=found.pk, edition=found.edition, confirmed_at=None)
    if mark != found.mark or not waiting.update(confirmed_at=clock.now(), confirmed_by=by):
        raise OutOfOrder(_("The settings were changed or confirmed meanwhile. Look at them again."))
    record(f"organization:{organization.pk}", organization.name, "confirmed the own sign-in",
           by=by, acting_as=acting_as, after=_facts(found))  # fmt: skip


@transaction.atomic
def remove_identity_provider(
    organization: Organization, *, by: Person | None, acting_as: str = ""
) -> None:
    """Take an organization's own sign-in away; its people sign in by code from then on."""
    _require_right(by, organization)
    found = IdentityProvider.objects.filter(organization=organization).first()
    if found is None:
        raise NotReady(_("This organization has no sign-in of its own."))
    before = _facts(found)
    found.delete()
    record(f"organization:{organization.pk}", organization.name, "removed the own sign-in",
           by=by, acting_as=acting_as, before=before)  # fmt: skip


def _require_right(by: Person | None, organization: Organization) -> None:
    if by is not None and not rules.may_own(by, Capability.ORGANIZATION_EDIT, at=organization):
        raise NotAllowed(_("Only who holds the role itself sets up how people sign in."))


def _require_sense(kept: IdentityProvider) -> None:
    """What the kind of sign-in needs is there."""
    if kept.kind == IdentityProvider.Kind.SAML:
        _require_saml(kept)
        return
    if kept.kind != IdentityProvider.Kind.OIDC:
        raise NotReady(_("There is no sign-in of this kind."))
    if not is_safe(kept.issuer):
        raise NotReady(_("The issuer is an address that begins with https://."))
    if not kept.client_id:
        raise NotReady(_("Enter the client id that the provider gave to Trellis."))


def _require_saml(kept: IdentityProvider) -> None:
    if not settings.SAML:
        raise NotReady(_("Sign-in by SAML is turned off here. Ask whoever runs this server."))
    if not kept.issuer:
        raise NotReady(_("Enter the provider’s entity id as the issuer."))
    if not is_safe(kept.sign_on_url):
        raise NotReady(_("The address to sign on begins with https://."))
    try:
        load_pem_x509_certificate(kept.certificate.encode())
    except ValueError:
        raise NotReady(_("Paste the provider’s certificate, from BEGIN to END.")) from None


def _require_domains(organization: Organization, domains: list[str]) -> None:
    if not domains:
        raise NotReady(_("Name at least one domain of the organization’s addresses."))
    for domain in domains:
        if not DOMAIN.match(domain):
            words = {"domain": domain[:80]}
            raise NotReady(_("“%(domain)s” is not a domain such as school.example.") % words)
    others = IdentityProvider.objects.exclude(organization=organization)
    for other in others.select_related("organization"):
        if shared := set(other.domains) & set(domains):
            words = {"domain": min(shared), "name": other.organization.name}
            raise NotReady(_("%(domain)s belongs to %(name)s already.") % words)


@transaction.atomic
def note_trial(kept: IdentityProvider, *, well: bool, by: Person, acting_as: str = "") -> None:
    """Keep how a trial of these settings ended; OutOfOrder if they are others by now."""
    organization = kept.organization
    _require_right(by, organization)
    same = IdentityProvider.objects.filter(pk=kept.pk, edition=kept.edition)
    if not same.update(tried_at=clock.now(), tried_well=well):
        raise OutOfOrder(_("The settings were changed meanwhile. Try them again."))
    record(f"organization:{organization.pk}", organization.name, "tried the own sign-in",
           by=by, acting_as=acting_as, after={"issuer": kept.issuer, "worked": well})  # fmt: skip


def _settings(kept: IdentityProvider) -> tuple[object, ...]:
    """Everything that decides who is let in, but for the secret."""
    return (
        kept.kind,
        kept.issuer,
        kept.client_id,
        kept.sign_on_url,
        kept.certificate,
        tuple(kept.domains),
        kept.vouched,
    )


def _facts(kept: IdentityProvider) -> Facts:
    return {
        "kind": kept.kind,
        "issuer": kept.issuer,
        "client id": kept.client_id,
        "domains": ", ".join(kept.domains),
        "verified by contract": kept.vouched,
        "on": kept.is_on,
    }
