"""What becomes of the names that files come with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.documents import media
from trellis.documents.errors import Unsafe
from trellis.documents.media import TAKEN
from trellis.documents.names import clean_name

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("name", "kind", "cleaned"),
    [
        ("Plan 2026.pdf", media.PDF, "Plan 2026.pdf"),
        ("Plán – señal.pdf", media.PDF, "Plán – señal.pdf"),
        ("photo.JPEG", media.JPEG, "photo.jpeg"),
        ("notes.md", media.TEXT, "notes.md"),
        ("no ending", media.PDF, "no ending.pdf"),
        ("plan.v2", media.DOCX, "plan.v2.docx"),
        ("photo.png", media.PDF, "photo.pdf"),
        ("../../etc/passwd", media.TEXT, "passwd.txt"),
        ("C:\\Users\\me\\Plan.docx", media.DOCX, "Plan.docx"),
        ("a\0b\r\n.pdf", media.PDF, "ab.pdf"),
        ("plan\u202efdp.txt", media.TEXT, "planfdp.txt"),
        ("zero\u200bwidth.pdf", media.PDF, "zerowidth.pdf"),
        ('a<b>"c|d?.pdf', media.PDF, "a-b--c-d-.pdf"),
        ("CON.pdf", media.PDF, "file-CON.pdf"),
        ("lpt1.old.pdf", media.PDF, "file-lpt1.old.pdf"),
        (".htaccess", media.TEXT, "htaccess.txt"),
        ("", media.PDF, "file.pdf"),
        ("...", media.PDF, "file.pdf"),
        ("/", media.PDF, "file.pdf"),
        ("x" * 300 + ".pdf", media.PDF, "x" * 116 + ".pdf"),
        ("invoice.exe.pdf", media.PDF, "invoice.exe.pdf"),
    ],
)
def test_a_name_is_cleaned_and_ends_as_its_content_says(name, kind, cleaned):
    assert clean_name(name, kind) == cleaned


@pytest.mark.parametrize(
    "name", ["plan.pdf.exe", "plan.SVG", "a.pdf\0.js", "a.txt:b.exe", "run.html ", "x.docm."]
)
def test_a_name_that_would_run_is_refused_whatever_the_content(name):
    with pytest.raises(Unsafe, match=r"^Files that end in \.\w+ are not accepted"):
        clean_name(name, media.TEXT)


@given(name=st.text(max_size=300), kind=st.sampled_from(TAKEN))
def test_any_name_becomes_a_safe_one_and_stays_as_it_is_then(name, kind):
    try:
        cleaned = clean_name(name, kind)
    except Unsafe:
        return
    assert clean_name(cleaned, kind) == cleaned
    assert 0 < len(cleaned) <= 120
    assert cleaned.rpartition(".")[2] in kind.endings
    assert not set(cleaned) & set('/\\<>:"|?*\0\r\n\u202e\u200b')
