"""Walks the shape of a section beside its data: which model stands where, and what it is called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from trellis.programs.schema.base import Part, Text

At = tuple[str | int, ...]

NAMED_BY = ("code", "region", "value")
TEXTS = get_args(Text)[1]


def pieces(model: type[BaseModel], data: Any, at: At) -> Iterator[tuple[At, Any, Any]]:
    """Each step on the way to a place: where, its annotation (None if unknown), its raw data."""
    shape: Any = model
    yield (), shape, data
    for count, key in enumerate(at, start=1):
        shape = child(shape, data, key)
        data = _inside(data, key)
        yield at[:count], shape, data


def model_at(model: type[BaseModel], data: Any, at: At) -> type[BaseModel] | None:
    """The model of the mapping that stands there."""
    *_before, (_at, shape, raw) = pieces(model, data, at)
    return next(iter(models(shape, raw)), None)


def name_of(model: type[BaseModel], data: Any, at: At) -> str:
    """The named things around a place: `activity "nov-start", task "lead-1"`."""
    names = []
    for where, shape, raw in pieces(model, data, at):
        if not where or not isinstance(raw, dict) or not isinstance(where[-1], int):
            continue
        code = next((raw[key] for key in NAMED_BY if isinstance(raw.get(key), str)), "")
        if code:
            names.append(f'{_noun(shape, raw, where)} "{code}"')
    return ", ".join(names)


def child(shape: Any, data: Any, key: str | int) -> Any:
    """The annotation of what stands under a key or at a position; None where nothing fits."""
    for option in _options(shape):
        origin, arguments = get_origin(option), get_args(option)
        if origin in (list, tuple) and isinstance(key, int):
            return arguments[0]
        if origin is dict and isinstance(key, str):
            return arguments[1]
    for model in models(shape, data):
        if isinstance(key, str) and key in model.model_fields:
            return model.model_fields[key].annotation
    return None


def is_choice(shape: Any) -> bool:
    """Whether one of several models may stand here."""
    return len(models(shape, None)) > 1


def is_text(annotation: Any) -> bool:
    """Whether the place holds a text that may be told in several languages."""
    return TEXTS in get_args(annotation)


def walk(value: Any, annotation: Any, at: At = ()) -> Iterator[tuple[At, Any, Any]]:
    """Every piece of a validated section: where it is, itself, its annotation."""
    yield at, value, annotation
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from walk(getattr(value, name), field.annotation, (*at, name))
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from walk(one, child(annotation, value, number), (*at, number))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from walk(one, child(annotation, value, key), (*at, key))


def _noun(shape: Any, raw: Any, where: At) -> str:
    model = next(iter(models(shape, raw)), None)
    if model is not None and issubclass(model, Part) and model.noun:
        return model.noun
    word = next((key for key in reversed(where) if isinstance(key, str)), "entry")
    word = word.replace("_", " ")
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def models(shape: Any, data: Any) -> list[type[BaseModel]]:
    """The models a place may hold; where `kind` tells them apart, the one that it names."""
    found = [
        option
        for option in _options(shape)
        if isinstance(option, type) and issubclass(option, BaseModel)
    ]
    kind = data.get("kind") if isinstance(data, dict) else None
    told = [model for model in found if kind in _literal(model)]
    return told or found


def _literal(model: type[BaseModel]) -> tuple[Any, ...]:
    field = model.model_fields.get("kind")
    if field is None or get_origin(field.annotation) is not Literal:
        return ()
    return get_args(field.annotation)


def _options(shape: Any) -> Iterator[Any]:
    origin = get_origin(shape)
    if origin is Annotated:
        yield from _options(get_args(shape)[0])
    elif origin is Union or type(shape).__name__ == "UnionType":
        for one in get_args(shape):
            yield from _options(one)
    else:
        yield shape


def _inside(data: Any, key: str | int) -> Any:
    try:
        return data[key]
    except (LookupError, TypeError):
        return None
