/** Records a lesson, or the lessons of a retrospective. The address may name the project, and a lesson on which a lesson builds. */
import { useState } from "preact/hooks";
import { Link, useSearch } from "wouter-preact";
import { useQuery } from "../../api/graphql-client";
import { RecordLessonContextDocument, type RecordLessonContextQuery } from "../../generated/graphql";
import { type Choice, toChoice } from "../../ui/combobox-options";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import type { LessonDraft } from "./lesson-draft";
import { LessonForm } from "./lesson-form";
import { Retrospective } from "./retrospective";

export function RecordLessonPage() {
  const params = new URLSearchParams(useSearch());
  const project = params.get("project") ?? "";
  const lesson = params.get("builds") ?? "";
  const [round, setRound] = useState(0);
  const query = useQuery(RecordLessonContextDocument, project || lesson ? { project, lesson } : undefined);
  const isRetrospective = params.get("mode") === "retrospective";
  const form = (initial: Partial<LessonDraft>) =>
    isRetrospective ? (
      <>
        <PageTitle>Record a retrospective</PageTitle>
        <Kinds project={project} isRetrospective />
        <p class="lead">One project, one day, as many lessons as you have. Only a title and who learned it are required.</p>
        <Retrospective key={project} project={initial.project} />
      </>
    ) : (
      <LessonForm
        key={`${project} ${lesson} ${round}`}
        draftKey={`lesson ${project} ${lesson}`}
        initial={initial}
        kinds={<Kinds project={project} isRetrospective={false} />}
        onAnother={() => setRound(round + 1)}
      />
    );
  if (!project && !lesson) return form({});
  return (
    <QueryResult query={query}>
      {(data) =>
        form({
          ...(data.project ? { project: projectChoice(data.project) } : {}),
          ...(data.lesson ? { buildsOn: [{ id: data.lesson.id, name: data.lesson.title }] } : {}),
        })
      }
    </QueryResult>
  );
}

function Kinds({ project, isRetrospective }: { project: string; isRetrospective: boolean }) {
  const query = (mode: string) => `/record?${new URLSearchParams({ ...(mode ? { mode } : {}), ...(project ? { project } : {}) })}`;
  return (
    <nav class="toggle" aria-label="What to record">
      <Link href={query("").replace(/\?$/, "")} aria-current={isRetrospective ? undefined : "page"}>
        One lesson
      </Link>
      <Link href={query("retrospective")} aria-current={isRetrospective ? "page" : undefined}>
        Retrospective
      </Link>
    </nav>
  );
}

type ProjectData = NonNullable<RecordLessonContextQuery["project"]>;

function projectChoice({ id, name, startedOn, endedOn, owner }: ProjectData): Choice {
  return toChoice({ id, name, startedOn, endedOn, detail: owner?.name });
}
