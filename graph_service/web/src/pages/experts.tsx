/** Whom to ask about a topic, a sentence or a project, with what speaks for them and the way to them. */
import { Link } from "wouter-preact";
import { useFrame } from "../api/directory";
import { useAnswer } from "../api/graphql-client";
import { AskingDocument, ExpertsDocument, type ExpertsQuery } from "../generated/graphql";
import { waySentences } from "../text/contact-path";
import { day, listed, plural, times } from "../text/format";
import { PersonChoice, ProjectChoice } from "../ui/combobox";
import { Title } from "../ui/page-title";
import { Show } from "../ui/query-result";
import { Finding } from "../ui/search-form";
import { useView } from "../url/view-params";

type Found = ExpertsQuery["experts"][number];

export function Experts() {
  const { view, search, set } = useView();
  const given = new URLSearchParams(search);
  const text = given.get("q") ?? "",
    away = given.get("away") ?? "",
    project = given.get("project") ?? "",
    asker = given.get("asker") ?? "";
  const frame = useFrame();
  const named = useAnswer(AskingDocument, project || asker ? { project, asker } : undefined);
  const asked = text || view.topic || project;
  const answer = useAnswer(
    ExpertsDocument,
    asked
      ? { text: text || null, topic: view.topic ?? null, project: project || null, awayFrom: away || null, asker: asker || null }
      : undefined,
  );
  const ready = !(project || asker) || named.data !== undefined; // until then a field has no name to show
  const on = named.data?.project ?? undefined,
    you = named.data?.person ?? undefined;
  return (
    <>
      <Title>{title(answer.data?.experts, asked)}</Title>
      <Finding label="What is it about?" text={text} hint="charging a ferry at the landing" onFind={(q) => set({ q })}>
        <ProjectChoice
          key={`project ${project} ${ready}`}
          label="For the project"
          chosen={project && on ? on : undefined}
          onChoose={(chosen) => set({ project: chosen?.id })}
        />
        <label>
          <span>Not from</span>
          <select value={away} onChange={({ currentTarget }) => set({ away: currentTarget.value || undefined })}>
            <option value="">any department will do</option>
            {frame.data?.departments.nodes.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <PersonChoice
          key={`asker ${asker} ${ready}`}
          label="You are"
          chosen={asker && you ? you : undefined}
          onChoose={(chosen) => set({ asker: chosen?.id })}
        />
      </Finding>
      {!asked && (
        <p class="nothing">
          Type a few words, pick a project, or choose a topic above. Say who you are, and the way to each of them is shown.
        </p>
      )}
      {asked && (
        <Show answer={answer}>
          {({ experts }) =>
            experts.length ? (
              <ol class="experts">
                {experts.map((expert) => (
                  <Expert key={expert.person?.id} expert={expert} known={!!asker} />
                ))}
              </ol>
            ) : (
              <p class="nothing">Nobody has learned anything about this yet. Try other words, or fewer.</p>
            )
          }
        </Show>
      )}
    </>
  );
}

function title(experts: readonly Found[] | undefined, asked: string | undefined): string {
  if (!asked || !experts) return "Whom to ask";
  const [first] = experts;
  return first?.person ? `Ask ${first.person.name} first` : "Nobody to ask yet";
}

/** `known`: whether it is known who asks. */
function Expert({ expert, known }: { expert: Found; known: boolean }) {
  const { person, lessonCount, reuseCount, gained, lessons, path } = expert;
  if (!person) return null;
  return (
    <li>
      <h2>
        <Link href={`/people/${encodeURIComponent(person.id)}`}>{person.name}</Link>
      </h2>
      <p class="faint">{[person.title, person.department?.name].filter(Boolean).join(", ")}</p>
      <p>
        {plural(lessonCount, "lesson")} on it
        {reuseCount ? `, reused ${times(reuseCount)} by others` : ", not reused by others yet"}
        {gained.length ? `: ${listed(gained.map(({ group }) => group.name))}` : ""}.
      </p>
      <ul>
        {lessons.map(({ lesson }) =>
          lesson ? (
            <li key={lesson.id}>
              <Link href={`/lessons/${encodeURIComponent(lesson.id)}`}>{lesson.title}</Link>{" "}
              <span class="faint">
                {lesson.project?.name}, {day(lesson.learnedOn)}
              </span>
            </li>
          ) : null,
        )}
      </ul>
      {path && path.length > 1 && (
        <p class="way">
          <strong>{`Through ${listed(
            path.slice(0, -1).map((step) => step.person?.name ?? "somebody"),
            6,
          )}:`}</strong>{" "}
          {waySentences(path).join(" ")}
        </p>
      )}
      {path && path.length === 1 && <p class="way">{waySentences(path)[0]}</p>}
      {known && path === null && <p class="way faint">Nobody you know leads to them yet.</p>}
    </li>
  );
}
