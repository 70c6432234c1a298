/** The search field of the bar, which opens the palette, as Ctrl+K and the slash do. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "../icons";
import { lazyPage } from "../lazy-page";

const Palette = lazyPage(() => import("./palette").then(({ Palette }) => Palette));
const isOpen = signal(false);

export function SearchButton() {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isShortcut = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!isShortcut && !(event.key === "/" && !isTyping(event.target))) return;
      event.preventDefault();
      isOpen.value = true;
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <>
      <button type="button" class="find" aria-keyshortcuts="Control+K" onClick={() => (isOpen.value = true)}>
        <Icon name="search" size={18} />
        <span>Search or jump to</span>
        <kbd>Ctrl K</kbd>
      </button>
      {isOpen.value && <Palette onClose={() => (isOpen.value = false)} />}
    </>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
