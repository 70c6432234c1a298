/** Records a lesson. The address may name its project, and a lesson on which it builds. */
import { useState } from "preact/hooks";
import { useSearch } from "wouter-preact";
import { useQuery } from "../../api/graphql-client";
import { RecordLessonContextDocument, type RecordLessonContextQuery } from "../../generated/graphql";
import { type Choice, toChoice } from "../../ui/combobox-options";
import { QueryResult } from "../../ui/query-result";
import type { LessonDraft } from "./lesson-draft";
import { LessonForm } from "./lesson-form";

export function RecordLessonPage() {
  const params = new URLSearchParams(useSearch());
  const project = params.get("project") ?? "";
  const lesson = params.get("builds") ?? "";
  const [round, setRound] = useState(0);
  const query = useQuery(RecordLessonContextDocument, project || lesson ? { project, lesson } : undefined);
  const form = (initial: Partial<LessonDraft>) => (
    <LessonForm
      key={`${project} ${lesson} ${round}`}
      draftKey={`lesson ${project} ${lesson}`}
      initial={initial}
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

type ProjectData = NonNullable<RecordLessonContextQuery["project"]>;

function projectChoice({ id, name, startedOn, endedOn, owner }: ProjectData): Choice {
  return toChoice({ id, name, startedOn, endedOn, detail: owner?.name });
}
