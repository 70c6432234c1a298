/** The last step: what was imported, where to see it, and the files back with what became of each row. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { toRequestError } from "../../api/graphql-client";
import { downloadFile } from "../../ui/lists/download";
import { downloadImported, type ImportJob } from "./import-client";
import { Outcome, Unread } from "./outcome";

export function Result({ job }: { job: ImportJob }) {
  if (!job.review) return null;
  return (
    <>
      <p class="row">
        <Link class="btn first" href="/lessons?span=all">
          See the lessons
        </Link>
        <Link class="btn" href="/people">
          See the people
        </Link>
      </p>
      <Files job={job} />
      <Unread notices={job.review.notices} />
      <Outcome review={job.review} isDone />
    </>
  );
}

function Files({ job: { id, files } }: { job: ImportJob }) {
  const [error, setError] = useState("");
  const download = async (index: number) => {
    setError("");
    try {
      const { name, content } = await downloadImported(id, index);
      downloadFile(name, content, "application/octet-stream");
    } catch (thrown) {
      setError(toRequestError(thrown).message);
    }
  };
  return (
    <section class="first" aria-labelledby="files">
      <h2 id="files">Your files with the results</h2>
      <p class="meta">
        Each file gets columns at the right: the id and status of each row, what is wrong with it, and how often its lesson has been reused.
        Correct the file and import it again: only the difference is written.
      </p>
      <p class="row">
        {files.map(({ name }, index) => (
          <button key={index} type="button" onClick={() => void download(index)}>
            {`Download ${name}`}
          </button>
        ))}
      </p>
      <p class="field-error" role="alert">
        {error}
      </p>
    </section>
  );
}
