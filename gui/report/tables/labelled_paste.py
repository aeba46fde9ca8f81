"""A pasted block that brings its labels: each row goes where its label says, once the clerk has seen it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QVBoxLayout, QWidget

from gui.files.comparison import ComparisonTable, Difference, compare
from gui.report.document import ReportDocument
from gui.report.tables.block_edits import with_block
from gui.report.tables.clipboard import Block
from gui.widgets.messages import label, run
from model.form.edition import Table
from model.importing.content import Row
from model.importing.recognising.table_reader import read_tables
from model.report.quoting import visible

_WIDTH, _HEIGHT = 680, 480


def paste_by_labels(parent: QWidget, document: ReportDocument, table: Table, block: Block) -> str:
    """Show what of a block goes where, and enter it in one step if wanted; a sentence to say, if any.

    Looked for are the tables of the section that ``table`` stands in.
    """
    edition = document.draft.edition
    tables = edition.tables_of(edition.section(table.section))
    found = read_tables(edition, tables, [Row(tuple(cells)) for cells in block])
    if not found.entries and not found.reported:
        return "粘贴的内容带有文字，但认不出是哪几行，没有粘贴。可以只复制数字，再粘贴到对应的格子。"
    pasted = with_block(document.draft, found.entries, found.reported, found.cell_notes)
    differences = compare(document.draft, pasted)
    if not differences:
        return "粘贴的与表里现在的一样。"
    if run(LabelledPasteDialog(parent, differences, found.notes)):
        document.replace_contents(draft=pasted, text=f"按行名粘贴 {len(found.entries)} 格")
    return ""


class LabelledPasteDialog(QDialog):
    """Which cells will change, from what to what, and what could not be placed."""

    def __init__(self, parent: QWidget, differences: list[Difference], notes: list[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle("按行名粘贴")
        self.resize(_WIDTH, _HEIGHT)
        column = QVBoxLayout(self)
        heading = f"粘贴的内容带有行名，按行名对到下面 {len(differences)} 处。请看一遍再粘贴，之后可以一步撤销。"
        column.addWidget(label(heading, wraps=True))
        column.addWidget(ComparisonTable(differences, ("现在的", "粘贴的"), self), 2)
        if notes:
            listing = QListWidget(self)
            listing.setAccessibleName("没有对上的")
            listing.setWordWrap(True)
            listing.addItems([visible(note) for note in notes])
            column.addWidget(label("需要注意的地方(&N)", part="heading", buddy=listing))
            column.addWidget(listing, 1)
        buttons = QDialogButtonBox(self)
        buttons.addButton("粘贴", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
