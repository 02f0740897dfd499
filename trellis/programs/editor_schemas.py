"""JSON Schemas of the pack's files, so that an editor helps while a pack is written."""

import json

from trellis.programs.sections import registered


def editor_schemas() -> dict[str, str]:
    """File name to content, one per section."""
    return {
        f"{section.name}.schema.json": json.dumps(
            {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                **section.model.model_json_schema(),
            },
            indent=2,
            sort_keys=True,
            ensure_ascii=False,
        )
        + "\n"
        for section in registered()
    }
