"""Taking a file in: all of it once, or nothing and a sentence."""

import hashlib
import io
import os
import resource
import stat

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction

from trellis.documents import storage
from trellis.documents.actions import clean, store
from trellis.documents.errors import NotStored, Unsafe
from trellis.documents.models import Document
from trellis.documents.tests.conftest import KIND
from trellis.documents.tests.corpus import PDF, PNG

pytestmark = pytest.mark.django_db
FULL = (
    "The file could not be saved because the server's storage is full or locked."
    " Nothing was changed. Try again later or tell the administrator."
)


def on_disk(files) -> list[str]:
    return sorted(str(path.relative_to(files)) for path in files.rglob("*") if path.is_file())


def place(content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def test_a_file_is_kept_under_its_hash_with_what_is_known_of_it(files, ana):
    upload = SimpleUploadedFile("../Plan.pdf", PDF, content_type="text/html")
    document = store(upload, kind=KIND, name=r"C:\Plan.pdf", by=ana)
    row = Document.objects.values("kind", "name", "media_type", "size", "added_by").get()
    assert row == {
        "kind": KIND,
        "name": "Plan.pdf",
        "media_type": "application/pdf",
        "size": len(PDF),
        "added_by": ana.pk,
    }
    assert on_disk(files) == sorted([".lock", place(PDF)])
    kept = storage.path_of(document.sha256)
    assert kept.read_bytes() == PDF
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_the_same_content_is_kept_once_for_two_documents(files, ana):
    for name in ("a.pdf", "b.pdf"):
        store(io.BytesIO(PDF), kind=KIND, name=name, by=ana)
    assert list(Document.objects.values_list("name", flat=True)) == ["b.pdf", "a.pdf"]
    assert on_disk(files) == sorted([".lock", place(PDF)])


def test_a_file_over_the_limit_is_refused_while_it_streams(files, ana, settings):
    settings.UPLOAD_LIMIT = 100_000

    class Endless:
        def read(self, size: int, /) -> bytes:
            return b"a" * size

    with pytest.raises(Unsafe) as refused:
        store(Endless(), kind=KIND, name="a.txt", by=ana)
    assert str(refused.value).replace("\xa0", " ") == (
        "The file is too large. The most that is accepted is 97.7 KB."
    )
    assert (on_disk(files), Document.objects.count()) == ([], 0)


def test_a_file_at_the_limit_is_taken(files, ana, settings):
    settings.UPLOAD_LIMIT = 1000
    assert store(io.BytesIO(b"a" * 1000), kind=KIND, name="a.txt", by=ana).size == 1000


@pytest.mark.parametrize(("content", "name"), [(b"MZ\0", "a.pdf"), (PDF, "a.exe"), (b"", "a.txt")])
def test_a_refused_file_leaves_nothing(files, ana, content, name):
    with pytest.raises(Unsafe):
        store(io.BytesIO(content), kind=KIND, name=name, by=ana)
    assert (on_disk(files), Document.objects.count()) == ([], 0)


def test_an_unknown_kind_is_refused_when_the_record_is_made(files, ana):
    with pytest.raises(LookupError, match="'nobody-knows'"):
        store(io.BytesIO(PDF), kind="nobody-knows", name="a.pdf", by=ana)
    assert (files.exists(), Document.objects.count()) == (False, 0)


def test_a_full_disk_is_told_plainly_and_leaves_nothing(files, ana):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(NotStored) as refused:
            store(io.BytesIO(b"a" * 200_000), kind=KIND, name="a.txt", by=ana)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert str(refused.value) == FULL
    assert (on_disk(files), Document.objects.count()) == ([], 0)


def test_a_folder_that_cannot_be_written_is_told_plainly(settings, tmp_path, ana):
    (tmp_path / "file").write_text("not a folder")
    settings.MEDIA_ROOT = tmp_path / "file" / "files"
    with pytest.raises(NotStored) as refused:
        store(io.BytesIO(PDF), kind=KIND, name="a.pdf", by=ana)
    assert (str(refused.value), Document.objects.count()) == (FULL, 0)


def test_cleaning_removes_only_old_files_without_a_record(files, ana):
    store(io.BytesIO(PDF), kind=KIND, name="a.pdf", by=ana)
    with transaction.atomic():
        store(io.BytesIO(PNG), kind=KIND, name="a.png", by=ana)
        transaction.set_rollback(True)
    (files / "incoming" / "broken-off").write_bytes(b"half")
    first, second = clean(older_than=3600), clean(older_than=-1)
    assert [(one.kept, one.removed, one.missing) for one in (first, second)] == [
        (1, 0, []),
        (1, 2, []),
    ]
    assert on_disk(files) == sorted([".lock", place(PDF)])


def test_a_file_brought_again_is_young_again(files, ana):
    document = store(io.BytesIO(PDF), kind=KIND, name="a.pdf", by=ana)
    path = storage.path_of(document.sha256)
    document.delete()
    os.utime(path, (0, 0))
    store(io.BytesIO(PDF), kind=KIND, name="b.pdf", by=ana)
    assert storage.remove(path, 3600) is False


def test_a_missing_file_is_named_by_the_command(files, ana, capsys):
    document = store(io.BytesIO(PDF), kind=KIND, name="a.pdf", by=ana)
    storage.path_of(document.sha256).unlink()
    call_command("clean_documents")
    assert capsys.readouterr().out.splitlines() == [
        f"document {document.pk}: its file is missing",
        "0 kept, 0 removed, 1 missing",
    ]
