/** The search field of the bar, which opens the palette, as Ctrl+K and the slash do. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "../icons";
import { lazyPage } from "../lazy-page";

const loadPalette = () => import("./palette").then(({ Palette }) => Palette);
const Palette = lazyPage(loadPalette);
const PRELOAD_DELAY = 2000; // milliseconds, so that the page comes first
const isOpen = signal(false);
/** What was typed after the shortcut and before the palette was there. */
const typedEarly = signal("");

export function SearchButton() {
  useEffect(() => {
    const timer = setTimeout(() => loadPalette().catch(() => undefined), PRELOAD_DELAY);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (isOpen.value && isLetter && !isTyping(event.target)) {
        event.preventDefault();
        typedEarly.value += event.key;
        return;
      }
      const isShortcut = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!isShortcut && !(event.key === "/" && !isTyping(event.target))) return;
      event.preventDefault();
      open();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <>
      <button type="button" class="find" aria-keyshortcuts="Control+K" onClick={open}>
        <Icon name="search" size={18} />
        <span>Search or jump to</span>
        <kbd>Ctrl K</kbd>
      </button>
      {isOpen.value && <Palette typedEarly={typedEarly} onClose={() => (isOpen.value = false)} />}
    </>
  );
}

function open() {
  if (isOpen.value) return;
  typedEarly.value = "";
  isOpen.value = true;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
