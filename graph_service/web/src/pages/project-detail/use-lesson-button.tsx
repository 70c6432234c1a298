/** "We use it": records that the project uses a lesson. Without a known reader, or when the service has a question, it opens the form. */
import { useRef, useState } from "preact/hooks";
import { request, toRequestError } from "../../api/graphql-client";
import { RecordReuseDocument } from "../../generated/graphql";
import { newIdempotencyKey } from "../../ui/forms/draft";
import { ReuseForm } from "../../ui/forms/reuse-form";
import { readProfile } from "../../ui/profile";
import { showToast } from "../../ui/toast";
import { reportChange } from "../../ui/undo";

interface Props {
  project: { id: string; name: string; startedOn?: string | null; endedOn?: string | null };
  lesson: { id: string; title: string; learnedOn: string };
}

export function UseLessonButton({ project: { id, name, startedOn, endedOn }, lesson }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const key = useRef<string>(); // kept after a lost response, so that the next click records the same reuse
  const record = async () => {
    const { person } = readProfile();
    if (!person) return setIsOpen(true);
    key.current ??= newIdempotencyKey();
    setBusy(true);
    try {
      const input = { lesson: lesson.id, person: person.id, project: id, idempotencyKey: key.current };
      const { recordReuse } = await request(RecordReuseDocument, { input });
      reportChange([`Reuse of “${lesson.title}” saved for ${person.name}.`, ...recordReuse.warnings].join(" "), recordReuse.activity);
    } catch (thrown) {
      if (toRequestError(thrown).isConnectionLost) {
        setBusy(false);
        return showToast("No connection to the service. Try again in a moment.");
      }
      setIsOpen(true);
    }
    key.current = undefined;
    setBusy(false);
  };
  return (
    <>
      <button type="button" aria-label={`We use it: ${lesson.title}`} disabled={busy} onClick={() => void record()}>
        We use it
      </button>
      <ReuseForm lesson={lesson} project={{ id, name, startedOn, endedOn }} isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </>
  );
}
