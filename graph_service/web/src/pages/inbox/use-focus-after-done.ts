/** Keeps the place of the keyboard among items that disappear once they are done. */
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

const ITEM = ".rows > li";

/** Returns the reference of what holds the items. When the item that had the focus is gone, the first button of the item in its place gets it. */
export function useFocusAfterDone(keys: readonly string[]): RefObject<HTMLDivElement> {
  const holder = useRef<HTMLDivElement>(null);
  const place = useRef(-1);
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      place.current = findItems(holder.current).findIndex((item) => item.contains(target as Node));
    };
    document.addEventListener("focusin", remember);
    return () => document.removeEventListener("focusin", remember);
  }, []);
  useEffect(() => {
    if (place.current < 0 || document.activeElement !== document.body) return;
    const items = findItems(holder.current);
    items[Math.min(place.current, items.length - 1)]?.querySelector<HTMLElement>("button, input")?.focus();
  }, [keys.join("\n")]);
  return holder;
}

function findItems(holder: HTMLElement | null): Element[] {
  return [...(holder?.querySelectorAll(ITEM) ?? [])];
}
