/** The button of every page that opens the box for a new lesson, as Alt+C does. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Dialog } from "../ui/dialog";
import { Icon } from "./icons";
import { lazyPage } from "./lazy-page";

const loadForm = () => import("../ui/forms/capture-form").then(({ CaptureForm }) => CaptureForm);
const CaptureForm = lazyPage(loadForm);
const PRELOAD_DELAY = 2_500; // milliseconds, so that the page comes first
const isOpen = signal(false);

/** Opens the box; it is in every page. */
export function openCapture() {
  isOpen.value = true;
}

const close = () => {
  isOpen.value = false;
};

export function CaptureButton() {
  useEffect(() => {
    const timer = setTimeout(() => loadForm().catch(() => undefined), PRELOAD_DELAY);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    addEventListener("keydown", openByKey);
    return () => removeEventListener("keydown", openByKey);
  }, []);
  return (
    <>
      <button
        type="button"
        class="first capture-button"
        aria-keyshortcuts="Alt+C"
        title="Capture a lesson in one sentence (Alt+C)"
        onClick={openCapture}
      >
        <Icon name="record" size={18} />
        <span>Capture</span>
      </button>
      {isOpen.value && (
        <Dialog title="Capture a lesson" onClose={close}>
          <CaptureForm draftKey="capture" onSaved={close} onCancel={close} />
        </Dialog>
      )}
    </>
  );
}

function openByKey(event: KeyboardEvent) {
  if (event.code !== "KeyC" || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return; // on a Mac the key types ç
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  openCapture();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
