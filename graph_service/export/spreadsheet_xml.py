"""The parts of a workbook (ECMA-376) as XML, with texts inside their cells.

Libraries take five times as long for a row: they check and format every cell by itself.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DAY_FORMAT: Final = "yyyy-mm-dd"
DAY_STYLE, BOLD_STYLE = 1, 2
DAY_ZERO: Final = date(1899, 12, 30)
# Texts that XML, or a spreadsheet program, would read as something else.
SPECIAL: Final = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\s|\s\Z")
ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
STYLES: Final = (
    f'{DECLARATION}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="{DAY_FORMAT}"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
SHEET_START: Final = (
    f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
SHEET_END: Final = "</sheetData></worksheet>"


def text_cell(column: str, line: int, text: str, style: int = 0) -> str:
    """A cell with a text, which is never run as a formula."""
    if not SPECIAL.search(text):
        return f'<c r="{column}{line}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'
    # A spreadsheet program writes control characters as _xHHHH_, and the underscore of a text that looks like that as well.
    marked = escape(ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", text))
    return f'<c r="{column}{line}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{marked}</t></is></c>'


def number_cell(column: str, line: int, number: float, style: int = 0) -> str:
    """A cell with a number."""
    return f'<c r="{column}{line}" s="{style}"><v>{number!r}</v></c>'


def boolean_cell(column: str, line: int, value: bool) -> str:
    """A cell with TRUE or FALSE."""
    return f'<c r="{column}{line}" t="b"><v>{value:d}</v></c>'


def day_cell(column: str, line: int, day: date) -> str:
    """A cell with a day, which spreadsheets count."""
    return number_cell(column, line, (day - DAY_ZERO).days, DAY_STYLE)


def workbook_parts(sheets: Sequence[str]) -> dict[str, str]:
    """Everything but the sheets themselves, by the name in the package. `sheets` are their names."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in zip(numbers, sheets, strict=True))
    links = "".join(f'<Relationship Id="rId{n}" Type="{RELATIONSHIPS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
    styles = f'<Relationship Id="rId{len(sheets) + 1}" Type="{RELATIONSHIPS}/styles" Target="styles.xml"/>'
    overrides = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPES}.worksheet+xml"/>' for n in numbers)
    return {
        "[Content_Types].xml": (
            f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>{overrides}</Types>'
        ),
        "_rels/.rels": (
            f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{links}{styles}</Relationships>',
        "xl/styles.xml": STYLES,
    }
