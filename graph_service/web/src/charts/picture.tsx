/** A picture drawn as SVG by its width, with its table, and buttons that save it as PNG and as CSV. Its colours are classes of the style sheet. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Column, saveAsCsv, Table } from "../ui/lists/table";
import { useView } from "../url/view-params";
import { savePng } from "./save-png";

interface Props<R> {
  /** The name of the files, without extension, and of the table in the address. */
  file: string;
  /** The picture for a width in pixels. */
  children: (width: number) => ComponentChildren;
  /** The exact figures of the picture. */
  table: { caption: string; rows: readonly R[]; columns: readonly Column<R>[]; first?: number };
  /** Below the buttons, such as "How it is counted". */
  footer?: ComponentChildren;
}

const FIRST_WIDTH = 720; // pixels, before the width is measured

export function Picture<R>({ file, children, table, footer }: Props<R>) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const { search, setParams } = useView();
  const isOpen = new URLSearchParams(search).get("table") === file;
  return (
    <div class="picture" id={`picture-${file}`}>
      <div ref={frame} class="canvas">
        {children(width)}
      </div>
      <p class="tools">
        <button type="button" class="quiet" aria-expanded={isOpen} onClick={() => setParams({ table: isOpen ? undefined : file })}>
          {isOpen ? "Hide the table" : "Show as table"}
        </button>
        <button type="button" class="quiet" onClick={() => void savePng(frame.current?.querySelector("svg.drawing"), file)}>
          Save as PNG
        </button>
        <button type="button" class="quiet" onClick={() => saveAsCsv(file, table.columns, table.rows)}>
          Save as CSV
        </button>
      </p>
      {isOpen && <Table file={file} hasDownload={false} {...table} />}
      {footer}
    </div>
  );
}

/** The width of the element, measured before the first paint and again whenever it changes. */
function useWidth(frame: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(FIRST_WIDTH);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => setWidth(Math.floor(element.clientWidth) || FIRST_WIDTH);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return width;
}
