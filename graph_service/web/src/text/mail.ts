/** Links that open a message to a person in the reader's mail program. */

export function mailLink(email: string, subject: string, body: string): string {
  return `mailto:${encodeURIComponent(email)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}

interface Reachable {
  name: string;
  email: string;
}

/** What is known about the lesson that the reader asks about. */
export interface AskedLesson {
  title: string;
  recommendation?: string | null | undefined;
  /** The address of its page. */
  address?: string | undefined;
}

const MAX_QUOTED = 400; // letters: mail programs cut long links

/** A question to a person about their lesson, or about their experience; on behalf of a project if it is known. */
export function askAbout({ name, email }: Reachable, lesson: AskedLesson | undefined, project?: string): string {
  const text = lesson
    ? `${project ? `We work on ${project} and are` : "We are"} thinking of using your lesson “${lesson.title}”.`
    : `${project ? `We work on ${project}, and your` : "Your"} experience looks useful to us.`;
  const quote = lesson?.recommendation ? `“${shorten(lesson.recommendation)}”` : "";
  const question = lesson ? "What should we know before we use it?" : "May we ask you a few questions?";
  const body = [`Hello ${name},`, [text, quote].filter(Boolean).join("\n"), question, lesson?.address].filter(Boolean).join("\n\n");
  return mailLink(email, lesson ? `Your lesson “${lesson.title}”` : "A question about your experience", `${body}\n`);
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > MAX_QUOTED ? `${line.slice(0, MAX_QUOTED).trimEnd()}…` : line;
}
