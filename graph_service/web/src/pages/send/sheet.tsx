/** The page as it is printed: figures, what to decide, what was saved and how sure that is, and whom to talk to. It fits on one sheet. */
import { Fragment } from "preact";
import { Link } from "wouter-preact";
import { personPath } from "../../url/paths";
import type { AttentionItem } from "../overview/attention";
import { KeyFigures } from "../overview/key-figures";
import { keyFiguresOf, type OverviewData } from "../overview/overview-data";
import type { Contact } from "./contacts";

export interface SheetProps {
  overview: OverviewData;
  organisation: string;
  period: string;
  /** What the trend says about the period, if anything. */
  headline: string | undefined;
  findings: readonly (AttentionItem & { decision: string })[];
  /** False when the reader has chosen no finding. */
  hasDecisions: boolean;
  savings: string;
  contacts: readonly Contact[];
  /** The address of this page, as it will still be valid later. */
  link: string;
  asOf: string;
}

export function Sheet({ overview, organisation, period, headline, findings, hasDecisions, savings, contacts, link, asOf }: SheetProps) {
  return (
    <article class="sheet" aria-label="The page as it will be printed">
      <p class="meta">Reuse of lessons · {period}</p>
      <h2>{organisation}</h2>
      {headline && <p class="headline">{headline}</p>}
      <KeyFigures {...keyFiguresOf(overview)} />
      {hasDecisions && <h3>What to decide</h3>}
      {findings.length > 0 ? (
        <ol class="decisions">
          {findings.map(({ id, title, evidence, decision, href }) => (
            <li key={id}>
              <p class="finding">
                <Link href={href}>{title}</Link>
              </p>
              <p class="decision">{decision}</p>
              <p class="reason">{evidence}</p>
            </li>
          ))}
        </ol>
      ) : (
        hasDecisions && <p>Nothing in this period asks for a decision.</p>
      )}
      <h3>What reuse saved, and how sure that is</h3>
      <p class="savings">{savings}</p>
      {contacts.length > 0 && (
        <>
          <h3>Whom to talk to</h3>
          <ul class="contacts">
            {contacts.map((contact) => (
              <ContactLine key={contact.people[0]?.id} contact={contact} />
            ))}
          </ul>
        </>
      )}
      <footer>
        <p>
          As of {asOf}. Findings link to their evidence. This page: <Link href={link}>{new URL(link, location.href).href}</Link>
        </p>
      </footer>
    </article>
  );
}

function ContactLine({ contact: { people, reason } }: { contact: Contact }) {
  return (
    <li>
      <p class="contact">
        {people.map(({ id, name, department }, index) => (
          <Fragment key={id}>
            {index > 0 && " and "}
            <Link href={personPath(id)}>
              <b>{name}</b>
            </Link>
            {department && ` (${department})`}
          </Fragment>
        ))}{" "}
        {reason}
      </p>
    </li>
  );
}
