/** Records that a project used a lesson: lesson, project and person are found by typing. */
import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import { type ReuseDraft, ReuseFields, useReuseForm } from "../../ui/forms/reuse-form";
import { PageTitle } from "../../ui/page-title";
import { lessonPath, projectPath } from "../../url/paths";
import { RecordSaved } from "./record-saved";

interface Props {
  draftKey: string;
  /** Values that the empty draft starts with. */
  initial: Partial<ReuseDraft>;
  /** What stands below the title: the choice between the kinds of records. */
  kinds: ComponentChildren;
  onAnother: () => void;
}

export function ReuseRecord({ draftKey, initial, kinds, onAnother }: Props) {
  const form = useReuseForm({ draftKey, initial });
  const { result } = form;
  if (!result)
    return (
      <>
        <PageTitle>Which lesson did you use?</PageTitle>
        {kinds}
        <p class="lead">Say who used a lesson on which project. Whether it helped can be added later.</p>
        <ReuseFields form={form} choosesLesson />
      </>
    );
  const { lesson, project } = result.reuse;
  return (
    <RecordSaved title="Reuse saved" warnings={result.warnings} onAnother={onAnother}>
      <p>
        <Link href={lessonPath(lesson.id)} replace>
          {lesson.title}
        </Link>{" "}
        on{" "}
        <Link href={projectPath(project.id)} replace>
          {project.name}
        </Link>
      </p>
    </RecordSaved>
  );
}
