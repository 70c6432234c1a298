/** The tabs of a page. The current one is brought into view where the window is too narrow for all. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** current: what identifies the current tab; its link has `aria-current`. */
export function Tabs({ label, current, children }: { label: string; current: string; children: ComponentChildren }) {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!bar.current) return;
    const observer = new ResizeObserver(() => showCurrent(bar.current)); // calls it at once, too
    observer.observe(bar.current);
    return () => observer.disconnect();
  }, [current]);
  return (
    <nav class="tabs" aria-label={label} ref={bar}>
      {children}
    </nav>
  );
}

/** Scrolls so that the current tab is in the middle, as far as there are tabs on both sides. */
function showCurrent(bar: HTMLElement | null): void {
  const tab = bar?.querySelector<HTMLElement>("[aria-current]");
  if (bar && tab) bar.scrollLeft = tab.offsetLeft - bar.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
}
