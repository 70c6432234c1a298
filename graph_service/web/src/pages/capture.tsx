/** The capture box as a page, to which a link in a chat or a mail leads: it has the text of the link in it, and saves nothing by itself. */
import { useState } from "preact/hooks";
import { Link, useSearch } from "wouter-preact";
import { useQuery } from "../api/graphql-client";
import { CapturedProjectDocument, type CapturedProjectQuery } from "../generated/graphql";
import { type Choice, toChoice } from "../ui/combobox/combobox-options";
import { MAX_CAPTURE } from "../ui/forms/capture-draft";
import { type Captured, CaptureForm } from "../ui/forms/capture-form";
import { PageTitle } from "../ui/page-title";
import { Skeleton } from "../ui/query-result";
import { lessonPath } from "../url/paths";

export function CapturePage() {
  const params = new URLSearchParams(useSearch());
  const text = (params.get("text") ?? "").slice(0, MAX_CAPTURE);
  const project = params.get("project") ?? "";
  const query = useQuery(CapturedProjectDocument, project ? { project } : undefined);
  if (project && !query.data && !query.error) return <Skeleton />;
  return <Box key={`${project} ${text}`} text={text} name={project} project={toProject(query.data)} />;
}

function Box({ text, name, project }: { text: string; name: string; project: Choice | undefined }) {
  const [saved, setSaved] = useState<Captured>();
  if (saved)
    return (
      <>
        <PageTitle>Saved as a draft</PageTitle>
        <p>
          <Link href={lessonPath(saved.id)} replace>
            {saved.title}
          </Link>
        </p>
        <Link class="btn" href="/capture">
          Capture another
        </Link>
      </>
    );
  const named = project ? { project } : name ? { project: undefined, projectText: name } : {};
  return (
    <>
      <PageTitle>Capture a lesson</PageTitle>
      <CaptureForm
        draftKey={text || name ? `capture ${name} ${text}` : "capture"}
        initial={{ ...(text ? { text } : {}), ...named }}
        onSaved={setSaved}
      />
    </>
  );
}

function toProject(data: CapturedProjectQuery | undefined): Choice | undefined {
  const project = data?.project;
  return project ? toChoice({ ...project, detail: project.owner?.name }) : undefined;
}
