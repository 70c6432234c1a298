/** Records a lesson. The address may name its project, and a lesson on which it builds. */
import { useState } from "preact/hooks";
import { useSearch } from "wouter-preact";
import { useQuery } from "../../api/graphql-client";
import { RecordLessonContextDocument } from "../../generated/graphql";
import { optionLabel } from "../../ui/combobox-options";
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
          ...(data.project
            ? { project: { id: data.project.id, name: optionLabel({ ...data.project, detail: data.project.owner?.name }) } }
            : {}),
          ...(data.lesson ? { buildsOn: [{ id: data.lesson.id, name: data.lesson.title }] } : {}),
        })
      }
    </QueryResult>
  );
}
