/** The way from one person to another over people who dealt with each other, in words. */
export interface Step {
  person?: { id: string; name: string } | null;
  /** The project both were on; otherwise a time one of the two reused a lesson of the other. */
  project?: { name: string } | null;
  reuse?: { person?: { id: string } | null; lesson: { title: string } } | null;
}

/** A sentence for each step, the first from the reader: "You and Anna were both on Tram 9." */
export function waySentences(steps: readonly Step[]): string[] {
  return steps.map((step, at) => {
    const from = at ? (steps[at - 1]?.person?.name ?? "Somebody") : "You",
      to = step.person?.name ?? "somebody";
    if (step.project) return `${from} and ${to} were both on ${step.project.name}.`;
    const lesson = `“${step.reuse?.lesson.title ?? "a lesson"}”`;
    return step.reuse?.person?.id === step.person?.id
      ? `${capital(to)} reused ${lesson}, which ${at ? from : "you"} had learned.`
      : `${from} reused ${lesson}, which ${to} had learned.`;
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
