/**
 * Parses the part of Markdown that imported texts use into a tree, which is rendered or reduced to plain text. Anything else, including HTML,
 * is left as text.
 */
import { unwrapLines } from "./unwrap-lines";

export type Inline = string | { kind: "strong" | "em" | "code" | "link"; href?: string; children: Inline[] };

export type Block =
  | { kind: "paragraph" | "heading" | "quote"; children: Inline[] }
  | { kind: "list"; ordered: boolean; start: number; items: Inline[][] }
  | { kind: "code"; text: string };

const INLINE = new RegExp(
  [
    /(?<ticks>`{1,3})(?<code>[^`]+)\k<ticks>/,
    /!?\[(?<label>[^[\]]*)\](?:\((?<href>[^()\s]*)(?:(?:\s[^()]*)?\)|\s?…$)|\[[^[\]]*\])/, // a link (possibly cut off at the end of an extract), an image, or a reference
    /<?(?<url>https?:\/\/[^\s<>()]*[^\s<>().,;:!?'"])>?/,
    /(?<![\w*])\*\*(?=\S)(?<strong>[^*]+)(?<=\S)\*\*(?!\w)/,
    /(?<![\w*])\*(?=[^\s*])(?<em>[^*\n]+)(?<=\S)\*(?![\w*])/,
    /(?<!\w)_(?=[^\s_])(?<em2>[^_\n]+)(?<=\S)_(?!\w)/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);
const SAFE_ADDRESS = /^(https?:\/\/|mailto:)/i;

/** Parses inline markup into a tree. Only web and mail addresses become links. */
export function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push(...markedPart(match.groups ?? {}));
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

function markedPart({ code, label, href, url, strong, em, em2 }: Record<string, string | undefined>): Inline[] {
  if (code !== undefined) return [{ kind: "code", children: [code.trim()] }];
  if (url !== undefined) return [{ kind: "link", href: url, children: [url] }];
  if (strong !== undefined) return [{ kind: "strong", children: parseInline(strong) }];
  const emphasis = em ?? em2;
  if (emphasis !== undefined) return [{ kind: "em", children: parseInline(emphasis) }];
  const children = parseInline(label ?? "");
  return href && SAFE_ADDRESS.test(href) ? [{ kind: "link", href, children: [plainInline(children)] }] : children;
}

const FENCE = /^\s*(```|~~~)/;
const HEADING = /^#{1,6}\s+(.*?)\s*#*$/;
const ITEM = /^\s*(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;
const QUOTE = /^\s*>\s?(.*)$/;
const TABLE = /^\s*\|/;
const REFERENCE = /^\s*\[[^\]]+\]:\s*\S+/; // the address of a link elsewhere in the text

/** Parses a text into paragraphs, headings, lists, quotes and code. Tables are treated as code. */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  let isFenced = false;
  const close = () => {
    if (paragraph.length) blocks.push({ kind: "paragraph", children: parseInline(unwrapLines(paragraph.join("\n"))) });
    paragraph = [];
  };
  const append = (block: Block) => {
    close();
    blocks.push(block);
  };
  for (const line of text.replace(/\r/g, "").split("\n")) {
    const last = paragraph.length ? undefined : blocks.at(-1);
    const [item, heading, quote] = [ITEM.exec(line), HEADING.exec(line), QUOTE.exec(line)];
    if (FENCE.test(line)) {
      isFenced = !isFenced;
      if (isFenced) append({ kind: "code", text: "" });
    } else if (isFenced || TABLE.test(line)) {
      if (last?.kind === "code" && (isFenced || TABLE.test(last.text))) last.text += last.text ? `\n${line}` : line;
      else append({ kind: "code", text: line });
    } else if (!line.trim()) close();
    else if (REFERENCE.test(line)) close();
    else if (heading) append({ kind: "heading", children: parseInline(heading[1] ?? "") });
    else if (item) {
      const list: Block =
        last?.kind === "list" ? last : { kind: "list", ordered: item[1] !== undefined, start: Number(item[1] ?? 1), items: [] };
      if (list !== last) append(list);
      list.items.push(parseInline(item[2] ?? ""));
    } else if (last?.kind === "list" && /^\s/.test(line)) last.items.at(-1)?.push(" ", ...parseInline(line.trim()));
    else if (quote) append({ kind: "quote", children: parseInline(quote[1] ?? "") });
    else paragraph.push(line);
  }
  close();
  return blocks;
}

export function plainInline(parts: readonly Inline[]): string {
  return parts.map((part) => (typeof part === "string" ? part : plainInline(part.children))).join("");
}

function plainBlock(block: Block): string {
  if (block.kind === "code") return block.text;
  return block.kind === "list" ? block.items.map(plainInline).join(" · ") : plainInline(block.children);
}

/** The whole text on one line, without markup. */
export function plainText(text: string): string {
  return parseMarkdown(text).map(plainBlock).join(" ").replace(/\s+/g, " ").trim();
}

/** The first line without markup. Headings are skipped if there is anything else. */
export function firstPlainLine(text: string): string {
  const blocks = parseMarkdown(text);
  const first = blocks.find(({ kind }) => kind !== "heading") ?? blocks[0];
  return first ? (plainBlock(first).split("\n", 1)[0] ?? "") : "";
}
