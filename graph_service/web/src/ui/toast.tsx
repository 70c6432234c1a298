/** Short messages after a change, with what can be done about it: undo, edit. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Link } from "wouter-preact";

interface ToastAction {
  name: string;
  /** An address, or what to do. */
  href?: string;
  run?: () => void;
}

interface Toast {
  key: number;
  text: string;
  actions: readonly ToastAction[];
}

const SHOWN_FOR = 10_000; // milliseconds
const MAX_SHOWN = 3;
const toasts = signal<readonly Toast[]>([]);
let count = 0;

export function showToast(text: string, ...actions: readonly ToastAction[]): void {
  count += 1;
  toasts.value = [...toasts.value, { key: count, text, actions }].slice(-MAX_SHOWN);
}

function dismiss(key: number): void {
  toasts.value = toasts.value.filter((toast) => toast.key !== key);
}

export function Toasts() {
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
    const timer = setInterval(() => !item.current?.matches(":hover, :focus-within") && dismiss(key), SHOWN_FOR);
    return () => clearInterval(timer);
  }, [key]);
  return (
    <div class="toast" ref={item}>
      <span>{text}</span>
      {actions.map(({ name, href, run }) =>
        href ? (
          <Link key={name} href={href} onClick={() => dismiss(key)}>
            {name}
          </Link>
        ) : (
          <button
            key={name}
            type="button"
            class="inline"
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
