"""Another state has other shelves and kinds, two languages, and things published from the start."""

from django.urls import reverse
from django.utils import translation

from tests.cast import TODAY
from tests.visits import sign_in_as
from trellis.learning import actions, queries
from trellis.learning.models import Item
from trellis.work.models import Completion

PACK = "prairie"


def test_what_lacks_nothing_is_published_when_the_pack_is_installed(world):
    states = dict(Item.objects.values_list("code", "state"))
    assert states == {
        "circle-guide": "published", "circle-film": "draft", "walkthrough-sheet": "published",
        "focus-template": "published", "renewal-film": "draft",
    }  # fmt: skip


def test_the_library_speaks_the_readers_language(world):
    with translation.override("es"):
        shelf = queries.library("look-closely").shelves[0]
    assert shelf.label == "Mirar de cerca"
    assert [one.title for one in shelf.things] == ["Hoja de recorrido"]


def test_watching_the_film_does_the_circles_step(world):
    Item.objects.filter(code="circle-film").update(state="published")
    film, member = Item.objects.get(code="circle-film"), world.who("improvement-circle")
    viewing = actions.note_viewing(film, by=member, on=TODAY)
    codes = [one.task.template_code for one in viewing.steps.all()]
    assert codes == ["focus-year/aug-circle.circle-1"]
    assert Completion.objects.filter(by=member, withdrawn_at=None).count() == 1


def test_texts_are_written_per_language(world, client):
    sign_in_as(client, world.publisher)
    told = {"title_en": "Seeds", "title_es": "Semillas", "kind": "guide"}
    client.post(reverse("learning:addition"), told)
    assert Item.objects.get(code="seeds").title == {"en": "Seeds", "es": "Semillas"}
