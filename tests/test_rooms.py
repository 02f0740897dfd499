"""What the list of rooms cannot say: a room's pages and forms are its own."""

import grimp
import pytest

pytestmark = pytest.mark.pure


def test_no_room_imports_the_pages_or_forms_of_another():
    graph = grimp.build_graph("trellis", cache_dir=None)
    crossing = [
        f"{importer} imports {own}"
        for own in sorted(graph.modules)
        if own.split(".")[2:3] in (["views"], ["forms"])
        for importer in sorted(graph.find_modules_that_directly_import(own))
        if importer.split(".")[1] != own.split(".")[1] and ".tests" not in importer
    ]
    assert crossing == []
