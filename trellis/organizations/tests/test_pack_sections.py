"""Slips in `organizations.yaml`, `regions.yaml` and `directory.yaml` are told by file and line."""

import pytest

from trellis.programs.tests.packs import change, copy_of_prairie, problems

pytestmark = pytest.mark.pure

CASES = [
    ("organizations.yaml", "  kind: department", "  kind: departement",
     'organizations.yaml:{line} kind "departement" is not in organizations.yaml; did you mean'
     ' "department"?'),
    ("organizations.yaml", "  kind: department", "  kind: area",
     'organizations.yaml:{line} kind "area" has level district; here it must be state'),
    ("organizations.yaml", "code: PRAIRIE", f"code: {'P' * 41}",
     "organizations.yaml:{line} the agency needs a code of at most 40 characters"),
    ("organizations.yaml", "roles: [companion, guild-desk]", "roles: [companoin]",
     'organizations.yaml:{line} kind "guild": role "companoin" is not in roles.yaml; did you mean'
     ' "companion"?'),
    ("organizations.yaml", "roles: [companion, guild-desk]", "roles: [unit-advisor]",
     'organizations.yaml:{line} kind "guild": role "unit-advisor" is held at level office and this'
     " kind stands at other; only roles and kinds of level other belong together by name"),
    ("regions.yaml", "kind: service-unit", "kind: service-unti",
     'regions.yaml:{line} office "NF": kind "service-unti" is not in organizations.yaml; did you'
     ' mean "service-unit"?'),
    ("regions.yaml", "kind: service-unit", "kind: campus",
     'regions.yaml:{line} office "NF": kind "campus" has level school; here it must be office,'
     " district"),
    ("regions.yaml", "region: TL", "region: SF",
     'regions.yaml:{line} office "SF": region "SF" has two offices'),
    ("regions.yaml", "counties: [C1]", "counties: [C2]",
     'regions.yaml:{line} office "TL": county "C2" is not in the counties'),
    ("regions.yaml", "regions: [NF, SF]", "regions: [NF, XX]",
     'regions.yaml:{line} area "rivers": region "XX" is not in the offices'),
    ("regions.yaml", "{code: A2", "{code: A1",
     'regions.yaml:{line} county "A1": the code "A1" stands in this list 2 times\n'
     'regions.yaml:15 office "NF": county "A2" is not in the counties'),
    ("directory.yaml", "      name: [Campus or area, Called]\n", "",
     'directory.yaml:{back2} layout "prairie": the column "name" is missing'),
    ("directory.yaml", "city: [Town]", "city: [Town, CALLED]",
     'directory.yaml:{line} layout "prairie": "CALLED" already stands for name'),
    ("directory.yaml", "city: [Town]", 'city: ["- -"]',
     'directory.yaml:{line} layout "prairie": a name without letters or digits can\'t be found in a'
     " file"),
    ("directory.yaml", '"[A-Z]{2}[0-9]{3}[DSU][0-9]{2}"', '"[A-Z"',
     'directory.yaml:{line} layout "prairie": "[A-Z" is no regular expression: unterminated'
     " character set at position 0"),
    ("directory.yaml", '"[A-Z]{2}[0-9]{3}[DSU][0-9]{2}"', f'"{"a" * 201}"',
     'directory.yaml:{line} layout "prairie": the pattern is longer than 200 characters'),
    ("directory.yaml", "kind: evening-campus", "kind: evening",
     'directory.yaml:{line} layout "prairie", type "Evening": kind "evening" is not in'
     ' organizations.yaml; did you mean "evening-campus"?'),
    ("directory.yaml", "aliases: [Day campus]", "aliases: [AREA]",
     'directory.yaml:{line} layout "prairie", type "Campus": "AREA" already stands for "Area"'),
    ("directory.yaml", "value: Unit", "value: Area",
     'directory.yaml:{next} layout "prairie", type "Area": the type "Area" stands here twice'),
    ("directory.yaml", "    default_kind: campus\n", "",
     'directory.yaml:{back10} layout "town-list": without a column for the type, default_kind says'
     " what every row is"),
    ("directory.yaml", "    parent_kind: area\n", "",
     'directory.yaml:{back11} layout "town-list": with a column for the parent, parent_kind says'
     " what the parents are"),
    ("directory.yaml", "      status: [In use]\n", "",
     'directory.yaml:{next14} layout "prairie": closed_values are read from a status column, and'
     " there is none"),
    ("directory.yaml", "      role: [Works as]\n", "",
     'directory.yaml:{back2} people "staff-list": the column "role" is missing'),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "sentence"), CASES)
def test_a_slip_is_told_by_file_and_line(tmp_path, file, old, new, sentence):
    pack = copy_of_prairie(tmp_path)
    line = change(pack, file, old, new)
    lines = {"line": line, "next": line + 1}
    lines |= {f"back{step}": line - step for step in range(2, 12)}
    lines |= {f"next{step}": line + step for step in range(2, 20)}
    expected = sentence
    for name, number in lines.items():
        expected = expected.replace(f"{{{name}}}", str(number))
    assert problems(pack) == expected.split("\n")


def test_a_tree_without_districts_or_schools_is_told(tmp_path):
    pack = copy_of_prairie(tmp_path)
    change(pack, "organizations.yaml", "level: district", "level: other")
    assert problems(pack) == ["organizations.yaml:10 no kind has level district"]
