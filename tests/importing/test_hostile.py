"""Files made to hang, crash or fill up whoever reads them: each is refused in a sentence, or read without poison."""

from __future__ import annotations

import gzip
import re

import pytest

from model.importing.content import Content, ImportRefused, Paragraph
from model.importing.readers import read
from model.importing.readers.kinds import exact_kind
from tests.importing.hostile import (
    BILLION_LAUGHS,
    MAIN,
    compound,
    docx_with,
    doubled_zip,
    locked_zip,
    overlapping_zip,
    pdf,
    pdf_of_objects,
    word_paragraph,
    word_xml,
)
from tests.importing.producers import fodt, xlsx, zipped

MEGABYTE = 1024 * 1024
LAUGHING = word_xml(word_paragraph("&a9;"), BILLION_LAUGHS)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
OFD = {"OFD.xml": "<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>"}
PAGE = "<Document><Pages><Page BaseLoc='P.xml'/></Pages></Document>"


def sheet_with(rows: str, parts: dict[str, str] | None = None) -> bytes:
    """An .xlsx with hand-written rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kinds = "http://schemas.openxmlformats.org/package/2006/"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = f'<Relationships xmlns="{kinds}relationships"><Relationship Id="r1" Type="{office}'
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{kinds}content-types"/>',
            "_rels/.rels": f'{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{office}"><sheets><sheet name="表" sheetId="1" '
            'r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'{links}/worksheet" Target="worksheets/s.xml"/></Relationships>',
            "xl/worksheets/s.xml": f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>',
            **(parts or {}),
        }
    )


REFUSED = {
    "D-01 entities": (docx_with(LAUGHING), "DOCTYPE"),
    "D-01 entities in UTF-16": (docx_with(LAUGHING.replace("1.0", "1.0").encode("utf-16")), "DOCTYPE"),
    "D-02 a file from outside": (docx_with(word_xml(word_paragraph("&a;"), OUTSIDE)), "DOCTYPE"),
    "D-03 a bomb that nobody asks for": (docx_with(word_xml(""), {"word/x.bin": b"\0" * (2 * MEGABYTE)}), "异常庞大"),
    "D-04 a part beyond all limits": (docx_with("<x/>" + " " * (51 * MEGABYTE)), "异常庞大"),
    "D-05 a million paragraphs": (docx_with(word_xml("<w:p/>" * 1_000_000)), "异常庞大"),
    "D-05 too many parts": (docx_with(word_xml(""), {f"p{n}": "" for n in range(2001)}), "异常庞大"),
    "D-05 nested too deeply": (docx_with(word_xml("<w:sdt>" * 300 + "</w:sdt>" * 300)), "复杂"),
    "D-06 overlapping parts": (overlapping_zip(), "压缩结构异常"),
    "D-07 a part twice": (doubled_zip(), "压缩结构异常"),
    "D-10 an encrypted document": (compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "密码"),
    "D-10 a compound file of something else": (compound({"PowerPoint Document": b"x"}), "不是 Word"),
    "D-10 a .doc cut off": (compound({"WordDocument": b"\xec\xa5\xc1\0"}), "损坏"),
    "D-10 Word 95": (compound({"WordDocument": b"\xdc\xa5\x68\0" + b"\0" * 60}), "Word 95"),
    "D-10 a zip cut off": (docx_with(word_xml(""))[:-30], "损坏"),
    "D-11 no main part": (docx_with(None), "缺少正文"),
    "D-11 bytes changed": (docx_with(word_xml("x")).replace(b"PK\1\2", b"PK\1\3"), "损坏"),
    "D-11 XML cut off": (docx_with("<w:document"), "损坏"),
    "a locked zip": (locked_zip(), "密码"),
    "a presentation": (zipped({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "不是 Word"),
    "an archive": (zipped({"年报.docx": docx_with(word_xml(""))}), "解压"),
    "a table as wide as a sheet": (
        docx_with(word_xml("<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * 201 + "</w:tr></w:tbl>")),
        "列",
    ),
    "X-01 a cell far away": (
        sheet_with('<row r="1"><c r="A1"><v>1</v></c></row><row r="9000"><c r="B9000"><v>1</v></c></row>'),
        "行",
    ),
    "X-02 a formula that nobody calculated": (
        sheet_with('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1</f></c></row>'),
        "公式",
    ),
    "X-05 entities in a workbook": (sheet_with("", {"xl/theme.xml": BILLION_LAUGHS}), "DOCTYPE"),
    "P-01 ten thousand pages": (pdf(pages=501), "500页"),
    "P-03 a password": (pdf(text="12", password="secret"), "密码"),
    "P-05 cut off": (b"%PDF-1.7\n1 0 obj", "损坏"),
    "P-06 a page tree in a loop": (
        pdf_of_objects("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        "PDF",
    ),
    "P-08 a scan": (pdf(), "扫描件"),
    "OFD: a scan": (zipped({**OFD, "D.xml": PAGE, "P.xml": "<Page/>"}), "扫描件"),
    "OFD: a password": (zipped({**OFD, "D.xml": PAGE, "Encryptions.xml": "<x/>"}), "密码"),
    "OFD: a drawing in itself": (
        zipped(
            {
                **OFD,
                "D.xml": "<Document><DocumentRes>R.xml</DocumentRes><Pages><Page BaseLoc='P.xml'/></Pages></Document>",
                "R.xml": "<Res><CompositeGraphicUnit ID='1'><CompositeObject ResourceID='1'/>"
                "</CompositeGraphicUnit></Res>",
                "P.xml": "<Page><Content><CompositeObject ResourceID='1'/></Content></Page>",
            }
        ),
        "复杂",
    ),
    "ODT: a password": (
        zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "META-INF/manifest.xml": "<m><encryption-data/></m>",
                "content.xml": "?",
            }
        ),
        "密码",
    ),
    "ODF with entities": (
        fodt([]).replace(b"<office:document", BILLION_LAUGHS.encode() + b"<office:document", 1),
        "DOCTYPE",
    ),
    "RTF: binary data": (b"{\\rtf1 \\bin9 123456789}", "二进制"),
    "RTF: nested too deeply": (b"{\\rtf1 " + b"{" * 100_000, "复杂"),
    "H-03 open tags": (b"<html>" + b"<a " * (2 * MEGABYTE), "MB"),
    "H-04 nested too deeply": (b"<html><body>" + b"<div>" * 1_000 + b"12", "复杂"),
    "H-05 Big5": ("<html><p>雲溪市檔案局政府信息公開工作年度報告，總體情況良好".encode("big5"), "编码"),
    "H-06 spans without end": (b"<table><tr><td rowspan=60000 colspan=150>1<td>2<tr><td>3", "表格"),
    "H-07 a page of 6 MB": (b"<html>" + b"x" * (6 * MEGABYTE), "MB"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "图片"),
    "an archive of another kind": (gzip.compress(b"x"), "解压"),
    "a program": (b"MZ\x90\0", "程序"),
    "Word 2003 XML": (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "XML"),
    "a draft": (b'{"schema": 1, "year": 2023}', "草稿"),
    "MIME without a page": (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x--",
        "没有文字",
    ),
}


def read_here(data: bytes) -> Content:
    """What the reading process does, without the process."""
    return read(data, exact_kind(data))


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(ImportRefused) as refusal:
        read_here(data)
    sentence = str(refusal.value)
    assert words in sentence
    assert sentence.endswith("。") and sentence.count("。") == 1


def plain(content: Content) -> str:
    return "\n".join(block.text if isinstance(block, Paragraph) else " ".join(block.cells) for block in content.flat())


READ = {
    "D-07 names that lead out of the folder": (
        docx_with(word_xml(word_paragraph("12")), {"../../../etc/cron.d/x": "x", "/etc/passwd": "x"}),
        "12",
        {},
    ),
    "D-08 macros": (docx_with(word_xml(word_paragraph("12")), {"word/vbaProject.bin": "x"}), "12", {"宏": 1}),
    "D-09 a template on another computer": (
        docx_with(
            word_xml(word_paragraph("12")),
            {
                "word/_rels/document.xml.rels": '<R><R Type="x/attachedTemplate" Target="\\\\host\\t" '
                'TargetMode="External"/><R Type="x/hyperlink" Target="http://x" TargetMode="External"/></R>'
            },
        ),
        "12",
        {"链接的外部文件": 1},
    ),
    "P-04 a script that runs when it opens": (
        pdf(text="12").replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (x) >>"),
        "12",
        {},
    ),
    "P-05 junk before the file": (b"x" * 1500 + b"\n" + pdf(text="12"), "12", {}),
    "H-01 scripts and styles": (
        b"<html><script>1</script><style>2</style><!--3--><body><p>12<span hidden>4</span></p>",
        "12",
        {"隐藏文字": 1},
    ),
    "H-02 what a page wants from elsewhere": (
        b'<html><base href="//host/"><meta http-equiv=refresh content="0;url=x"><body><img src="file:///etc/x">'
        b"<iframe src=x>9</iframe><p>12",
        "12",
        {},
    ),
    "H-05 a page that lies about its encoding": (
        "<html><meta charset=utf-8><body><p>政府信息公开工作年度报告</p>".encode("gbk"),
        "政府信息公开工作年度报告",
        {},
    ),
    "H-05 half a character": (
        "<html><meta charset=gb2312><body><p>政府信息公开工作".encode("gbk") + b"\xb9<p>" + "年度报告".encode("gbk"),
        "政府信息公开工作\ufffd\n年度报告",
        {},
    ),
    "X-06 hidden sheets": (xlsx([]), "", {"隐藏的工作表": 1}),
}


@pytest.mark.parametrize(("data", "text", "skipped"), READ.values(), ids=READ)
def test_what_is_dangerous_is_left_out(data: bytes, text: str, skipped: dict[str, int]) -> None:
    content = read_here(data)
    assert plain(content) == text
    assert content.skipped == skipped


def test_a_changed_byte_in_a_packed_part_is_noticed() -> None:
    data = bytearray(docx_with(word_xml(word_paragraph("12" * 50))))
    data[data.index(MAIN.encode()) + len(MAIN) + 20] ^= 0xFF
    with pytest.raises(ImportRefused, match="损坏"):
        read_here(bytes(data))


@pytest.mark.parametrize("kind", ["docx", "odt", "xlsx"])
def test_every_prefix_of_a_file_gives_a_sentence(kind: str) -> None:
    data = {"docx": docx_with(word_xml("x")), "odt": zipped({"mimetype": "x"}), "xlsx": xlsx([])}[kind]
    for length in range(4, len(data), max(1, len(data) // 60)):
        with pytest.raises(ImportRefused) as refusal:
            read_here(data[:length])
        assert re.fullmatch("[^。]+。", str(refusal.value))
