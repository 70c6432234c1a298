/** Keeps the place of the keyboard in a list from which items disappear once they are done. */
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** Returns the reference of the list. When the item that had the focus is gone, the first button of the item in its place gets it. */
export function useFocusAfterDone(keys: readonly string[]): RefObject<HTMLOListElement> {
  const list = useRef<HTMLOListElement>(null);
  const place = useRef<number>();
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      place.current = [...(list.current?.children ?? [])].findIndex((item) => item.contains(target as Node));
    };
    const element = list.current;
    element?.addEventListener("focusin", remember);
    return () => element?.removeEventListener("focusin", remember);
  }, []);
  useEffect(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (place.current === undefined || place.current < 0 || !isLost) return;
    const items = list.current?.children ?? [];
    items[Math.min(place.current, items.length - 1)]?.querySelector<HTMLElement>("button, a, input")?.focus();
  }, [keys.join("\n")]);
  return list;
}
