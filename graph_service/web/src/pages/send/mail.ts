/** A mail with the findings, what to decide, and the link. */
import { plural } from "../../text/format";
import { mailLink } from "../../text/mail";

export interface MailFinding {
  title: string;
  decision: string;
}

const MAX_TEXT = 1200; // characters before the link: mail programs take addresses of about 2,000, and encoding makes them longer

export function mailTo(organisation: string, period: string, findings: readonly MailFinding[], link: string): string {
  const subject = `${organisation}: ${findings.length ? plural(findings.length, "finding") : "reuse of lessons"}, ${period}`;
  const text = findings.map(({ title, decision }, index) => `${index + 1}. ${title}\n${decision}`).join("\n\n");
  const body = [text && `For your decision:\n\n${cut(text)}`, `The page, with evidence:\n${link}`].filter(Boolean).join("\n\n");
  return mailLink("", subject, `${body}\n`);
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1).trimEnd()}…` : text;
}
