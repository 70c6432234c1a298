/** The first step: the files, and the imports of the last day. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { toRequestError } from "../../api/graphql-client";
import { formatTime, plural } from "../../text/format";
import { checkImport, createImport, type ImportJob, type ImportStart, type ImportSummary, uploadFile } from "./import-client";
import { sizeText } from "./import-texts";
import { SavedMappings } from "./saved-mappings";

const ACCEPTED = ".xlsx,.xlsm,.xltx,.xls,.ods,.csv,.tsv,.tab,.txt,.json,.jsonl,.ndjson,.md,.markdown,.zip";
const STATES: Readonly<Record<ImportSummary["state"], string>> = {
  uploading: "not checked",
  checking: "being checked",
  checked: "checked, not imported",
  loading: "running",
  loaded: "imported",
  undoing: "being undone",
  undone: "undone",
  failed: "stopped",
};

interface Props {
  start: ImportStart;
  onUploaded: (job: ImportJob) => void;
}

export function ChooseFiles({ start, onUploaded }: Props) {
  const [files, setFiles] = useState<readonly File[]>([]);
  const [busy, setBusy] = useState("");
  const [error, setError] = useState("");
  const problem = error || problemOf(files, start);
  const upload = async () => {
    try {
      const { id } = await createImport();
      for (const file of files) {
        setBusy(`Uploading ${file.name} …`);
        await uploadFile(id, file);
      }
      const create = start.mayImportAll ? ["departments", "people", "projects", "topics"] : ["projects", "topics"];
      onUploaded(await checkImport(id, { create }));
    } catch (thrown) {
      setError(toRequestError(thrown).message);
      setBusy("");
    }
  };
  return (
    <>
      <p class="lead">
        A register of lessons, a list of people, a list of projects: as workbooks (Excel, LibreOffice), CSV or JSON, as they are; or
        retrospectives in Markdown, which become drafts. Nothing is written before you have seen what would change.
      </p>
      {!start.mayImportAll && (
        <p class="meta">As a curator you import lessons, topics and projects. Only an administrator can import departments and people.</p>
      )}
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void upload();
        }}
      >
        <div class="field">
          <label for="import-files">Files</label>
          <input
            id="import-files"
            type="file"
            multiple
            accept={ACCEPTED}
            aria-describedby="import-limit import-problem"
            aria-invalid={problem ? "true" : undefined}
            onChange={({ currentTarget }) => {
              setError("");
              setFiles([...(currentTarget.files ?? [])]);
            }}
          />
          <p class="hint" id="import-limit">
            {`At most ${start.maxFiles} files of up to ${sizeText(start.maxFileSize)} each. The service stores them for 24 hours; only you can see them.`}
          </p>
          <p class="field-error" id="import-problem" role="alert">
            {problem}
          </p>
        </div>
        <p class="row">
          <button type="submit" class="first" disabled={!files.length || !!busy || !!problemOf(files, start)}>
            Upload and check
          </button>
          <span role="status">{busy}</span>
        </p>
      </form>
      <Recent jobs={start.jobs} />
      <SavedMappings mappings={start.mappings} />
    </>
  );
}

function problemOf(files: readonly File[], { maxFiles, maxFileSize }: ImportStart): string {
  if (files.length > maxFiles) return `These are ${files.length} files. Choose at most ${maxFiles}.`;
  const large = files.find(({ size }) => size > maxFileSize);
  return large ? `${large.name} has ${sizeText(large.size)}. At most ${sizeText(maxFileSize)} are imported here; split the file.` : "";
}

function Recent({ jobs }: { jobs: readonly ImportSummary[] }) {
  if (!jobs.length) return null;
  return (
    <section aria-labelledby="recent-imports">
      <h2 id="recent-imports">Your imports of the last 24 hours</h2>
      <ul class="plain">
        {jobs.map(({ id, files, state, number, created }) => (
          <li key={id}>
            <Link href={`/import?job=${id}`}>{files[0]?.name ?? `Import ${number} of the log`}</Link>
            {files.length > 1 && ` and ${plural(files.length - 1, "other file")}`} <span class="tag">{STATES[state]}</span>{" "}
            <span class="faint">{formatTime(new Date(created * 1000), new Date())}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
