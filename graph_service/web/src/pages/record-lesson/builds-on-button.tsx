/** Adds a similar lesson to those that the new one builds on. */
import type { Choice } from "../../ui/combobox/combobox-options";

interface Props {
  lesson: Choice;
  buildsOn: readonly Choice[];
  onBuildOn: (buildsOn: Choice[]) => void;
}

export function BuildsOnButton({ lesson, buildsOn, onBuildOn }: Props) {
  return (
    <button
      type="button"
      disabled={buildsOn.some(({ id }) => id === lesson.id)}
      aria-label={`Ours builds on it: ${lesson.name}`}
      onClick={() => onBuildOn([...buildsOn, lesson])}
    >
      Ours builds on it
    </button>
  );
}
