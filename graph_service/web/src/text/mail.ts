/** Links that open a message to a person in the reader's mail program. */
import { plainText } from "./markdown";

export function mailLink(to: string | readonly string[], subject: string, body: string): string {
  const addresses = [to].flat().map(encodeURIComponent).join(","); // a comma separates addresses only as itself
  return `mailto:${addresses}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
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

const MAX_QUOTED = 400; // characters: mail programs cut long links

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

/** A message to two people who should meet: what one knows, what the other works on, and the lessons to talk about. */
export function introduce(
  giver: Reachable,
  receiver: Reachable,
  knows: string,
  project: string | undefined,
  lessons: readonly string[],
): string {
  const works = project ? `${receiver.name} works on ${project}` : `${receiver.name} works on it now`;
  const list = lessons.length ? `Lessons to talk about:\n${lessons.map((title) => `- ${title}`).join("\n")}` : "";
  const body = [`Hello ${giver.name}, hello ${receiver.name},`, `${giver.name} knows about ${knows}; ${works}. You should meet.`, list];
  return mailLink(
    [giver.email, receiver.email],
    `You should meet${project ? `: ${project}` : ""}`,
    `${body.filter(Boolean).join("\n\n")}\n`,
  );
}

function shorten(text: string): string {
  const line = plainText(text);
  return line.length > MAX_QUOTED ? `${line.slice(0, MAX_QUOTED).trimEnd()}…` : line;
}
