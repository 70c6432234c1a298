/** The tabs of a page. The current one is brought into view where the window is too narrow for all. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** current: what identifies the current tab; its link has `aria-current`. */
export function Tabs({ label, current, children }: { label: string; current: string; children: ComponentChildren }) {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    const tab = bar.current?.querySelector<HTMLElement>("[aria-current]");
    if (bar.current && tab)
      bar.current.scrollLeft = tab.offsetLeft - bar.current.offsetLeft - (bar.current.clientWidth - tab.offsetWidth) / 2;
  }, [current]);
  return (
    <nav class="tabs" aria-label={label} ref={bar}>
      {children}
    </nav>
  );
}
