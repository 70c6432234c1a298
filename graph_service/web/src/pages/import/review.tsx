/** The second step: what was found and would change, with what can be corrected. */
import { useState } from "preact/hooks";
import { AnswersForm } from "./answers-form";
import { FoundTables } from "./found-tables";
import type { Answers, ImportJob, ImportStart, Notice } from "./import-client";
import { isUnread, sameAnswers } from "./import-texts";
import { Notices, Outcome, Unread } from "./outcome";

interface Props {
  job: ImportJob;
  start: ImportStart;
  onCheck: (answers: Answers) => void;
  onLoad: () => void;
}

export function ReviewPart({ job, start, onCheck, onLoad }: Props) {
  const [answers, setAnswers] = useState<Answers>(job.answers);
  const { review } = job;
  if (!review) return null;
  const isChanged = !sameAnswers(answers, job.answers);
  return (
    <>
      {review.questions.length > 0 && (
        <div class="note">
          <p>Nothing can be written until this is answered:</p>
          <Notices notices={review.questions} />
        </div>
      )}
      <p class="row actions">
        <button type="button" class="first" disabled={isChanged || !review.mayLoad} onClick={onLoad}>
          Import
        </button>
        <button type="button" class={isChanged ? "first" : undefined} onClick={() => onCheck(answers)}>
          Check again
        </button>
        <span class="faint" role="status">
          {isChanged ? "You have made changes. Check again to see their effect." : ""}
        </span>
      </p>
      <p class="meta">The import can be undone as a whole for 24 hours, as long as nothing that is changed later depends on it.</p>
      <Unread notices={review.notices} />
      <Outcome review={review} isDone={false} />
      <FoundTables tables={review.tables} targets={start.targets} answers={answers} onChange={setAnswers} />
      <AnswersForm answers={answers} mayImportAll={start.mayImportAll} onChange={setAnswers} />
      <HowRead notices={review.notices} />
    </>
  );
}

function HowRead({ notices }: { notices: readonly Notice[] }) {
  const notes = notices.filter((notice) => !isUnread(notice));
  if (!notes.length) return null;
  return (
    <section aria-labelledby="notices">
      <h2 id="notices">How the files were read</h2>
      <Notices notices={notes} />
    </section>
  );
}
