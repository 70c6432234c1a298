/** A picture by ECharts, in the page's own colours, with what it shows in words beside it. */
import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { useEffect, useRef } from "preact/hooks";
import { useScheme } from "../ui/colour-scheme";
import { save } from "../ui/csv";

export interface Ink {
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
  /** What the picture shows, for those who cannot see it. */
  label: string;
  height: number;
  /** Given the page's colours and how wide the picture is. */
  draw: (ink: Ink, width: number) => EChartsCoreOption;
  file: string;
  /** Called with the address that what was clicked has as `go`. */
  onGo?: (to: string) => void;
}

export function Chart({ label, height, draw, file, onGo }: Props) {
  const go = useRef(onGo);
  go.current = onGo;
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | undefined>(undefined);
  const scheme = useScheme();
  useEffect(() => {
    let gone = false;
    const element = box.current;
    if (!element) return;
    const show = () =>
      chart.current?.setOption(
        {
          animation: false,
          textStyle: { fontFamily: getComputedStyle(element).fontFamily.replaceAll('"', "'") },
          ...draw(inkOf(element), element.clientWidth),
        },
        { notMerge: true },
      );
    const print = () => {
      show();
      chart.current?.getZr().flush(); // at once: the printer does not wait for the next animation frame
    };
    const watch = new ResizeObserver(() => {
      // It tells of the first size too, which is drawn already.
      if (chart.current?.getWidth() !== element.clientWidth || chart.current.getHeight() !== element.clientHeight) chart.current?.resize();
    });
    void import("./echarts").then(({ init }) => {
      if (gone) return;
      if (!chart.current) {
        chart.current = init(element, undefined, { renderer: "svg" });
        chart.current.on("click", ({ data }) => {
          const to = (data as { go?: string } | undefined)?.go;
          if (to) go.current?.(to);
        });
      }
      show();
      watch.observe(element);
    });
    addEventListener("beforeprint", print);
    addEventListener("afterprint", show);
    return () => {
      gone = true;
      removeEventListener("beforeprint", print);
      removeEventListener("afterprint", show);
      watch.disconnect();
    };
  }, [draw, scheme]);
  useEffect(() => () => chart.current?.dispose(), []);
  return (
    <div class="chart">
      <div ref={box} role="img" aria-label={label} style={{ height: `${height}px` }} />
      <button type="button" class="quiet" onClick={() => chart.current && void png(chart.current, file)}>
        Save as PNG
      </button>
    </div>
  );
}

function inkOf(element: HTMLElement): Ink {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    paper: of("paper"),
    ink: of("ink"),
    faint: of("faint"),
    rule: of("rule"),
    data: of("data"),
    data2: of("data-2"),
    data3: of("data-3"),
    accent: of("accent"),
  };
}

/** Drawn twice as large as it is shown, on the page's paper. */
async function png(chart: EChartsType, file: string): Promise<void> {
  const picture = new Image();
  picture.src = URL.createObjectURL(new Blob([chart.renderToSVGString()], { type: "image/svg+xml" }));
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * chart.getWidth();
  canvas.height = 2 * chart.getHeight();
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--paper");
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(picture.src);
  canvas.toBlob((blob) => blob && save(`${file}.png`, blob, "image/png"));
}
