/** The chain of acquaintances that leads from the reader to an expert, in words. */
export interface Step {
  person?: { id: string; name: string } | null;
  /** The project that both people worked on. Without one, `reuse` is their connection. */
  project?: { name: string } | null;
  /** A reuse by one of the two of a lesson that the other had learned. */
  reuse?: { person?: { id: string } | null; lesson: { title: string } } | null;
}

/** One sentence for each step, beginning with the reader: "You and Anna were both on Tram 9." */
export function contactSentences(steps: readonly Step[]): string[] {
  return steps.map((step, index) => {
    const from = index ? (steps[index - 1]?.person?.name ?? "somebody") : "you";
    const to = step.person?.name ?? "somebody";
    if (step.project) return `${capitalize(from)} and ${to} were both on ${step.project.name}.`;
    const isReusedByTo = step.reuse?.person?.id === step.person?.id;
    const [reuser, learner] = isReusedByTo ? [to, from] : [from, to];
    return `${capitalize(reuser)} reused “${step.reuse?.lesson.title ?? "a lesson"}”, which ${learner} had learned.`;
  });
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
