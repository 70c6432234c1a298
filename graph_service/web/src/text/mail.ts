/** Links that open a message to a person in the reader's mail program. */

export function mailLink(email: string, subject: string, body: string): string {
  return `mailto:${encodeURIComponent(email)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}

/** A question about one lesson of the person, on behalf of a project if it is known. */
export function askAboutLesson({ name, email }: { name: string; email: string }, lesson: string | undefined, project?: string): string {
  const why = project ? `We work on ${project}` : "We think about using it";
  const text = lesson
    ? `${why}, and your lesson “${lesson}” looks useful. What should we know before we use it?`
    : `${why}, and your experience looks useful. May I ask you a few questions?`;
  return mailLink(email, lesson ? `Your lesson “${lesson}”` : "A question about your experience", `Hello ${name},\n\n${text}\n\n`);
}
