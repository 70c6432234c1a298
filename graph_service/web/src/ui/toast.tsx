/** Short messages after a change, with what can be done about it: undo, edit. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Link } from "wouter-preact";

export interface ToastAction {
  name: string;
  /** An address, or what to do. */
  href?: string;
  run?: () => void;
  /** Whether Ctrl+Z or Cmd+Z does it, too. */
  isUndo?: boolean;
}

interface Toast {
  key: number;
  text: string;
  actions: readonly ToastAction[];
}

const SHOWN_FOR = 10_000; // milliseconds
const UNDO_SHOWN_FOR = 30_000;
const MAX_SHOWN = 3;
const toasts = signal<readonly Toast[]>([]);
let count = 0;

/** Shows a message. Returns a function that dismisses it early. */
export function showToast(text: string, ...actions: readonly ToastAction[]): () => void {
  count += 1;
  const key = count;
  toasts.value = [...toasts.value, { key, text, actions }].slice(-MAX_SHOWN);
  return () => dismiss(key);
}

function dismiss(key: number): void {
  toasts.value = toasts.value.filter((toast) => toast.key !== key);
}

/** Ctrl+Z and Cmd+Z undo the latest change, except in a field, where they undo the typing. */
function undoByKey(event: KeyboardEvent): void {
  if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || isField(event.target)) return;
  const latest = toasts.value.findLast(({ actions }) => actions.some(({ isUndo }) => isUndo));
  if (!latest) return;
  event.preventDefault();
  dismiss(latest.key);
  latest.actions.find(({ isUndo }) => isUndo)?.run?.();
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
}

export function Toasts() {
  useEffect(() => {
    document.addEventListener("keydown", undoByKey);
    return () => document.removeEventListener("keydown", undoByKey);
  }, []);
  return (
    <div class="toasts" role="status">
      {toasts.value.map((toast) => (
        <ToastItem key={toast.key} toast={toast} />
      ))}
    </div>
  );
}

/** It stays while the pointer is over it or the focus is in it. */
function ToastItem({ toast: { key, text, actions } }: { toast: Toast }) {
  const item = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const duration = actions.some(({ isUndo }) => isUndo) ? UNDO_SHOWN_FOR : SHOWN_FOR;
    const timer = setInterval(() => !item.current?.matches(":hover, :focus-within") && dismiss(key), duration);
    return () => clearInterval(timer);
  }, [key]);
  return (
    <div class="toast" ref={item}>
      <span>{text}</span>
      {actions.map(({ name, href, run, isUndo }) =>
        href ? (
          <Link key={name} href={href} onClick={() => dismiss(key)}>
            {name}
          </Link>
        ) : (
          <button
            key={name}
            type="button"
            class="inline"
            title={isUndo ? "Ctrl+Z" : undefined}
            aria-keyshortcuts={isUndo ? "Control+Z Meta+Z" : undefined}
            onClick={() => {
              dismiss(key);
              run?.();
            }}
          >
            {name}
          </button>
        ),
      )}
      <button type="button" class="quiet" aria-label="Close the message" onClick={() => dismiss(key)}>
        ×
      </button>
    </div>
  );
}
