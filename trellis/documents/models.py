"""A stored file and what is known of it."""

from django.conf import settings
from django.db import models


class Document(models.Model):
    """A file kept by its content hash; who may read it is registered for its `kind`."""

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    retention = models.CharField(max_length=40, default="program-record")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="documents")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
