"""The library of the demonstration: what comes with Havre, and a few pages of the colleagues in every state."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from havre.demo.world import World
from havre.resources import operations
from havre.resources.models import Article
from havre.resources.operations import Written


def fill(world: World) -> None:
    """The first pages some weeks ago; one page waits for its second reading, one is being written, one soon ends."""
    now, paul, salome, nora = world.now, *(world.users[key] for key in ("paul", "salome", "nora"))
    operations.open_library(now - timedelta(days=40))
    hours = Written(
        title="Permanences juridiques du trimestre", summary="Quand appeler une ou un juriste, et pour quoi.", theme="network",
        audience="professionals", mark="P", valid_until=timezone.localdate(now) + timedelta(days=20),
        body="## Quand\n\nLe mardi et le jeudi matin.\n\n## Pour quoi\n\nUne question de droit sans nom et sans lieu. Pour une personne en danger, [signalez](library:how-to-refer).\n",
    )  # fmt: skip
    page = operations.write_page("permanences-juridiques", "fr", text=hours, by=paul, at=now - timedelta(days=12))
    operations.submit_page(page, by=paul, at=now - timedelta(days=12))
    operations.publish_page(page, by=nora, at=now - timedelta(days=11))
    hours.body += "\n## Sur place\n\nUne fois par mois, sur rendez-vous.\n"
    operations.revise_page(page, by=paul, at=now - timedelta(days=6))
    operations.change_page(page, text=hours, by=paul, at=now - timedelta(days=6))
    operations.submit_page(page, by=paul, at=now - timedelta(days=6))
    operations.publish_page(page, by=salome, at=now - timedelta(days=5))
    refused = Written(
        title="Récépissé refusé : quoi écrire", summary="La lettre, et les articles à citer.", theme="residence", audience="professionals",
        kind="letter", mark="V", body="## La lettre\n\nDemandez le refus par écrit. Citez les articles.\n",
        articles=list(Article.objects.filter(code="CESEDA", number__in=("L. 425-1", "R. 425-1"))),
    )  # fmt: skip
    waiting = operations.write_page("recepisse-refuse", "fr", text=refused, by=paul, at=now - timedelta(days=2))
    operations.submit_page(waiting, by=paul, at=now - timedelta(days=1))
    poster = Written(
        title="Affiche pour une salle d’attente", summary="En plusieurs langues, sans nom ni adresse.", theme="network", audience="public",
        kind="form", mark="P", body="Le texte est à relire avec une interprète.\n",
    )  # fmt: skip
    operations.write_page("affiche", "fr", text=poster, by=salome, at=now - timedelta(hours=3))
