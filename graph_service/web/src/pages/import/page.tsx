/** Imports files: choose them, correct how their tables are read, review what would change, import. The address names the import. */
import { useEffect, useState } from "preact/hooks";
import { reloadData } from "../../api/data-version";
import { toRequestError, useLoaded } from "../../api/graphql-client";
import { PageTitle } from "../../ui/page-title";
import { QueryResult, Skeleton } from "../../ui/query-result";
import { useParam } from "../../url/view-params";
import { ChooseFiles } from "./choose-files";
import {
  type Answers,
  checkImport,
  type ImportJob,
  type ImportStart,
  isRunning,
  loadImport,
  readImport,
  readStart,
  stopImport,
  undoImport,
} from "./import-client";
import { titleOf } from "./import-texts";
import { Unread } from "./outcome";
import { Progress } from "./progress";
import { Result } from "./result";
import { ReviewPart } from "./review";
import { UndoImport } from "./undo-import";

const POLL = 700; // milliseconds

export function ImportPage() {
  const [id] = useParam("job");
  const start = useLoaded(readStart, id ? "imports" : "imports before a new one");
  return <QueryResult query={start}>{(data) => (data.mayImport ? <Import start={data} /> : <NotAllowed why={data.why} />)}</QueryResult>;
}

function NotAllowed({ why }: { why: string }) {
  return (
    <>
      <PageTitle>Import files</PageTitle>
      <div class="note">
        <p>{`${why} Ask the person who runs this service for it.`}</p>
      </div>
    </>
  );
}

function Import({ start }: { start: ImportStart }) {
  const [id, setId] = useParam("job");
  const { job, error, run, setJob } = useJob(id);
  const begin = (created: ImportJob | undefined) => {
    setJob(created);
    setId(created?.id);
  };
  if (id && !job && !error) return <Skeleton text="Reading the import …" />;
  const check = (answers: Answers) => run((current) => checkImport(current.id, answers));
  return (
    <>
      <PageTitle>{titleOf(job)}</PageTitle>
      {(error || job?.error) && (
        <div class="error" role="alert">
          <p>{error || job?.error}</p>
        </div>
      )}
      {job?.state === "failed" && job.review && <Unread notices={job.review.notices} />}
      {(!job || job.state === "uploading") && <ChooseFiles start={start} onUploaded={begin} />}
      {job && isRunning(job) && <Progress job={job} onStop={() => run((current) => stopImport(current.id))} />}
      {job?.state === "checked" && (
        <ReviewPart
          key={`${job.id} ${JSON.stringify(job.answers)}`}
          job={job}
          start={start}
          onCheck={check}
          onLoad={() => run((current) => loadImport(current.id))}
        />
      )}
      {job?.state === "loaded" && <Result job={job} />}
      {(job?.state === "loaded" || job?.state === "failed") && job.isUndoable && (
        <UndoImport onUndo={() => run((current) => undoImport(current.id))} />
      )}
      {job?.state === "undone" && <p class="lead">Everything that it created is removed, and everything that it changed is restored.</p>}
      {job && !isRunning(job) && job.state !== "uploading" && (
        <p class="row">
          {job.state === "failed" && job.files.length > 0 && (
            <button type="button" class="first" onClick={() => check(job.answers)}>
              Check again
            </button>
          )}
          <button type="button" onClick={() => begin(undefined)}>
            Import other files
          </button>
        </p>
      )}
    </>
  );
}

/** The import with this id, read again while a worker works on it. */
function useJob(id: string | undefined) {
  const [job, setJob] = useState<ImportJob>();
  const [error, setError] = useState("");
  const report = (thrown: unknown) => setError(toRequestError(thrown).message);
  /** Whether the step was accepted; if not, its error is shown. */
  const run = async (step: (current: ImportJob) => Promise<ImportJob>) => {
    setError("");
    if (!job) return false;
    try {
      setJob(await step(job));
      return true;
    } catch (thrown) {
      report(thrown);
      return false;
    }
  };
  useEffect(() => {
    setError("");
    if (id && job?.id !== id) readImport(id).then(setJob, report);
    if (!id) setJob(undefined);
  }, [id]);
  useEffect(() => {
    if (!job || !isRunning(job)) return;
    const timer = setTimeout(() => {
      readImport(job.id).then(
        (next) => {
          setError("");
          setJob(next);
          if (next.state === "loaded" || next.state === "undone") reloadData();
        },
        (thrown) => {
          report(thrown);
          if (toRequestError(thrown).isConnectionLost) setJob({ ...job }); // tries again
        },
      );
    }, POLL);
    return () => clearTimeout(timer);
  }, [job]);
  return { job, error, run, setJob };
}
