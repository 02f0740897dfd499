"""Loading a directory of 100,000 rows: check and apply, against parsing and a bare upsert.

The floor reads the same file with the same parser of the standard library, and upserts the same
rows by executemany into a table with the same columns, indexes and foreign keys.
"""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from benches.meter import Taken, line, measured, peak_mb
from trellis.organizations.actions import apply_directory, check_directory
from trellis.organizations.models import Import, Organization
from trellis.programs.actions import install

REAL = settings.BASE_DIR.parent / "shared" / "data" / "national" / "school_directory.csv.gz"
ROWS = 101_688
ON = date(2026, 7, 1)
TWIN = "bench_organization"


def main() -> int:
    """Load once into an empty database, load again unchanged, and time the floor beside it."""
    with tempfile.TemporaryDirectory() as folder:
        path = REAL if REAL.exists() else invented(Path(folder))
        install(settings.PACK_FOLDER / "prairie")
        with measured() as first:
            source = load(path)
        peak = peak_mb()
        floor = bare_upsert(path)
        with measured() as again:
            unchanged = load(path)
        line(
            "import-directory",
            [first],
            [floor],
            source.read,
            written=source.written,
            unchanged_written=unchanged.written,
            unchanged_cpu_s=round(again.cpu, 3),
            unchanged_ratio=round(again.cpu / floor.cpu, 2),
            peak_mb=round(peak, 1),
        )
    return 0 if unchanged.written == 0 else 1


def load(path: Path) -> Import:
    """Check and apply, as the command does."""
    source = check_directory(path, name=path.name, by=None, on=ON, layout="nces")
    apply_directory(source, by=None)
    return source


def invented(folder: Path) -> Path:
    """Rows of the same shape where the national file is not at hand."""
    path = folder / "schools.csv.gz"
    titles = "ncessch,leaid,school_name,lea_name,city_location,state_location"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(titles + ",lowest_grade_offered,highest_grade_offered\n")
        for number in range(ROWS):
            area = number // 5
            file.write(
                f"{area:07}{number:05},{area:07},Lincoln Elementary School {number},"
                f"Consolidated School District {area},Springfield {area % 997},IL,1,8\n"
            )
    return path


def bare_upsert(path: Path) -> Taken:
    """Parse, and upsert the same rows into the twin."""
    make_twin()
    columns = [field.column for field in Organization._meta.concrete_fields[1:]]
    names = ", ".join(f'"{column}"' for column in columns)
    updates = ", ".join(f'"{column}" = excluded."{column}"' for column in columns[1:])
    marks = ", ".join(["%s"] * len(columns))
    sql = (
        f"INSERT INTO {TWIN} ({names}) VALUES ({marks}) ON CONFLICT (code) DO UPDATE SET {updates}"
    )
    top = Organization.objects.get(parent=None).pk
    with measured() as taken, transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(sql, rows(path, top))
    return taken


def rows(path: Path, top: int) -> list[tuple[Any, ...]]:
    """Every school of the file as a row of the twin."""
    with gzip.open(path, "rb") as packed:
        reader = csv.reader(io.TextIOWrapper(packed, encoding="utf-8", newline=""))
        next(reader)
        return [
            (code, "campus", "school", name, name.lower(), top, top, None, top, "", "", city, "",
             "", None, None)
            for code, _lea, name, _lea_name, city, *_rest in reader
        ]  # fmt: skip


def make_twin() -> None:
    """A table like the real one: columns, keys, indexes."""
    table = Organization._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TABLE {TWIN} (LIKE {table} INCLUDING ALL)")
            for column in ("parent_id", "district_id", "office_id", "state_id"):
                cursor.execute(
                    f"ALTER TABLE {TWIN} ADD FOREIGN KEY ({column}) REFERENCES {table} (id)"
                    " DEFERRABLE INITIALLY DEFERRED"
                )
            return
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL"
            " ORDER BY type DESC",
            [table],
        )
        for (sql,) in cursor.fetchall():
            twin = sql.replace(f'CREATE TABLE "{table}"', f'CREATE TABLE "{TWIN}"')
            twin = twin.replace(f'ON "{table}"', f'ON "{TWIN}"')
            twin = twin.replace('INDEX "', 'INDEX "bench_')
            cursor.execute(twin)
