from havre.resources.models.advice import (
    AdviceNote,
    AdviceQuerySet,
    AdviceReply,
    AdviceRequest,
    ExpertQuestion,
    GuestLink,
    OfRequest,
    Stage,
)
from havre.resources.models.index import Neighbour, Posting, Term
from havre.resources.models.law import Article, Citation, CitationQuerySet, Mark
from havre.resources.models.library import Edition, LibraryDocument, LibraryPage
from havre.resources.models.saved import SavedSearch

__all__ = [
    "AdviceNote", "AdviceQuerySet", "AdviceReply", "AdviceRequest", "Article", "Citation", "CitationQuerySet", "Edition",
    "ExpertQuestion", "GuestLink", "LibraryDocument", "LibraryPage", "Mark", "Neighbour", "OfRequest", "Posting",
    "SavedSearch", "Stage", "Term",
]  # fmt: skip
