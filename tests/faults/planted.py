"""Does the suite bite? Plants known defects one by one in a scratch copy and runs the tests on each.

``python -m tests.faults.planted`` prints a table for docs/faults.md; exit status 1 if a defect went unnoticed.
"""

from __future__ import annotations

import sys

from tests.mutants.planting import Defect, first_failure, planted, scratch_copy

FILES = "model/store/files.py"
HASHED = "hashlib.sha256(data).hexdigest()"

DEFECTS = (
    Defect(
        "the old file is truncated and written in place",
        FILES,
        (("        _rename(temporary, target)\n", "        target.write_bytes(data)\n        temporary.unlink()\n"),),
    ),
    Defect(
        "no fsync of the new file",
        FILES,
        (
            (
                "        _write_all(descriptor, data)\n        os.fsync(descriptor)\n",
                "        _write_all(descriptor, data)\n",
            ),
        ),
    ),
    Defect(
        "no fsync of the folder",
        FILES,
        (
            (
                "    try:\n        os.fsync(descriptor)\n    except OSError:\n        return False\n",
                "    try:\n        pass\n",
            ),
        ),
    ),
    Defect(
        "the old file is deleted, then the new one renamed",
        FILES,
        (
            (
                "        _rename(temporary, target)\n",
                "        target.unlink(missing_ok=True)\n        _rename(temporary, target)\n",
            ),
        ),
    ),
    Defect(
        "a short write is not continued",
        FILES,
        (("        _write_all(descriptor, data)\n", "        os.write(descriptor, data)\n"),),
    ),
    Defect(
        "conflicts are looked for by the time of the file alone",
        FILES,
        (
            (
                "    if found in (expect.digest, digest):\n        return\n",
                "    if found is None and expect.digest is None:\n        return\n"
                "    if found and target.stat().st_mtime == _TIMES.get(expect.digest):\n        return\n",
            ),
            ("    return content\n", "    _TIMES[content.stamp.digest] = content.modified\n    return content\n"),
            ("ABSENT = FileStamp(None)\n", "ABSENT = FileStamp(None)\n_TIMES = {}\n"),
        ),
    ),
    Defect(
        "only the first KiB is hashed",
        FILES,
        (
            (f"    digest = {HASHED}\n", "    digest = hashlib.sha256(data[:1024]).hexdigest()\n"),
            (f"FileStamp({HASHED}", "FileStamp(hashlib.sha256(data[:1024]).hexdigest()"),
        ),
    ),
    Defect(
        "conflicts are looked for before writing only",
        FILES,
        (
            (
                "        _require_expected(target, expect, digest)  # again,",
                "        #",
            ),
        ),
    ),
    Defect(
        "the new file does not get the old one's mode",
        "model/store/metadata.py",
        (("            os.fchmod(descriptor, stat.S_IMODE(old.st_mode))\n", "            pass\n"),),
    ),
    Defect(
        "a disk that was replaced goes unnoticed",
        FILES,
        (("    if expect.device not in (None, _device(target)):\n", "    if expect.device == 0:\n"),),
    ),
    Defect(
        "a recovery copy of edits that were saved is offered",
        "model/store/recovery.py",
        (("            elif _was_saved(copy):\n", "            elif copy.written < 0:\n"),),
    ),
    Defect(
        "of a key that stands twice the last one wins",
        "model/store/strict_json.py",
        (("            object_pairs_hook=_object_without_duplicates,\n", ""),),
    ),
    Defect(
        "the checksum of a draft is not compared",
        "model/store/draft_json.py",
        (("claimed != _checksum(raw)", "not claimed"),),
    ),
    Defect(
        "numbers are read by int()",
        "model/report/numbers.py",
        (
            (
                "    plain = text.translate(_HALF_WIDTH).strip()\n    if not plain:\n",
                "    plain = text.strip()\n"
                "    if kind is NumberKind.COUNT and plain:\n"
                "        try:\n"
                "            return int(text)\n"
                "        except ValueError as error:\n"
                "            raise NumberError('x。') from error\n"
                "    if not plain:\n",
            ),
        ),
        ("tests/report", "tests/faults"),
    ),
    Defect(
        "markup in a narrative is taken for markup",
        "model/report/text.py",
        (("_NEW_LINE.split(text) if", '_NEW_LINE.split(re.sub("<[^<>]*>", "", text)) if'),),
        ("tests/page",),
    ),
    Defect(
        "documents are parsed in the program itself",
        "model/importing/isolation.py",
        (
            (
                "    if kind in PLAIN:\n        return read(data, kind)\n",
                "    return read(data, exact_kind(data, suffix))\n",
            ),
            ("import kind_of", "import exact_kind, kind_of"),
        ),
        ("tests/importing/test_isolation.py",),
    ),
    Defect(
        "labels guess whether a text is HTML",
        "gui/widgets/messages.py",
        (("    made.setTextFormat(Qt.TextFormat.PlainText)\n", ""),),
        ("tests/gui",),
    ),
)


def main() -> int:
    """Try every defect; print what noticed it."""
    wanted = sys.argv[1:]
    chosen = [defect for defect in DEFECTS if not wanted or any(word in defect.name for word in wanted)]
    unnoticed = 0
    with scratch_copy() as copy:
        for part in sorted({part for defect in chosen for part in defect.tests}):
            if failing := first_failure(copy, [part]):
                print(f"{failing} fails without any defect")
                return 1
        print("| defect | planted in | noticed by |\n|---|---|---|")
        for defect in chosen:
            with planted(defect, copy):
                noticed = [f"`{failing}`" for part in defect.tests if (failing := first_failure(copy, [part]))]
            unnoticed += not noticed
            print(f"| {defect.name} | `{defect.file}` | {'<br>'.join(noticed) or '**nothing**'} |", flush=True)
    print(f"{len(chosen) - unnoticed} of {len(chosen)} noticed")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
