"""Uploads: files that wait between their preview and the editor's yes."""

import io
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from archive.importing.inputs import Input

KEPT = timedelta(days=1)


def new_token() -> str:
    """A name that nobody guesses."""
    return secrets.token_urlsafe(24)


class Upload(models.Model):
    """A file and what to do with it; only who brought it can let it in.

    In the database, so that whichever process gets the yes has the file.
    """

    token = models.CharField(max_length=32, primary_key=True, default=new_token)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    noun = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    status = models.CharField(max_length=10)
    reason = models.TextField(blank=True, default="", db_default="")
    """The public note of public quotes whose words the file corrects."""
    content = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.name

    def file(self) -> Input:
        """The file, as the importer reads it."""
        return Input(self.name, io.BytesIO(self.content))


def keep(by: Any, name: str, content: bytes, **how: str) -> Upload:
    """Keep a file, and how to let it in, for a day; older ones go."""
    Upload.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return Upload.objects.create(by=by, name=name[-200:], content=content, **how)
