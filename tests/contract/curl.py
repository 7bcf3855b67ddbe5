#!/usr/bin/env python3
"""The part of curl that our documents use, so that their snippets run on a machine without curl.

Standard library only, as it is started for every call. Options that it does not know end it with 2.
"""

import argparse
import sys
import urllib.error
import urllib.request
from pathlib import Path

JSON_HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}


def main() -> int:
    """One call, as `curl` makes it; like curl it ends with 0 whatever the status is."""
    options = _parse(sys.argv[1:])
    headers = JSON_HEADERS if options.json is not None else {}
    headers = headers | dict(line.split(": ", 1) for line in options.header)
    data = options.json if options.json is not None else options.data_binary
    request = urllib.request.Request(options.url, _body(data), headers, method=options.request)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            content = answer.read()
    except urllib.error.HTTPError as error:
        content = error.read()
    if options.output:
        Path(options.output).write_bytes(content)
    else:
        sys.stdout.buffer.write(content)
    sys.stdout.write(options.write_out.replace("\\n", "\n"))
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("-s", "--silent", action="store_true")
    parser.add_argument("-S", "--show-error", action="store_true")
    parser.add_argument("-H", "--header", action="append", default=[])
    parser.add_argument("-X", "--request")
    parser.add_argument("-o", "--output")
    parser.add_argument("-w", "--write-out", default="")
    parser.add_argument("--json")
    parser.add_argument("--data-binary")
    parser.add_argument("url")
    return parser.parse_args(arguments)


def _body(text: str | None) -> bytes | None:
    if text is None:
        return None
    return Path(text[1:]).read_bytes() if text.startswith("@") else text.encode()


if __name__ == "__main__":
    sys.exit(main())
