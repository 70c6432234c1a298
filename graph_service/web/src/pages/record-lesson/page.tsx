/** Records a lesson, the lessons of a meeting or a retrospective, or a reuse. The address may name the project and a lesson: one that was used, or on which a lesson builds. */
import { useState } from "preact/hooks";
import { Link, useSearch } from "wouter-preact";
import { useQuery } from "../../api/graphql-client";
import { RecordLessonContextDocument, type RecordLessonContextQuery } from "../../generated/graphql";
import { type Choice, toChoice } from "../../ui/combobox/combobox-options";
import { QueryResult } from "../../ui/query-result";
import { LessonForm } from "./lesson-form";
import { Meeting } from "./meeting";
import { Retrospective } from "./retrospective";
import { ReuseRecord } from "./reuse-record";

const MODES = ["lesson", "meeting", "retrospective", "reuse"] as const;
type Mode = (typeof MODES)[number];

const MODE_LABELS: Readonly<Record<Mode, string>> = {
  lesson: "One lesson",
  meeting: "Notes of a meeting",
  retrospective: "Retrospective",
  reuse: "A reuse",
};

/** What the address says that the form starts with. */
interface Start {
  project?: Choice;
  /** The lesson on which a new lesson builds, or that was used. */
  lesson?: Choice;
}

export function RecordLessonPage() {
  const params = new URLSearchParams(useSearch());
  const project = params.get("project") ?? "";
  const lesson = params.get("builds") ?? params.get("lesson") ?? "";
  const mode = MODES.find((each) => each === params.get("mode")) ?? "lesson";
  const query = useQuery(RecordLessonContextDocument, project || lesson ? { project, lesson } : undefined);
  const key = `${mode} ${project} ${lesson}`;
  if (!project && !lesson) return <RecordMode key={key} mode={mode} start={{}} />;
  return <QueryResult query={query}>{(data) => <RecordMode key={key} mode={mode} start={readStart(data)} />}</QueryResult>;
}

function readStart({ project, lesson }: RecordLessonContextQuery): Start {
  return {
    ...(project ? { project: projectChoice(project) } : {}),
    ...(lesson ? { lesson: { id: lesson.id, name: lesson.title, learnedOn: lesson.learnedOn } } : {}),
  };
}

function RecordMode({ mode, start }: { mode: Mode; start: Start }) {
  const [round, setRound] = useState(0);
  const { project, lesson } = start;
  const kinds = <Kinds project={project?.id ?? ""} mode={mode} />;
  const onAnother = () => setRound(round + 1);
  const draftKey = `${project?.id ?? ""} ${lesson?.id ?? ""}`;
  switch (mode) {
    case "meeting":
      return <Meeting key={round} project={project} kinds={kinds} onAnother={onAnother} />;
    case "retrospective":
      return <Retrospective project={project} kinds={kinds} />;
    case "reuse":
      return <ReuseRecord key={round} draftKey={`record reuse ${draftKey}`} initial={start} kinds={kinds} onAnother={onAnother} />;
    case "lesson":
      return (
        <LessonForm
          key={round}
          draftKey={`lesson ${draftKey}`}
          initial={{ ...(project ? { project } : {}), ...(lesson ? { buildsOn: [lesson] } : {}) }}
          kinds={kinds}
          onAnother={onAnother}
        />
      );
  }
}

function Kinds({ project, mode }: { project: string; mode: Mode }) {
  const address = (each: Mode) => {
    const query = new URLSearchParams({ ...(each === "lesson" ? {} : { mode: each }), ...(project ? { project } : {}) }).toString();
    return query ? `/record?${query}` : "/record";
  };
  return (
    <nav class="toggle" aria-label="What to record">
      {MODES.map((each) => (
        <Link key={each} href={address(each)} aria-current={each === mode ? "page" : undefined}>
          {MODE_LABELS[each]}
        </Link>
      ))}
    </nav>
  );
}

type ProjectData = NonNullable<RecordLessonContextQuery["project"]>;

function projectChoice({ id, name, startedOn, endedOn, owner }: ProjectData): Choice {
  return toChoice({ id, name, startedOn, endedOn, detail: owner?.name });
}
