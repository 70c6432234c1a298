/** Saves an SVG element as PNG. The style sheet does not reach an image, so the styles that it gives the elements are written into a copy. */
import { downloadFile } from "../ui/lists/download";

const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "stroke-linecap",
  "opacity",
  "paint-order",
  "font-family",
  "font-size",
  "font-weight",
  "font-variant-numeric",
  "text-anchor",
  "display",
];
const SCALE = 2; // sharp on dense screens
const MARGIN = 16; // pixels around the picture

/** At twice its size on screen, on the background of the page. */
export async function savePng(drawing: SVGSVGElement | null | undefined, file: string): Promise<void> {
  if (!drawing) return;
  const { width, height } = drawing.getBoundingClientRect();
  const copy = styledCopy(drawing);
  const fonts = document.createElementNS(copy.namespaceURI, "style");
  fonts.textContent = (await Promise.all(fontRules().map(withFile))).join("");
  copy.prepend(fonts);
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = SCALE * (width + 2 * MARGIN);
  canvas.height = SCALE * (height + 2 * MARGIN);
  const context = canvas.getContext("2d");
  if (!context) return;
  context.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, SCALE * MARGIN, SCALE * MARGIN, SCALE * width, SCALE * height);
  URL.revokeObjectURL(image.src);
  canvas.toBlob((blob) => blob && downloadFile(`${file}.png`, blob, "image/png"));
}

/** The fonts of the page, which an image cannot load. */
function fontRules(): CSSFontFaceRule[] {
  return [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSFontFaceRule);
}

/** The rule with its file as a data URL instead of an address. */
async function withFile(rule: CSSFontFaceRule): Promise<string> {
  const [source, address] = /url\("?([^")]+)"?\)/.exec(rule.cssText) ?? [];
  if (!source || !address) return "";
  const file = await (await fetch(new URL(address, rule.parentStyleSheet?.href ?? location.href))).blob();
  const reader = new FileReader();
  const loaded = new Promise((resolve) => reader.addEventListener("load", resolve));
  reader.readAsDataURL(file);
  await loaded;
  return rule.cssText.replace(source, `url("${reader.result}")`);
}

function styledCopy(drawing: SVGSVGElement): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const copies = [copy, ...copy.querySelectorAll("*")];
  for (const [index, element] of [drawing, ...drawing.querySelectorAll("*")].entries()) {
    const style = getComputedStyle(element);
    for (const name of STYLES) copies[index]?.setAttribute(name, style.getPropertyValue(name));
  }
  return copy;
}
