/** A chart by ECharts in the colours of the page, with its description for screen readers and a button that saves it as PNG. */
import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { useEffect, useRef } from "preact/hooks";
import { useColourScheme } from "../ui/colour-scheme";
import { downloadFile } from "../ui/download";

/** The colours of the style sheet. */
export interface Palette {
  paper: string;
  ink: string;
  faint: string;
  rule: string;
  data: string;
  data2: string;
  data3: string;
  accent: string;
}

interface Props {
  /** Describes what the chart shows to readers who cannot see it. */
  label: string;
  height: number;
  /** The ECharts options for these colours and this width in pixels. */
  draw: (palette: Palette, width: number) => EChartsCoreOption;
  /** The name of the PNG file, without extension. */
  file: string;
  /** Called with the `href` of the data item that was clicked. */
  onNavigate?: (href: string) => void;
}

export function Chart({ label, height, draw, file, onNavigate }: Props) {
  const navigate = useRef(onNavigate);
  navigate.current = onNavigate;
  const container = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | undefined>(undefined);
  const scheme = useColourScheme();
  useEffect(() => {
    let isDisposed = false;
    const element = container.current;
    if (!element) return;
    const render = () => {
      const fontFamily = getComputedStyle(element).fontFamily.replaceAll('"', "'");
      const options = { animation: false, textStyle: { fontFamily }, ...draw(readPalette(element), element.clientWidth) };
      chart.current?.setOption(options, { notMerge: true });
    };
    const renderForPrint = () => {
      render();
      chart.current?.getZr().flush(); // at once: printing does not wait for the next animation frame
    };
    const resizeObserver = new ResizeObserver(() => {
      // It is also called for the initial size, which is drawn already.
      if (chart.current?.getWidth() !== element.clientWidth || chart.current.getHeight() !== element.clientHeight) chart.current?.resize();
    });
    void import("./echarts").then(({ init }) => {
      if (isDisposed) return;
      if (!chart.current) {
        chart.current = init(element, undefined, { renderer: "svg" });
        chart.current.on("click", ({ data }) => {
          const href = (data as { href?: string } | undefined)?.href;
          if (href) navigate.current?.(href);
        });
      }
      render();
      resizeObserver.observe(element);
    });
    addEventListener("beforeprint", renderForPrint);
    addEventListener("afterprint", render);
    return () => {
      isDisposed = true;
      removeEventListener("beforeprint", renderForPrint);
      removeEventListener("afterprint", render);
      resizeObserver.disconnect();
    };
  }, [draw, scheme]);
  useEffect(() => () => chart.current?.dispose(), []);
  return (
    <div class="chart">
      <div ref={container} role="img" aria-label={label} style={{ height: `${height}px` }} />
      <button type="button" class="quiet" onClick={() => chart.current && void savePng(chart.current, file)}>
        Save as PNG
      </button>
    </div>
  );
}

function readPalette(element: HTMLElement): Palette {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    paper: colour("ground"),
    ink: colour("ink"),
    faint: colour("ink-2"),
    rule: colour("line"),
    data: colour("data"),
    data2: colour("data-2"),
    data3: colour("step-2"),
    accent: colour("risk"),
  };
}

/** The tooltip's colours. */
export function tooltipStyle({ paper, rule, ink }: Palette) {
  return { backgroundColor: paper, borderColor: rule, textStyle: { color: ink } };
}

/** Saves the chart at twice its size on screen, on the page's background. */
async function savePng(chart: EChartsType, file: string): Promise<void> {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([chart.renderToSVGString()], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * chart.getWidth();
  canvas.height = 2 * chart.getHeight();
  const context = canvas.getContext("2d");
  if (!context) return;
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--ground");
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  canvas.toBlob((blob) => blob && downloadFile(`${file}.png`, blob, "image/png"));
}
