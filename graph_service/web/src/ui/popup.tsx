/** A button that opens a panel below it. Escape and a click elsewhere close the panel; the arrow keys move between its choices. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";

interface Props {
  /** The classes of the button. */
  class: string;
  /** The name of the button, when its content does not give one. */
  label?: string;
  /** The name of the panel. */
  panelLabel: string;
  button: ComponentChildren;
  children: (close: () => void) => ComponentChildren;
}

export function Popup({ class: buttonClass, label, panelLabel, button, children }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const panelId = useId();
  const close = () => {
    setIsOpen(false);
    opener.current?.focus();
  };
  useEffect(() => {
    if (!isOpen) return;
    panel.current?.querySelector<HTMLElement>("input, [aria-pressed=true], button, a, select")?.focus();
    const closeOutside = (event: Event) => !root.current?.contains(event.target as Node) && setIsOpen(false);
    document.addEventListener("pointerdown", closeOutside);
    document.addEventListener("focusin", closeOutside);
    return () => {
      document.removeEventListener("pointerdown", closeOutside);
      document.removeEventListener("focusin", closeOutside);
    };
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      close();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") moveFocus(panel.current, event);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the button and the panel within
    <div class="popup" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        ref={opener}
        class={buttonClass}
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        {button}
      </button>
      {isOpen && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place for links and headings
        <div class="panel" id={panelId} ref={panel} role="group" aria-label={panelLabel}>
          {children(close)}
        </div>
      )}
    </div>
  );
}

/** Moves the focus to the next or the previous choice of a panel. */
function moveFocus(panel: HTMLElement | null, event: KeyboardEvent): void {
  const choices = [...(panel?.querySelectorAll<HTMLElement>(".choices button, .choices a") ?? [])];
  const focused = document.activeElement as HTMLElement;
  if (!choices.length || focused.tagName === "SELECT" || (focused as HTMLInputElement).type === "date") return;
  event.preventDefault();
  const index = choices.indexOf(focused) + (event.key === "ArrowDown" ? 1 : -1);
  choices[(index + choices.length) % choices.length]?.focus();
}
