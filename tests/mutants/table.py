"""Small defects, one a line: what is replaced, by what, and the tests that should notice.

Each stands for a mistake that somebody could make: an edge moved by one, a condition turned round, a step left out.
What is replaced stands once in its file. A defect that changes nothing anybody could see does not belong here.
"""

from __future__ import annotations

from tests.mutants.planting import Defect

_ROWS: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("model/form/edition.py", "tests/form"): (
        ("if ref not in self.sums)", "if ref in self.sums)"),
        ("table.section == section.key)", "table.section != section.key)"),
        ("if len(parts) != 3:", "if len(parts) < 3:"),
    ),
    ("model/form/editions.py", "tests/form"): (("(edition.last_year or year)", "edition.first_year"),),
    ("model/form/arrangement.py", "tests/form tests/document"): (
        ("innermost = level == len(path) - 1", "innermost = level == len(path)"),
        ("max((box.level + box.levels for box in boxes)", "max((box.level for box in boxes)"),
    ),
    ("model/report/amounts.py", "tests/checks tests/test_draft.py"): (
        ("for part in parts if", "for part in parts[:-1] if"),
        ("len(known) == len(parts) and all(amount.complete for amount in known)", "len(known) == len(parts)"),
    ),
    ("model/report/numbers.py", "tests/report"): (
        ("MAXIMUM = 999_999_999_999", "MAXIMUM = 99_999_999_999"),
        ("if len(fraction) > DECIMAL_PLACES:", "if len(fraction) > DECIMAL_PLACES + 1:"),
        ("if point and kind is not NumberKind.AMOUNT:", "if point and kind is NumberKind.COUNT:"),
        ("or (point and not _FRACTION.fullmatch(fraction))", ""),
        ("total += number or 0", "total = number or 0"),
        ("or number.is_signed()", ""),
    ),
    ("model/report/quoting.py", "tests/report"): (('or c == "\\u3000"', ""), ("half = longest // 2", "half = longest")),
    ("model/report/report.py", "tests/test_draft.py tests/store/test_draft_json.py"): (
        ("if key not in known:", "if False:"),
        ("cell_notes={ref: self.cell_notes.get(ref) for ref in edit.cell_notes},", ""),
        ('remarks={key: self.remarks.get(key, "") for key in edit.remarks},', ""),
        ("explanations=_differing(old.explanations, new.explanations),", ""),
        ("target.pop(key, None)", "target[key] = 0"),
        ("return of_one_kind and not difference(old, new)", "return of_one_kind"),
        ("if ref not in self.entries)", "if ref in self.entries)"),
    ),
    ("model/draft.py", "tests/test_draft.py tests/store/test_draft_json.py"): (("twin.extra = dict(self.extra)", ""),),
    ("model/checks/sums.py", "tests/checks"): (
        ("return self.left_sum <= self.right_sum", "return self.left_sum < self.right_sum"),
        ("return self.left_sum == self.right_sum", "return self.left_sum >= self.right_sum"),
        ("return self.sides.left_sum - self.sides.right_sum", "return self.sides.left_sum"),
        ("return max(self.left_sum, self.right_sum) - min", "return max(self.left_sum, self.right_sum) + min"),
        ("any(ref in amounts for", "all(ref in amounts for"),
        ("ref in last_year for ref", "ref in amounts for ref"),
        ("level=Level.HINT if unfinished else level", "level=level"),
    ),
    ("model/checks/causes.py", "tests/checks"): (
        (" or differing[1] - differing[0] != 1:", ":"),
        ("if len(differing) != 2", "if len(differing) < 2"),
        ("0 <= self.number(ref) + shift <= MAXIMUM", "self.number(ref) + shift <= MAXIMUM"),
        ("if 1 <= len(suspects) <= 2 else None", "if suspects else None"),
        ("or finding.sides.relation is not Relation.EQUAL:", ":"),
        ("(left, right) if self.off_by < 0 else (right, left)", "(left, right) if self.off_by > 0 else (right, left)"),
    ),
    ("model/checks/completeness.py", "tests/checks tests/cli"): (
        (".strip():", ":"),
        ("if ref not in examined.report.entries]", "if ref in examined.report.entries]"),
    ),
    ("model/checks/evaluation.py", "tests/checks tests/cli"): (
        ("return self.findings + self.missing", "return self.findings"),
        (
            "finding.level is Level.HARD for finding in self.all_findings)",
            "finding.level is Level.HARD for finding in self.findings)",
        ),
    ),
    ("model/checks/printed_totals.py", "tests/checks"): (("if not sides.holds:", "if sides.holds:"),),
    ("model/checks/wording.py", "tests/checks"): (
        ("terms if len(terms) <= ADDED_AT_MOST else", "terms if len(terms) < ADDED_AT_MOST else"),
    ),
    ("model/document/report.py", "tests/document tests/page/test_report.py"): (("and lines[0] != agency:", ":"),),
    ("model/document/review_sheet.py", "tests/page/test_review_sheet.py tests/document"): (
        ("if c not in with_last_year and c.relation is Relation.EQUAL]", "if c.relation is Relation.EQUAL]"),
    ),
    ("model/document/tables.py", "tests/document"): (("if found is None:", "if found is not None:"),),
    ("model/store/backups.py", "tests/store/test_backups.py"): (
        ("return sorted(kept, reverse=True)", "return sorted(kept)"),
        ("kept[0].generation + 1 if kept else 1", "kept[0].generation + 2 if kept else 1"),
        (" and _is_whole(kept[0]):", ":"),
        ("expect=ABSENT, private=True)", "expect=ABSENT)"),
        ("return age < 10 or", "return age < 9 or"),
        ("os.path.normcase(os.path.realpath(draft))", "os.path.normcase(draft)"),
    ),
    ("model/store/draft_file.py", "tests/store/test_draft_file.py tests/cli/test_commands.py"): (
        ("if not overwrite:", "if False:"),
        ('(backups or BackupStore(data_folder() / "backups")).keep(path, content.data)', "pass"),
        ("if found != year - 1:", "if found >= year:"),
        ("expect=expect, private=True)", "expect=expect)"),
        ("saved.warnings + (before or _keep_version(path, data, store))", "saved.warnings"),
        ('loaded.draft.apply(Edit(details={"previous": None}))', ""),
        (
            "_parsed(path, read_file(path, limit=LIMIT).data, parse_figures)",
            "_parsed(path, read_file(path).data, parse_figures)",
        ),
    ),
    ("model/store/draft_json.py", "tests/store/test_draft_json.py"): (
        ("if report.year != year - 1:", "if report.year >= year:"),
        ('child.leave("previous")', 'child.take("previous", dict, {})'),
        ("    report.extra = reader.rest()\n", ""),
        ("if (ref in edition.sums) is not computed:", "if False:"),
        ("if schema > SCHEMA:", "if schema > SCHEMA + 1:"),
        ("claimed != _checksum(raw)", "False"),
        ("or (value < 0 and kind is NumberKind.COUNT)", ""),
        ("if year not in YEARS:", "if False:"),
    ),
    ("model/store/strict_json.py", "tests/store/test_draft_json.py"): (
        ("> MAX_VALUES\n", "> 10 * MAX_VALUES\n"),
        ("if _depth(value) > MAX_DEPTH:", "if False:"),
        ("if _HALF_CHARACTER.match(data, error.start):", "if False:"),
        ("allow_nan=False, sort_keys=True, indent=2", "allow_nan=False, indent=2"),
    ),
    ("model/store/files.py", "tests/store/test_files.py"): (
        ("if _version(before) != _version(after) or", "if"),
        ("if expect.device not in (None, _device(target)):", "if False:"),
        ("0o600 if private or old else 0o666", "0o666"),
        ("if old is None and _replaceable(target) is not None:", "if False:"),
    ),
    ("model/store/library.py", "tests/store/test_library.py"): (
        ("path.suffix.lower() == SUFFIX", "path.suffix == SUFFIX"),
        (' and not path.name.startswith(".")]', "]"),
    ),
    ("model/store/draft_index.py", "tests/store/test_library.py"): (
        ("reverse=True))", "reverse=False))"),
        ("if summary.settled:", "if True:"),
    ),
    ("model/store/presence.py", "tests/store/test_presence.py"): (
        ("if not _leads_to(file, descriptor):", "if False:"),
    ),
    ("model/store/recovery.py", "tests/store/test_recovery.py"): (
        ("generation = self._generation + 1", "generation = self._generation"),
        ("== _digest(copy.data)", "!= _digest(copy.data)"),
        ("KEPT = 2", "KEPT = 1"),
    ),
    ("model/store/temporary_files.py", "tests/store/test_files.py tests/store/test_files_of_others.py"): (
        (" and _is_own_file(entry):", ":"),
    ),
    ("model/store/places.py", "tests/store/test_log.py tests/store/test_backups.py"): (
        ("part.mkdir(mode=0o700, exist_ok=True)", "part.mkdir(exist_ok=True)"),
    ),
    ("model/store/log.py", "tests/store/test_log.py"): (
        ("st_size > LIMIT:", "st_size > 100 * LIMIT:"),
        ("{record.msg}", "{record.getMessage()}"),
        ("0o600", "0o644"),
        ("error = error.__cause__ or error.__context__", "error = None"),
    ),
    ("model/cli/fill.py", "tests/cli"): (
        ("if draft.details.finished:", "if False:"),
        ("if ref in draft.edition.sums:", "if False:"),
        ("if path.suffix.lower() not in _TEXT_SUFFIXES:", "if False:"),
        ("options.kind or kind", "options.kind"),
        (", expect=loaded.stamp)", ")"),
    ),
    ("model/cli/check.py", "tests/cli"): (
        ("status = max(status, HARD_FINDINGS)", "status = HARD_FINDINGS"),
        ("if draft.evaluation.blocks_finishing:", "if draft.evaluation.findings:"),
        ('            say(f"          说明', '            (f"          说明'),
    ),
    ("model/cli/command.py", "tests/cli"): (("    print(visible(line), file=file)", "    print(line, file=file)"),),
    ("model/cli/__init__.py", "tests/cli tests/store/test_log.py"): (
        ('        return fail(cannot_read(Path(error.filename or "."), error))', "        raise"),
    ),
    ("model/page/page_numbers.py", "tests/page"): (("- style.size - line.width", "- line.width"),),
    ("model/page/fonts.py", "tests/page"): (("own or self.find(STAND_IN)", 'own or self.find("?")'),),
    ("model/page/metadata.py", "tests/page/test_report.py"): (
        ("title=escape(self.title, quote=False)", "title=self.title"),
    ),
    ("model/page/typesetter.py", "tests/page tests/cli"): (
        ("or date(draft.year + 1, 1, 1)", "or date(draft.year, 1, 1)"),
    ),
    ("gui/report/document.py", "tests/gui/test_document.py tests/gui/test_table_view.py"): (
        ("self.finished and not self.lock_reason", "self.finished"),
        ("if not self.finished or self.lock_reason:", "if not self.finished:"),
        ("cells |= self.draft.edition.carry_forward.keys()", "pass"),
        ("return spelt_alike and self._edit == self._inverse", "return self._edit == self._inverse"),
        ("        self._open_findings = None\n        cells", "        cells"),
        ("Explanation(text, finding.figures) if text", "Explanation(text) if text"),
        ("if self.draft.evaluation.blocks_finishing:", "if False:"),
        ("self.draft.extra = dict(draft.extra)", "pass"),
        ("        self.undo_stack.setClean()\n", ""),
        (
            "if continues else self.undo_stack.index() + 1)\n        return self._push(Edit(narratives",
            "if continues else 0)\n        return self._push(Edit(narratives",
        ),
        ("if not edit or self.lock_reason:", "if not edit:"),
        ("        if self.editable is not was_editable:\n", "        if False:\n"),
        ("| edit.cell_notes.keys() ", ""),
        ("{ref: None for ref in refs if ref in self.draft.reported}", "{ref: None for ref in refs}"),
    ),
    ("gui/report/tables/block_edits.py", "tests/gui/test_table_view.py tests/gui/test_clipboard.py"): (
        ("target = [refs[column:] for", "target = [refs[max(column - 1, 0):] for"),
        ("for refs in cells.arrangement.refs[row:]]", "for refs in cells.arrangement.refs[max(row - 1, 0):]]"),
        ("if ref in amounts and amounts[ref].number != number]", "if False]"),
        ("        if row == 0:\n            return False\n", ""),
        (
            "for ref in row if ref not in document.draft.edition.sums]\n    document.enter",
            "for ref in row if ref not in document.draft.edition.sums][:1]\n    document.enter",
        ),
        ("if cells.is_open(index) or not cells.document.editable:", "if True:"),
        ("(1 if move is Move.NEXT else -1)", "1"),
    ),
    ("gui/report/tables/clipboard.py", "tests/gui/test_clipboard.py"): (
        ("if rows > len(target) or columns > len(target[0]):", "if rows > len(target):"),
        ("if len({len(row) for row in block}) > 1:", "if False:"),
    ),
    ("gui/report/tables/delegate.py", "tests/gui/test_table_view.py tests/gui/test_main_window.py"): (
        ("if not editor.isModified():", "if True:"),
        ("if to_menus or not self.accepts(watched):", "if to_menus:"),
        ("            self.moved.emit(move)\n", ""),
        ("            editor.show_refused()\n", ""),
        ("        editor.setAccessibleName(model.spoken(model.ref(index)))\n", ""),
    ),
    ("gui/report/tables/table_model.py", "tests/gui/test_table_view.py tests/gui/test_document.py"): (
        ("            self._states.pop(ref, None)\n", ""),
        ("blank=not computed and ref not in draft.entries", "blank=ref not in draft.entries"),
        ("self._announce(before ^ self._framed)", "self._announce(self._framed)"),
        ("if finding.unfinished:\n                continue\n", "if False:\n                continue\n"),
        ("        document.editable_changed.connect(self._on_editable_changed)\n", ""),
        ("return self.document.editable and self.ref(index)", "return self.ref(index)"),
    ),
    ("gui/report/tables/table_view.py", "tests/gui/test_table_view.py"): (
        (
            "        if not self._delegate.accepts(field):\n            return False\n        self.commitData",
            "        self.commitData",
        ),
        ("-1 if move in (Move.UP, Move.LEFT, Move.PREVIOUS) else 1", "1"),
        ("note=answer.strip())", "note=answer)"),
        ("    def cut(self) -> None:\n        self.copy()\n", "    def cut(self) -> None:\n"),
    ),
    ("gui/panels/findings_panel.py", "tests/gui/test_findings_panel.py"): (
        ("        document.findings_changed.connect(self.refresh)\n", ""),
        ("for row in reversed(range(len(self._lines))):", "for row in range(len(self._lines) - 1):"),
        ("(line.answer is not None, list(Level)", "(line.answer is None, list(Level)"),
        ("if self._lines[row] != line:", "if False:"),
    ),
    ("gui/window/section_state.py", "tests/gui/test_main_window.py tests/gui/test_findings_panel.py"): (
        ("return SectionState(Progress.UNFILLED)\n    return", "return SectionState(Progress.DONE)\n    return"),
        ("if section_of(finding, document) == section.key]", "]"),
        ("len(draft.entries), len(draft.edition.inputs)", "len(draft.edition.inputs), len(draft.entries)"),
    ),
    ("gui/window/status_line.py", "tests/gui/test_main_window.py tests/gui/test_finishing.py"): (
        ("        document.changed.connect(self.refresh)\n", ""),
        ("if days > 0:", "if days >= 0:"),
        ("return date(draft.year + 1, month, day)", "return date(draft.year, month, day)"),
    ),
    ("gui/files/autosave.py", "tests/gui/test_autosave.py"): (
        ("if not self._timer.isActive():  # later", "if True:  # later"),
        (
            "_note_file_time()\n            self._writer.request(None)",
            "_note_file_time()",
        ),
        ("elif not self._closed:", "else:"),
        ("            self._complained = False\n            self.written", "            self.written"),
        ("        if document.modified:\n            self._timer.start()\n", ""),
    ),
    ("gui/files/saving.py", "tests/gui/test_saving.py tests/gui/test_autosave.py"): (
        ("            self.refused.emit()\n", ""),
        ("        self._backups.keep(path, content.data)\n", ""),
        ("answer == 1 or (answer == 0 and self.save())", "answer == 1 or answer == 0"),
        ("and path == self._document.path:", ":"),
    ),
    ("gui/files/exporting.py", "tests/gui/test_exporting.py"): (
        ("            progress.check()\n", ""),
        ("        if written is None:\n            return None\n        self._settings", "        self._settings"),
    ),
    ("main.py", "tests/cli tests/store/test_log.py"): (
        (" or (word.isascii() and word.isalpha())", ""),
        ("    give_import_back()\n", ""),
    ),
    ("run.py", "tests/packaging"): (
        ('locked("program", "test") if testing else locked("program")', 'locked("program", "test")'),
        ("if sys.version_info[:2] <= NEWEST_LOCKED:", "if True:"),
        ("[sys.version, str(HERE), wanted]", "[sys.version, str(HERE)]"),
    ),
}

MUTANTS = tuple(
    Defect(f"{old} -> {new}", file, ((old, new),), tuple(tests.split()))
    for (file, tests), rows in _ROWS.items()
    for old, new in rows
)
