/** A mark of a picture that the keyboard reaches: a link where it leads on, otherwise an image with a name. */
import type { ComponentProps } from "preact";

interface Props extends Pick<ComponentProps<"a">, "children" | "class"> {
  href: string | undefined;
  "aria-label": string;
  /** In a picture of many marks, Tab reaches the first one only, and arrow keys the others. */
  isSkippedByTab?: boolean;
  onMouseEnter?: () => void;
  onMouseLeave?: () => void;
  onFocus?: () => void;
  onBlur?: () => void;
}

export function FocusableMark({ href, class: className = "mark", isSkippedByTab = false, ...props }: Props) {
  const all = { class: className, tabindex: isSkippedByTab ? -1 : 0, onKeyDown: moveFocus, ...props };
  if (href) return <a href={href} {...all} />;
  // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: the focus shows its name, and there is nothing to open
  return <g role="img" {...all} />;
}

/** Arrow keys move between the marks of a picture, Escape leaves them. */
function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
  const active = event.currentTarget as SVGElement;
  const all = [...(active.ownerSVGElement?.querySelectorAll<SVGElement>(".mark") ?? [])];
  if (event.key === "Escape") active.blur();
  if (step === undefined) return;
  event.preventDefault();
  all[all.indexOf(active) + step]?.focus();
}
