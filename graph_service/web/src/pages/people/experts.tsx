/** Experts on a topic, on some words or for a project, with their lessons and how the reader can reach them. */

import { Link } from "wouter-preact";
import { useDirectory } from "../../api/directory";
import { useQuery } from "../../api/graphql-client";
import { ExpertSearchNamesDocument, ExpertsDocument, type ExpertsQuery } from "../../generated/graphql";
import { contactSentences } from "../../text/contact-path";
import { expertEvidence } from "../../text/expert-evidence";
import { capitalized, formatDate, joinNames } from "../../text/format";
import { type AskedLesson, askAbout } from "../../text/mail";
import { PersonCombobox, ProjectCombobox } from "../../ui/combobox/node-combobox";
import { Filters } from "../../ui/filters/filters";
import { SearchForm } from "../../ui/lists/search-form";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { lessonPath, personPath } from "../../url/paths";
import { useView } from "../../url/view-params";

type Expert = ExpertsQuery["experts"][number];

const MAX_NAMES = 6; // people on the path to an expert

export function Experts() {
  const { view, search, setParams } = useView();
  const params = new URLSearchParams(search);
  const text = params.get("q") ?? "";
  const awayFrom = params.get("away") ?? "";
  const projectId = params.get("project") ?? "";
  const readerId = params.get("asker") ?? "";
  const { data: directory } = useDirectory();
  const names = useQuery(ExpertSearchNamesDocument, projectId || readerId ? { project: projectId, asker: readerId } : undefined);
  const isSearching = !!(text || view.topic || projectId);
  const variables = {
    text: text || null,
    topic: view.topic ?? null,
    project: projectId || null,
    awayFrom: awayFrom || null,
    asker: readerId || null,
  };
  const query = useQuery(ExpertsDocument, isSearching ? variables : undefined);
  // A combobox takes its text when it is created: it is created again once the name for the id in the address is known.
  const hasNames = !(projectId || readerId) || names.data !== undefined;
  return (
    <>
      <PageTitle>{expertsTitle(isSearching ? query.data?.experts : undefined)}</PageTitle>
      <div class="search-chips">
        <Filters filters={["topic"]} />
      </div>
      <SearchForm label="What is it about?" text={text} placeholder="charging a ferry at the landing" onSearch={(q) => setParams({ q })}>
        <ProjectCombobox
          key={`project ${projectId} ${hasNames}`}
          label="For the project"
          optional
          chosen={(projectId && names.data?.project) || undefined}
          onChoose={(project) => setParams({ project: project?.id })}
        />
        <label>
          <span>Exclude department</span>
          <select value={awayFrom} onChange={({ currentTarget }) => setParams({ away: currentTarget.value || undefined })}>
            <option value="">none</option>
            {directory?.departments.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <PersonCombobox
          key={`reader ${readerId} ${hasNames}`}
          label="Your name"
          optional
          chosen={(readerId && names.data?.person) || undefined}
          onChoose={(person) => setParams({ asker: person?.id })}
        />
      </SearchForm>
      {isSearching ? (
        <QueryResult query={query}>{({ experts }) => <ExpertList experts={experts} hasReader={!!readerId} />}</QueryResult>
      ) : (
        <p class="empty">
          Type a few words, or choose a project or a topic. If you enter your name, the page also shows who can introduce you to each
          expert.
        </p>
      )}
    </>
  );
}

function expertsTitle(experts: readonly Expert[] | undefined): string {
  if (!experts) return "Find an expert";
  const first = experts[0]?.person;
  return first ? `Ask ${first.name} first` : "No expert found";
}

function ExpertList({ experts, hasReader }: { experts: readonly Expert[]; hasReader: boolean }) {
  if (!experts.length) return <p class="empty">Nobody has learned anything about this yet. Try other words, or fewer.</p>;
  return (
    <ol class="experts">
      {experts.map((expert) => (
        <ExpertItem key={expert.person?.id} expert={expert} hasReader={hasReader} />
      ))}
    </ol>
  );
}

function ExpertItem({ expert, hasReader }: { expert: Expert; hasReader: boolean }) {
  const { person, gained, lessons, path } = expert;
  if (!person) return null;
  const departments = gained.length ? ` in ${joinNames(gained.map(({ group }) => group.name))}` : "";
  return (
    <li>
      <h2>
        <Link href={personPath(person.id)}>{person.name}</Link>
      </h2>
      <p class="faint">{[person.title, person.department?.name].filter(Boolean).join(", ")}</p>
      <p>{`${capitalized(expertEvidence(expert))}${departments}.`}</p>
      <ul>
        {lessons.map(({ lesson }) =>
          lesson ? (
            <li key={lesson.id}>
              <Link href={lessonPath(lesson.id)}>{lesson.title}</Link>{" "}
              <span class="faint">
                {lesson.project?.name}, {formatDate(lesson.learnedOn)}
              </span>
            </li>
          ) : null,
        )}
      </ul>
      <p>
        {person.email ? (
          <a class="btn" href={askAbout({ name: person.name, email: person.email }, askedLesson(lessons[0]?.lesson))}>
            Ask {person.name}
          </a>
        ) : (
          <span class="meta">No e-mail address</span>
        )}
      </p>
      {hasReader && <ContactPath path={path ?? null} />}
    </li>
  );
}

/** The expert's most relevant lesson, with the address of its page. */
function askedLesson(lesson: Expert["lessons"][number]["lesson"] | undefined): AskedLesson | undefined {
  return lesson ? { title: lesson.title, address: new URL(lessonPath(lesson.id), location.origin).href } : undefined;
}

/** How the reader can reach the expert; null when no chain of acquaintances leads there. */
function ContactPath({ path }: { path: NonNullable<Expert["path"]> | null }) {
  if (!path) return <p class="contact-path">None of your contacts knows them yet.</p>;
  const between = path.slice(0, -1).map(({ person }) => person?.name ?? "somebody");
  return (
    <p class="contact-path">
      {between.length > 0 && <strong>{`Through ${joinNames(between, MAX_NAMES)}:`}</strong>} {contactSentences(path).join(" ")}
    </p>
  );
}
