/** CSV for spreadsheets: RFC 4180, and no text that a spreadsheet would run as a formula (OWASP on CSV injection). */

/** Excel reads a file without this mark in the code page of the machine, and breaks every accented letter. */
const BYTE_ORDER_MARK = "\ufeff";
/** Signs that begin a formula; the full-width ones do in East Asian versions of Excel. Some programs skip blanks before them. */
const FORMULA = /^(?:[\t\r]|\s*[=+\-@＝＋－＠])/;

export type CsvValue = string | number | null;

export function formatCsv(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return BYTE_ORDER_MARK + [header, ...rows].map((row) => row.map(formatCell).join(",")).join("\r\n");
}

function formatCell(value: CsvValue): string {
  if (value === null) return "";
  if (typeof value === "number") return formatDecimal(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Without an exponent: spreadsheets round numbers written with one, or take them for text. */
function formatDecimal(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toLocaleString("en", { useGrouping: false, maximumSignificantDigits: 17 }) : text;
}
