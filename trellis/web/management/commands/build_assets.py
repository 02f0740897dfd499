"""Make the files that are built, not written: the font, cut down to what pages use."""

import logging
import shutil
from pathlib import Path
from typing import Any

import fontpkg_public_sans
from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

# Latin as English and Spanish write it, with the punctuation and signs that pages show.
SPANS = ((0x20, 0x7E), (0xA0, 0xFF), (0x131, 0x131), (0x152, 0x153), (0x2C6, 0x2DC))
SIGNS = "–—‘’‚“”„†•…‹›€™−×"
WEIGHTS = (400, 800)


class Command(BaseCommand):
    """Builds the font into the folder from which static files are collected."""

    help = "Build the font for the pages (once after installing, and after an update)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the font and its license, unless they are there already."""
        folder = settings.VAR_DIR / "built"
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / "public-sans.woff2"
        source = fontpkg_public_sans.ROOT / "files" / "PublicSans[wght].ttf"
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            build(source, target)
            shutil.copyfile(
                fontpkg_public_sans.ROOT / "LICENSE", folder / "public-sans-license.txt"
            )
        self.stdout.write(f"{target.name}: {target.stat().st_size} bytes")


def build(source: Path, target: Path) -> None:
    """Cut a variable font to our characters and weights and write it as WOFF2."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells every glyph
    font = TTFont(source)
    instantiateVariableFont(font, {"wght": WEIGHTS}, inplace=True)
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk", "tnum", "ccmp", "locl"]
    options.flavor = "woff2"
    options.hinting = False
    cutter = Subsetter(options)
    signs = {ord(sign) for sign in SIGNS}
    cutter.populate(unicodes=signs.union(*(range(low, high + 1) for low, high in SPANS)))
    cutter.subset(font)
    font.flavor = "woff2"
    # Written beside and moved, so that a killed build leaves no half font.
    half = target.with_suffix(".part")
    font.save(half)
    half.replace(target)
