"""`./dev papers`: documents for agencies that are made from the code, not written by hand."""

import json
import re
import subprocess
import uuid
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any

from tools.places import PYTHON, REQUIREMENTS, ROOT, Stop, environment

FOLDER = ROOT / "docs" / "for-agencies"
INVENTORY = FOLDER / "data-inventory.md"
MATERIALS = FOLDER / "sbom.cdx.json"
PINNED = re.compile(r"^([a-z0-9.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def papers(words: list[str]) -> int:
    """Write the data inventory and the list of materials anew."""
    if words:
        raise Stop("./dev papers takes no words.")
    FOLDER.mkdir(exist_ok=True)
    command = [PYTHON, "manage.py", "data_inventory"]
    env = environment(DATABASE_URL="sqlite://:memory:")
    INVENTORY.write_text(subprocess.check_output(command, cwd=ROOT, env=env, text=True))
    listed = subprocess.check_output([PYTHON, "-m", "tools.papers"], cwd=ROOT, text=True)
    MATERIALS.write_text(listed)
    return 0


def materials() -> dict[str, Any]:
    """The packages a server runs with, as a CycloneDX 1.6 bill of materials."""
    parts = list(components((REQUIREMENTS / "run.txt").read_text()))
    named = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(parts, sort_keys=True))
    own = {"type": "application", "name": "trellis-schools", "bom-ref": "trellis-schools"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{named}",  # of the content, so the same list is the same file
        "version": 1,
        "metadata": {"component": own | {"licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": parts,
    }


def components(pinned: str) -> list[dict[str, Any]]:
    """One entry per package of a pinned list; the hashes of its files stand in that list."""
    return [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name}@{version}",
            "licenses": [{"license": {"name": license_of(name)}}],
        }
        for name, version in PINNED.findall(pinned)
    ]


def license_of(name: str) -> str:
    """What the package says of itself, or that it is not installed on this system."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return "not installed here"
    if expressions := said.get_all("License-Expression"):
        return str(expressions[0])
    told = [
        one.rpartition(" :: ")[2]
        for one in said.get_all("Classifier") or []
        if one.startswith("License :: ")
    ]
    return ", ".join(told) or " ".join((said.get_all("License") or ["not said"])[0].split())[:60]


if __name__ == "__main__":
    print(json.dumps(materials(), indent=1))
