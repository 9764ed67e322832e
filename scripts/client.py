#!/usr/bin/env python3
"""Writes the typed calls of clients/python from an OpenAPI document on stdin: `hutong openapi | scripts/client.py`.

--check only compares. The wire (HTTP, errors, pages) is written by hand in clients/python/src/hutong_client/wire.py.
"""

from __future__ import annotations

import json
import keyword
import re
import sys
import textwrap
from collections import defaultdict
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "clients" / "python" / "src" / "hutong_client"
PACKAGE = "hutong_client"
SHARED = "shared"
WIDTH = 120
HEAD = '"""{what} Made from the OpenAPI document by `scripts/client.py`."""\n\nfrom __future__ import annotations\n'
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
Schema = dict[str, Any]
Operation = dict[str, Any]  # as in the document, with its method and path


def main() -> int:
    """Write the files, or name those that are not what the document says."""
    made = files(json.load(sys.stdin))
    wrong = differences(made)
    if "--check" in sys.argv:
        for name in wrong:
            print(f"{name} is not what the API says: scripts/reference.py writes it anew")
        return 1 if wrong else 0
    for name in wrong:
        if name in made:
            (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
            (FOLDER / name).write_text(made[name])
        else:
            (FOLDER / name).unlink()
    return 0


def differences(made: dict[str, str]) -> list[str]:
    """The names of files that are missing, other than they should be, or too many."""
    there = {
        file.relative_to(FOLDER).as_posix(): file.read_text()
        for folder in ("calls", "shapes")
        for file in (FOLDER / folder).glob("*.py")
    }
    return sorted(name for name in there.keys() | made.keys() if there.get(name) != made.get(name))


def files(document: Schema) -> dict[str, str]:
    """The text of every generated file by its name."""
    book = Book(document)
    made = {"shapes/__init__.py": '"""What goes in and comes out, one module for each part of the API."""\n'}
    for place in sorted({*book.places.values(), *book.tags}):
        made[f"shapes/{place}.py"] = _shapes(book, place)
    for tag, operations in book.tags.items():
        made[f"calls/{tag}.py"] = _calls(book, tag, operations)
    made["calls/__init__.py"] = _all_calls(list(book.tags))
    return made


class Book:
    """The document, with a module and a short name for each schema that a call takes or gives."""

    def __init__(self, document: Schema) -> None:
        self.schemas: dict[str, Schema] = document["components"]["schemas"]
        self.tags: dict[str, list[Operation]] = {tag["name"]: [] for tag in document["tags"]}
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                self.tags[operation["tags"][0]].append({**operation, "method": method.upper(), "path": path})
        users: dict[str, set[str]] = defaultdict(set)
        for tag, operations in self.tags.items():
            for name in self.reached([_sent(one)[1] for one in operations] + [_given(one) for one in operations]):
                users[name].add(tag)
        self.places = {name: next(iter(tags)) if len(tags) == 1 else SHARED for name, tags in users.items()}
        self.names = {name: _short(name) for name in self.places}
        assert len(set(self.names.values())) == len(self.names), "two schemas would have one name"

    def reached(self, parts: Any) -> set[str]:
        """The schemas that these parts lead to, pages excepted."""
        found: set[str] = set()
        waiting = [parts]
        while waiting:
            for name in _refs(waiting.pop()):
                if name not in found:
                    found.add(name)
                    waiting.append(self.schemas[name])
        return {name for name in found if not name.startswith("Page_")}

    def type(self, schema: Schema | None) -> str:
        """The Python type of a schema."""
        if not schema:
            return "Any"
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            return f"Page[{self.type(self.item(name))}]" if name.startswith("Page_") else self.names[name]
        if "anyOf" in schema:
            return " | ".join(dict.fromkeys(self.type(part) for part in schema["anyOf"]))
        if "enum" in schema or "const" in schema:
            return f"Literal[{', '.join(json.dumps(one) for one in schema.get('enum', [schema.get('const')]))}]"
        kind = schema.get("type")
        if kind == "array":
            return f"list[{self.type(schema.get('items'))}]"
        if kind == "object":
            values = schema.get("additionalProperties")
            return f"dict[str, {self.type(values if isinstance(values, dict) else None)}]"
        return "Upload" if schema.get("format") == "binary" else PLAIN.get(str(kind), "Any")

    def item(self, page: str) -> Schema:
        """What a page is a page of."""
        return dict(self.schemas[page]["properties"]["items"]["items"])

    def imports(self, place: str, parts: Any) -> str:
        """The lines that bring these parts' names into a module."""
        wanted: dict[str, list[str]] = defaultdict(list)
        for name in {name for ref in _refs(parts) for name in self._named(ref)}:
            if self.places[name] != place:
                wanted[self.places[name]].append(self.names[name])
        return "".join(
            _bracketed(f"from {PACKAGE}.shapes.{module} import ", sorted(names), "(", ")")
            for module, names in sorted(wanted.items())
        )

    def _named(self, name: str) -> list[str]:
        return _refs(self.item(name)) if name.startswith("Page_") else [name]


def _shapes(book: Book, place: str) -> str:
    here = sorted((book.names[name], book.schemas[name]) for name, where in book.places.items() if where == place)
    body = "".join(_shape(book, name, schema) for name, schema in here)
    typing = ["TypedDict", *(word for word in ("Any", "Literal", "NotRequired") if re.search(rf"\b{word}\b", body))]
    wire = [word for word in ("Page", "Upload") if re.search(rf"\b{word}\b", body)]
    imports = f"\nfrom typing import {', '.join(sorted(typing))}\n" if here else ""
    own = book.imports(place, [schema for _, schema in here])
    own += f"from {PACKAGE}.wire import {', '.join(wire)}\n" if wire else ""
    return HEAD.format(what=f"Shapes of {place}.") + imports + (f"\n{own}" if own else "") + body


def _shape(book: Book, name: str, schema: Schema) -> str:
    must = schema.get("required", [])
    fields = {
        field: book.type(part) if field in must else f"NotRequired[{book.type(part)}]"
        for field, part in schema.get("properties", {}).items()
    }
    if any(keyword.iskeyword(field) for field in fields):
        lines = "".join(f'        "{field}": "{kind.replace(chr(34), chr(39))}",\n' for field, kind in fields.items())
        return f'\n\n{name} = TypedDict(\n    "{name}",\n    {{\n{lines}    }},\n)\n'
    told = schema.get("description", "").split("\n")[0] or f"{name} of the API."
    return f"\n\nclass {name}(TypedDict):\n{_told(told, 4)}" + "".join(
        ("\n" if not number else "") + f"    {field}: {kind}\n" for number, (field, kind) in enumerate(fields.items())
    )


def _calls(book: Book, tag: str, operations: list[Operation]) -> str:
    body = "".join(_call(book, tag, one) for one in operations)
    typing = [word for word in ("Any", "Literal") if re.search(rf"\b{word}\b", body)]
    wire = sorted(word for word in ("Listing", "Wire", "at") if re.search(rf"\b{word}\b", body + "Wire"))
    imports = f"\nfrom typing import {', '.join(typing)}\n" if typing else ""
    imports += "\n" + book.imports("", [[_sent(one)[1], _given(one)] for one in operations])
    imports += f"from {PACKAGE}.wire import {', '.join(wire)}\n"
    start = f'\n\nclass {_camel(tag)}:\n    """Calls of {tag}."""\n\n    def __init__(self, wire: Wire) -> None:\n'
    return HEAD.format(what=f"Calls of {tag}.") + imports + start + "        self._wire = wire\n" + body


def _call(book: Book, tag: str, one: Operation) -> str:
    """One method: the path's values, the body, then the query and the headers by name."""
    path = [part["name"] for part in one["parameters"] if part["in"] == "path"]
    query = [part for part in one["parameters"] if part["in"] == "query"]
    headers = {part["name"] for part in one["parameters"] if part["in"] == "header"}
    sent, body = _sent(one)
    listed = _given(one).get("$ref", "").rsplit("/", 1)[-1].startswith("Page_")
    given = dict.fromkeys(path, "str") | ({"body": book.type(body)} if body else {})
    named = {_safe(part["name"]): _asked(book, part) for part in query if not (listed and part["name"] == "cursor")}
    named |= {"if_match": "str | int"} if "If-Match" in headers else {}
    named |= {"idempotency_key": "str | None = None"} if "Idempotency-Key" in headers else {}
    takes = ["self", *(f"{name}: {kind}" for name, kind in given.items())]
    takes += ["*", *(f"{name}: {kind}" for name, kind in named.items())] if named else []
    address = re.sub(r"{\w+}", "{}", one["path"])
    passed = [f'at("{address}", {", ".join(path)})' if path else f'"{address}"']
    asked = [f'"{part["name"]}": {_safe(part["name"])}' for part in query if _safe(part["name"]) in named]
    passed += [f"query={{{', '.join(asked)}}}"] if asked else []
    passed += [f"{sent}=body"] if body else []
    passed += ["if_match=if_match"] if "If-Match" in headers else []
    passed += ["key=idempotency_key", "repeatable=True"] if "Idempotency-Key" in headers else []
    way, kind, first = _way(book, one, listed)
    name = _safe(one["operationId"].removeprefix(f"{tag}_"))
    return (
        "\n"
        + _bracketed(f"    def {name}", takes, "(", f") -> {kind}:", always=True)
        + _told(one["summary"], 8)
        + _bracketed(f"        return self._wire.{way}" if kind != "None" else f"        self._wire.{way}",
                     [*first, *passed], "(", ")", always=True)
    )  # fmt: skip


def _way(book: Book, one: Operation, listed: bool) -> tuple[str, str, list[str]]:
    """How the wire is asked, what that gives, and with which first words."""
    given = _given(one)
    method = f'"{one["method"]}"'
    if listed:
        item = book.type(book.item(given["$ref"].rsplit("/", 1)[1]))
        return "listing", f"Listing[{item}]", [item]
    if given:
        return "json", book.type(given), [book.type(given), method]
    if any("*/*" in answer.get("content", {}) for answer in one["responses"].values()):
        return "file", "bytes", [method]
    return "nothing", "None", [method]


def _asked(book: Book, part: Schema) -> str:
    kind = book.type(part["schema"])
    if part.get("required"):
        return kind
    return f"{kind} = None" if kind.endswith("None") else f"{kind} | None = None"


def _all_calls(tags: list[str]) -> str:
    imports = "".join(f"from {PACKAGE}.calls.{tag} import {_camel(tag)}\n" for tag in sorted(tags))
    made = "".join(f"        self.{tag} = {_camel(tag)}(wire)\n" for tag in tags)
    start = '\n\nclass Calls:\n    """Every call, by part."""\n\n    def __init__(self, wire: Wire) -> None:\n'
    return HEAD.format(what="Every call.") + f"\n{imports}from {PACKAGE}.wire import Wire\n" + start + made


def _sent(one: Operation) -> tuple[str, Schema]:
    """How the body goes (`body` as JSON, `form` with files), and its schema."""
    for kind, content in one.get("requestBody", {}).get("content", {}).items():
        return ("form" if kind.startswith("multipart") else "body"), content["schema"]
    return "", {}


def _given(one: Operation) -> Schema:
    """The schema of what a call answers with; empty where that is no JSON."""
    for status, answer in one["responses"].items():
        if status < "300" and "application/json" in answer.get("content", {}):
            return dict(answer["content"]["application/json"]["schema"])
    return {}


def _refs(part: Any) -> list[str]:
    """The names of the schemas that are referred to, near the surface."""
    return re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(part))


def _short(name: str) -> str:
    """`hutong__booking__schemas__cases__CaseOut` becomes `CasesCaseOut`: the nearest module tells one from another."""
    *modules, last = name.split("__")
    return _camel(next(module for module in reversed(modules) if module != "schemas")) + last if modules else last


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _safe(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def _told(text: str, indent: int) -> str:
    """A docstring that keeps to the width."""
    space = " " * indent
    lines = textwrap.wrap(text.replace("\\", "\\\\").replace('"""', "'''"), WIDTH - indent - 6)
    if len(lines) == 1:
        return f'{space}"""{lines[0]}"""\n'
    return f'{space}"""' + f"\n{space}".join(lines) + f'\n{space}"""\n'


def _bracketed(start: str, parts: list[str], left: str, right: str, always: bool = False) -> str:
    """Words in brackets on one line, or each on a line of its own."""
    one = f"{start}{left}{', '.join(parts)}{right}" if always else f"{start}{', '.join(parts)}"
    if len(one) <= WIDTH:
        return one + "\n"
    space = " " * (len(start) - len(start.lstrip()))
    return f"{start}{left}\n" + "".join(f"{space}    {part},\n" for part in parts) + f"{space}{right}\n"


if __name__ == "__main__":
    sys.exit(main())
