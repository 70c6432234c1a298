/** Whom to ask about a topic or a sentence, with what speaks for them. */
import { Link } from "wouter-preact";
import { useView } from "../address";
import { useAnswer } from "../asking";
import { Finding } from "../finding";
import { DepartmentsDocument, ExpertsDocument } from "../generated/graphql";
import { Show } from "../state";
import { Title } from "../title";
import { day, listed, plural } from "../words";

export function Experts() {
  const { view, search, set } = useView();
  const given = new URLSearchParams(search);
  const text = given.get("q") ?? "", away = given.get("away") ?? "";
  const departments = useAnswer(DepartmentsDocument, {});
  const asked = text || view.topic;
  const answer = useAnswer(ExpertsDocument, asked ? { text: text || null, topic: view.topic ?? null, project: null, awayFrom: away || null } : undefined);
  return (
    <>
      <Title>Whom to ask</Title>
      <Finding label="What is it about?" text={text} hint="charging a ferry at the landing" onFind={(q) => set({ q })}>
        <label>
          <span>Not from</span>
          <select value={away} onChange={({ currentTarget }) => set({ away: currentTarget.value || undefined })}>
            <option value="">any department will do</option>
            {departments.data?.departments.nodes.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </Finding>
      {!asked && <p class="nothing">Type a few words, or choose a topic above.</p>}
      {asked && (
        <Show answer={answer}>
          {({ experts }) =>
            experts.length ? (
              <ol class="experts">
                {experts.map((expert) => (
                  <li key={expert.person?.id}>
                    <h2>{expert.person?.name}</h2>
                    <p class="faint">
                      {[expert.person?.title, expert.person?.department?.name].filter(Boolean).join(", ")}
                    </p>
                    <p>
                      {plural(expert.lessonCount, "lesson")} on it
                      {expert.reuseCount ? `, reused ${plural(expert.reuseCount, "time")} by others` : ", not reused by others yet"}
                      {expert.gained.length ? `: ${listed(expert.gained.map(({ group }) => group.name))}` : ""}.
                    </p>
                    <ul>
                      {expert.lessons.map(({ lesson }) =>
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
                  </li>
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
