"""The parts of a .docx beside its body: styles, fonts, settings, page numbers, the stamp, and what ties them together.

In the properties of styles, paragraphs and runs the order of the children is the schema's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from model.exporting.packing import XML, packed, xml_attribute, xml_text
from model.page.paper import BODY_SIZE, MM, TOP_MARGIN

if TYPE_CHECKING:
    from datetime import datetime

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_KIND = "application/vnd.openxmlformats-officedocument."

_TIGHT = -7
"""Twips between characters: 16 pt type set so close that 28 fill a line, with what LibreOffice adds at digits."""

TEXT_STEP = round(BODY_SIZE * 20) + _TIGHT
"""What one character of running text takes, in twips."""

MEASURE = 28 * 316
"""The width of the text, in twips."""

_PAGE_WIDTH, _PAGE_HEIGHT = 11906, 16838
_FANGSONG, _KAI, _HEI, _SONG, _TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
_SAME_DESIGN = {_TITLE: "方正小标宋_GBK", _FANGSONG: "仿宋", _KAI: "楷体", _HEI: "SimHei", _SONG: "SimSun"}
"""What the fonts of official documents are called where they are missing."""


class _Part(NamedTuple):
    """A part of the document: its file under word/, its kind, and the relation by which the document knows it."""

    name: str
    kind: str
    relation: str
    content: str


def package(
    body: str, *, title: str, author: str, created: datetime, pitch: float, double_sided: bool, stamp: str
) -> bytes:
    """The whole file around a body.

    ``pitch`` is that of lines, in points; ``stamp`` is the word in grey across every page, or empty.
    """
    twips = int(pitch * 20)  # never more, or a page would hold a line less
    parts = [
        _Part("styles", "styles", "styles", _styles(twips)),
        _Part("settings", "settings", "settings", _settings(twips, double_sided=double_sided)),
        _Part("fontTable", "fontTable", "fontTable", _font_table()),
    ]
    pages: list[tuple[str, _Part]] = []
    if double_sided:
        pages.append(("default", _Part("footer1", "footer", "footer", _footer("right", "right"))))
        pages.append(("even", _Part("footer2", "footer", "footer", _footer("left", "left"))))
    else:
        pages.append(("default", _Part("footer1", "footer", "footer", _footer("center", ""))))
    if stamp:
        pages += [
            (pages_of, _Part(f"header{number}", "header", "header", _header(stamp, number)))
            for number, pages_of in enumerate(("default", "even")[: 1 + double_sided], 1)
        ]
    references = "".join(
        f'<w:{part.relation}Reference w:type="{pages_of}" r:id="{part.name}"/>' for pages_of, part in pages
    )
    parts += [part for _, part in pages]
    overrides = "".join(
        f'<Override PartName="/word/{part.name}.xml" ContentType="{_KIND}wordprocessingml.{part.kind}+xml"/>'
        for part in (_Part("document", "document.main", "", ""), *parts)
    )
    relations = "".join(
        f'<Relationship Id="{part.name}" Type="{_RELATION}{part.relation}" Target="{part.name}.xml"/>' for part in parts
    )
    return packed(
        {
            "[Content_Types].xml": f'{XML}<Types xmlns="{_PACKAGE}content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
            f'"application/xml"/>{overrides}'
            f'<Override PartName="/word/theme/theme1.xml" ContentType="{_KIND}theme+xml"/>'
            '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.'
            'core-properties+xml"/></Types>',
            "_rels/.rels": f'{XML}<Relationships xmlns="{_PACKAGE}relationships"><Relationship Id="document" Type='
            f'"{_RELATION}officeDocument" Target="word/document.xml"/><Relationship Id="core" Type="{_PACKAGE}'
            'relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
            "docProps/core.xml": _properties(title, author, created),
            "word/document.xml": _document(body, references, twips),
            "word/_rels/document.xml.rels": f'{XML}<Relationships xmlns="{_PACKAGE}relationships">{relations}'
            f'<Relationship Id="theme" Type="{_RELATION}theme" Target="theme/theme1.xml"/></Relationships>',
            **{f"word/{part.name}.xml": part.content for part in parts},
            "word/theme/theme1.xml": _theme(),
        }
    )


def size(points: float) -> str:
    """The type size of a run."""
    return f'<w:sz w:val="{points * 2:.0f}"/><w:szCs w:val="{points * 2:.0f}"/>'


def _document(body: str, references: str, pitch: int) -> str:
    margins = {"top": round(TOP_MARGIN * 20), "bottom": _mm(35), "left": _mm(28), "header": _mm(15), "footer": _mm(23)}
    margins["right"] = _PAGE_WIDTH - margins["left"] - MEASURE
    sides = " ".join(f'w:{side}="{margins[side]}"' for side in ("top", "right", "bottom", "left", "header", "footer"))
    return (
        f"{XML}<w:document {_W} {_R}><w:body>{body}<w:sectPr>{references}"
        f'<w:pgSz w:w="{_PAGE_WIDTH}" w:h="{_PAGE_HEIGHT}"/><w:pgMar {sides} w:gutter="0"/>'
        # not linesAndChars: LibreOffice gives each character that is wider than its cell two cells
        f'<w:docGrid w:type="lines" w:linePitch="{pitch}"/></w:sectPr></w:body></w:document>'
    )


def _mm(length: float) -> int:
    return round(length * MM * 20)


def _properties(title: str, author: str, created: datetime) -> str:
    moment = created.strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml_text(title)}</dc:title><dc:creator>{xml_text(author)}</dc:creator><dc:language>zh-CN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created></cp:coreProperties>'
    )


# -- styles


def _font(name: str) -> str:
    """Chinese in that font; digits and Latin in that of the tables where its own are unfit for official text."""
    latin = _SONG if name in (_FANGSONG, _KAI) else name
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:eastAsia="{name}" w:hAnsi="{latin}" w:cs="Times New Roman"/>'
    )


def _line(pitch: int) -> str:
    return f'<w:spacing w:before="0" w:after="0" w:line="{pitch}" w:lineRule="exact"/>'


def _style(key: str, name: str, paragraph: str, run: str = "", following: str = "Body") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="a"/>'
        f'<w:next w:val="{following}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def _lead_style(key: str, name: str, font: str) -> str:
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/><w:qFormat/>'
        f"<w:rPr>{_font(font)}</w:rPr></w:style>"
    )


def _styles(pitch: int) -> str:
    solid = '<w:spacing w:val="0"/>'
    indent = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * TEXT_STEP}"/>'
    off_grid = '<w:snapToGrid w:val="0"/>'
    centred = '<w:jc w:val="center"/>'
    headings = "".join(
        _style(
            str(level + 1),
            f"heading {level + 1}",
            f'<w:keepNext/><w:keepLines/>{indent}<w:outlineLvl w:val="{level}"/>',
            _font(font) if font else "",
        )
        for level, font in enumerate((_HEI, _KAI, "", ""))
    )
    return (
        f"{XML}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{_font(_FANGSONG)}"
        f'<w:kern w:val="2"/>{size(BODY_SIZE)}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
        f'<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>{_line(pitch)}'
        f'<w:jc w:val="both"/></w:pPr><w:rPr>{_font(_FANGSONG)}<w:spacing w:val="{_TIGHT}"/>{size(BODY_SIZE)}</w:rPr>'
        "</w:style>"
        + _style("Body", "Body Text", indent)
        + _style("Title", "Title", f"{off_grid}{_line(pitch)}{centred}", f"{_font(_TITLE)}{solid}{size(22)}")
        + headings
        + _style("Closing", "Closing", '<w:jc w:val="right"/>')
        + _style(
            "TableText",
            "表格文字",
            f'<w:widowControl w:val="0"/>{off_grid}{_line(260)}{centred}',
            f"{_font(_SONG)}{solid}{size(10.5)}",
            "TableText",
        )
        + _style("Footer", "footer", f"{off_grid}{_line(320)}", f"{_font(_SONG)}{solid}{size(14)}", "Footer")
        + _style("Header", "header", f"{off_grid}{_line(240)}", "", "Header")
        + _lead_style("Lead1", "行内一级标题", _HEI)
        + _lead_style("Lead2", "行内二级标题", _KAI)
        + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style></w:styles>"
    )


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in _SAME_DESIGN.items()
    )
    return f"{XML}<w:fonts {_W}>{fonts}</w:fonts>"


def _settings(pitch: int, *, double_sided: bool) -> str:
    return (
        f"{XML}<w:settings {_W}>{'<w:evenAndOddHeaders/>' if double_sided else ''}"
        f'<w:drawingGridVerticalSpacing w:val="{pitch // 2}"/><w:characterSpacingControl w:val="compressPunctuation"/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
        '<w:adjustLineHeightInTable/><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri='
        '"http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


# -- what stands on every page


def _footer(side: str, indented: str) -> str:
    """— 1 —, centred, or one character in from the outer side."""
    place = f'<w:ind w:{indented}Chars="100" w:{indented}="280"/>' if indented else ""
    number = (
        '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r>'
    )
    properties = f'<w:pStyle w:val="Footer"/>{place}<w:jc w:val="{side}"/>'
    return f"{XML}<w:ftr {_W}><w:p><w:pPr>{properties}</w:pPr>{number}</w:p></w:ftr>"


def _header(stamp: str, number: int) -> str:
    """The stamp as Word makes its watermarks: a drawn text behind the page, which is no text of the document."""
    width = 150 * len(stamp)
    return (
        f'{XML}<w:hdr {_W} {_R} {_VML}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:rPr><w:noProof/></w:rPr>'
        '<w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e">'
        '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
        '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136" '
        f'alt="{xml_attribute(stamp)}" style="position:absolute;margin-left:0;margin-top:0;width:{width}pt;'
        "height:150pt;rotation:315;z-index:-251658240;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="#ebebeb" stroked="f">'
        f'<v:textpath style="font-family:&quot;{_HEI}&quot;;font-size:1pt" string="{xml_attribute(stamp)}"/></v:shape>'
        "</w:pict></w:r></w:p></w:hdr>"
    )


def _theme() -> str:
    """The least theme that is valid: without one, checkers of the format complain."""
    names = ("dk1", "lt1", "dk2", "lt2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{"FFFFFF" if name.startswith("lt") else "000000"}"/></a:{name}>' for name in names
    )
    fonts = "".join(
        f'<a:{role}><a:latin typeface="{_SONG}"/><a:ea typeface="{_SONG}"/><a:cs typeface=""/></a:{role}>'
        for role in ("majorFont", "minorFont")
    )
    plain_fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    fills, lines = plain_fill * 3, f'<a:ln w="6350">{plain_fill}</a:ln>' * 3
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'{XML}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="公文"><a:themeElements>'
        f'<a:clrScheme name="公文">{colours}</a:clrScheme><a:fontScheme name="公文">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="公文"><a:fillStyleLst>{fills}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{fills}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )
