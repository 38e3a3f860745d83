"""The library of the demonstration: what comes with Havre, a few pages of the colleagues in every state, one with a picture,
documents that were read and one that waits, and searches that are kept."""

from __future__ import annotations

from datetime import timedelta

import typst
from django.utils import timezone

from havre.demo.world import World, uuid_from
from havre.resources import operations
from havre.resources.content import DAILY, WEEKLY, Sought
from havre.resources.models import Article, LibraryPage
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
    hours.body += f"\n## Sur place\n\nUne fois par mois, sur rendez-vous.\n\n{_picture(world, page)}\n"
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
    _documents(world, page)
    _searches(world)


def _documents(world: World, page: LibraryPage) -> None:
    """A form to fill in beside the letter for the prefecture, one that soon ends, and one that waits for its second reader."""
    now, paul, nora = world.now, world.users["paul"], world.users["nora"]
    letters = LibraryPage.objects.get(slug="letter-prefecture", language="fr")
    until = timezone.localdate(now) + timedelta(days=20)
    form = operations.add_document(letters, name="lettre-a-remplir.pdf", content=paper("Lettre à remplir", "Madame, Monsieur, je demande un récépissé."), by=paul, at=now - timedelta(days=9))  # fmt: skip
    operations.publish_document(form, by=nora, at=now - timedelta(days=8))
    hours = operations.add_document(page, name="permanences.pdf", content=paper("Permanences", "Le mardi et le jeudi matin."), valid_until=until, by=paul, at=now - timedelta(days=5))  # fmt: skip
    operations.publish_document(hours, by=nora, at=now - timedelta(days=4))
    operations.add_document(page, name="permanences-2.pdf", content=paper("Permanences", "Le mardi, le jeudi et le samedi."), replaces=hours, by=paul, at=now - timedelta(hours=5))  # fmt: skip


def _picture(world: World, page: LibraryPage) -> str:
    """A scheme in a page that is published: three steps in a row. What the text says of it."""
    steps = ", ".join(
        f"box(stroke: 2pt, inset: 12pt, radius: 6pt)[{said}]" for said in ("Appeler", "Préparer", "Être reçu")
    )
    source = f"#set page(width: auto, height: auto, margin: 12pt)\n#stack(dir: ltr, spacing: 18pt, {steps})\n".encode()
    made = typst.compile(source, ignore_system_fonts=True, format="png", ppi=110.0)
    if not isinstance(made, bytes):
        raise TypeError("one sheet was asked for")
    row = operations.add_document(page, name="etapes.png", content=made, by=world.users["paul"], at=world.now - timedelta(days=8))  # fmt: skip
    operations.publish_document(row, by=world.users["nora"], at=world.now - timedelta(days=8))
    return f"![Trois étapes : appeler, préparer, être reçu](picture:{row.name})"


def paper(title: str, said: str) -> bytes:
    """A page as PDF."""
    source = f'#set page(paper: "a5")\n= {title}\n{said}\n'.encode()
    made = typst.compile(source, ignore_system_fonts=True, format="pdf")
    if not isinstance(made, bytes):
        raise TypeError("one document was asked for")
    return made


def _searches(world: World) -> None:
    """One that found something since it was opened, one that found nothing."""
    since = world.now - timedelta(days=14)
    for name, rhythm, sought in (
        ("anne", WEEKLY, Sought(name="Récépissé et séjour", words="récépissé", theme="residence", language="fr")),
        ("anne", DAILY, Sought(name="Retour au pays", theme="return", language="fr")),
        ("nora", WEEKLY, Sought(name="Permanences", words="permanence juriste", language="fr")),
    ):
        operations.save_search(uuid_from(world.rng), sought=sought, rhythm=rhythm, by=world.users[name], at=since)
