"""Files at the desk: a list goes out as it is filtered, and comes in by way of a preview.

The importer of the command line does the work, so a row is refused with the same words here and
there. django-import-export was the shell around it first, and was weighed again at 4.4.3; each
thing it brings would have to be replaced:

- Its admin lets nothing in while a single row is refused; here the good rows land.
- tablib reads the files: the month that Excel shows as 2020-11 arrives as the first of November at
  midnight, a CSV row without the line it stands on, and JSON Lines not at all.
- An upload waits under a name that the confirming form sends back, for whoever sends it; here it
  belongs to who brought it, in the database, for any process.
- An export is built whole in memory before its first byte leaves; here it is streamed.
- Its differences are HTML with styles on the elements, which our content security policy refuses.

What would remain of it is the outline of two views.
"""

import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from archive.admin.words import LinesField
from quotes import permissions
from quotes.files.letting_in import MOST_BYTES, Outcome, let_in, preview, preview_with
from quotes.files.tables import Table, TableError
from quotes.files.uploads import Upload, keep
from quotes.importing import FORMATS, InputError
from quotes.models import Status

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object

TYPES = {"jsonl": "application/jsonl", "csv": "text/csv; charset=utf-8",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip

MOST_IN_A_WORKBOOK = 20_000
"""Rows; a workbook is made whole before it is sent, other files a line at a time."""


class ReasonForm(forms.Form):
    """Why a file says otherwise of what the public reads."""

    reason = LinesField(
        label="Reason",
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text="Only if the file corrects the words or the attribution of public quotes: what "
        "was wrong, for their readers. Without it such rows are refused.",
    )


class UploadForm(ReasonForm):
    """A file, where its new quotes begin, and why it corrects what is public."""

    file = forms.FileField(
        help_text=f"CSV, XLSX or JSON Lines in the import format, at most {MOST_BYTES >> 20} MiB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.xlsx,.jsonl,.ndjson"}),
    )
    field_order = ("file", "status", "reason")

    status = forms.ChoiceField(
        label="New quotes are",
        choices=[(s.value, s.label) for s in (Status.DRAFT, Status.IN_REVIEW)],
        help_text="Unless their row says so. Publishing is a step of its own, by someone else.",
    )

    def clean_file(self) -> Any:
        """Bounded in size; of a kind that the importer reads."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                f"This file has {file.size / 2**20:.1f} MiB; at most {MOST_BYTES >> 20} fit. "
                "A larger one goes in by the command line: manage.py import_archive."
            )
        if not file.name.lower().endswith((".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson")):
            raise forms.ValidationError("The file's name must end in .csv, .xlsx or .jsonl.")
        return file


class Files(Base):
    """Mixin: a list that goes out as a file, and takes files in."""

    change_list_template = "admin/files/change_list.html"

    def get_urls(self) -> list[Any]:
        """The pages of files, before those of records."""
        name = self._files_name
        return [
            path("import/", self.admin_site.admin_view(self.import_view), name=name("import")),
            path(
                "import/<str:token>/",
                self.admin_site.admin_view(require_POST(self.let_in_view)),
                name=name("let_in"),
            ),
            path(
                "export/<str:file_format>/",
                self.admin_site.admin_view(require_GET(self.export_view)),
                name=name("export"),
            ),
            *super().get_urls(),
        ]

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Files are let in by those who may add and correct all that a file can bring."""
        return permissions.may_bring_files(request.user)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With the ways in and out."""
        files = {
            "may_import": self.has_import_permission(request),
            "exports": [(name, self._files_address("export", name)) for name in FORMATS],
            "import_address": self._files_address("import"),
        }
        return super().changelist_view(request, {**files, **(extra_context or {})})

    # --- In ------------------------------------------------------------------------------------

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Choose a file, then see what it would change."""
        self._require_import(request)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            upload = self._kept(request, form)
            try:
                return self._page_of(request, upload=upload, outcome=preview(upload))
            except InputError as error:
                form.add_error("file", str(error))
        return self._page_of(request, form=form)

    def let_in_view(self, request: HttpRequest, token: str) -> HttpResponse:
        """Write what was previewed; or preview it again, with a reason given there."""
        self._require_import(request)
        upload = get_object_or_404(
            Upload, token=token, by=request.user.pk, noun=self.opts.model_name
        )
        if "again" in request.POST:
            form = ReasonForm(request.POST)
            form.full_clean()
            outcome = preview_with(upload, form.cleaned_data.get("reason", ""))
            return self._page_of(request, upload=upload, outcome=outcome)
        outcome = let_in(upload)
        _tell(request, upload, outcome)
        return HttpResponseRedirect(self._files_address("changelist"))

    def _require_import(self, request: HttpRequest) -> None:
        if not self.has_import_permission(request):
            raise PermissionDenied

    def _kept(self, request: HttpRequest, form: UploadForm) -> Upload:
        given, noun = form.cleaned_data, str(self.opts.model_name)
        how = {"noun": noun, "status": given["status"], "reason": given["reason"]}
        return keep(request.user, given["file"].name, given["file"].read(), **how)

    def _page_of(self, request: HttpRequest, **context: Any) -> HttpResponse:
        upload = context.get("upload")
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "title": gettext("Import %(records)s") % {"records": self.opts.verbose_name_plural},
            "let_in_address": self._files_address("let_in", upload.token) if upload else "",
            "import_address": self._files_address("import"),
            "reason_form": ReasonForm(initial={"reason": upload.reason}) if upload else None,
            **context,
        }
        return TemplateResponse(request, "admin/files/import.html", shared)

    # --- Out -----------------------------------------------------------------------------------

    def export_view(self, request: HttpRequest, file_format: str) -> HttpResponseBase:
        """The list as it is searched and filtered, as a file that can be let in again."""
        if file_format not in TYPES:
            raise Http404
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            rows = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return self._sent_back(request, "The list has no such filter.")
        private = request.user.has_perm("quotes.edit_others_quote")
        table = Table(str(self.opts.model_name), rows, private=private, in_portions=True)
        name = f"{self.opts.verbose_name_plural}-{timezone.now():%Y-%m-%d}.{file_format}"
        if file_format == "xlsx":
            return self._workbook(request, table, name)
        answer = StreamingHttpResponse(
            _encoded(table, file_format), content_type=TYPES[file_format]
        )
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def _workbook(self, request: HttpRequest, table: Table, name: str) -> HttpResponseBase:
        many = f"A workbook holds {MOST_IN_A_WORKBOOK:,} rows here: filter the list, or take CSV."
        if table.rows.order_by()[: MOST_IN_A_WORKBOOK + 1].count() > MOST_IN_A_WORKBOOK:
            return self._sent_back(request, many)
        file = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
        try:
            table.write_xlsx(file)
        except TableError as error:
            file.close()
            return self._sent_back(request, str(error))
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=name, content_type=TYPES["xlsx"])

    def _sent_back(self, request: HttpRequest, sentence: str) -> HttpResponse:
        messages.error(request, sentence)
        query = urlencode([(k, v) for k, values in request.GET.lists() for v in values])
        return HttpResponseRedirect(f"{self._files_address('changelist')}?{query}")

    # --- Addresses -----------------------------------------------------------------------------

    def _files_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _files_address(self, page: str, *args: str) -> str:
        return reverse(f"{self.admin_site.name}:{self._files_name(page)}", args=args)


def _encoded(table: Table, file_format: str) -> Iterator[bytes]:
    """Lines as bytes; a CSV begins with the mark by which Excel knows UTF-8."""
    if file_format == "csv":
        yield b"\xef\xbb\xbf"
    for line in table.csv() if file_format == "csv" else table.jsonl():
        yield line.encode()


def _tell(request: HttpRequest, upload: Upload, outcome: Outcome) -> None:
    for kind, counts in outcome.report.kinds.items():
        changed = [
            f"{number:,} {what}"
            for number, what in ((counts.created, "added"), (counts.updated, "changed"))
            if number
        ]
        if changed:
            messages.success(request, f"From {upload.name}: {kind}: {', '.join(changed)}.")
    if not outcome.report.changed:
        messages.info(request, f"From {upload.name} nothing was changed.")
    if refused := outcome.report.refused:
        messages.warning(request, f"Rows of {upload.name} that were not taken: {refused:,}.")
