/** The SVG element of a picture. Its marks are links or buttons, so it is a group, not an image. */
import type { ComponentChildren } from "preact";

interface Props {
  width: number;
  height: number;
  /** Names the picture for a screen reader. */
  label: string;
  children: ComponentChildren;
}

export function Drawing({ width, height, label, children }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot hold a drawing
    <svg class="drawing" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label={label}>
      {children}
    </svg>
  );
}
