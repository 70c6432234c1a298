/** Renders a Markdown text: paragraphs, lists, quotes, code and links. */
import { type ComponentChildren, h } from "preact";
import { type Block, type Inline, parseMarkdown } from "../text/markdown";

export function Prose({ text }: { text: string }) {
  return (
    <div class="prose">
      {parseMarkdown(text).map((block, index) => (
        <BlockPart key={index} block={block} />
      ))}
    </div>
  );
}

function BlockPart({ block }: { block: Block }) {
  switch (block.kind) {
    case "code":
      return <pre>{block.text}</pre>;
    case "list":
      return block.ordered ? <ol start={block.start}>{listItems(block.items)}</ol> : <ul>{listItems(block.items)}</ul>;
    case "quote":
      return <blockquote>{inline(block.children)}</blockquote>;
    case "heading":
      return (
        <p>
          <strong>{inline(block.children)}</strong>
        </p>
      );
    case "paragraph":
      return <p>{inline(block.children)}</p>;
  }
}

function listItems(items: readonly Inline[][]): ComponentChildren {
  return items.map((item, index) => <li key={index}>{inline(item)}</li>);
}

function inline(parts: readonly Inline[]): ComponentChildren {
  return parts.map((part, index) => (typeof part === "string" ? part : <InlinePart key={index} part={part} />));
}

function InlinePart({ part: { kind, href, children } }: { part: Exclude<Inline, string> }) {
  if (kind !== "link") return h(kind, null, inline(children));
  return (
    <a href={href} rel="noreferrer">
      {inline(children)}
    </a>
  );
}
