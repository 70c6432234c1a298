/** A dialog that turns pasted bullets into lessons, one for each line. */
import { useState } from "preact/hooks";
import { plural } from "../../text/format";
import { Dialog } from "../../ui/dialog";
import { Field } from "../../ui/forms/form-field";
import { MAX_LESSONS, splitBullets } from "./retrospective-draft";

export function BulletsDialog({ onClose, onPaste }: { onClose: () => void; onPaste: (titles: string[]) => void }) {
  const [text, setText] = useState("");
  const titles = splitBullets(text);
  return (
    <Dialog title="Paste bullets" onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (titles.length) onPaste(titles);
        }}
      >
        <Field
          label="One lesson per line"
          name="bullets"
          errors={{}}
          hint={`${plural(titles.length, "lesson")}, at most ${MAX_LESSONS} in one form`}
        >
          <textarea rows={8} value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
        </Field>
        <div class="row">
          <button type="submit" class="first" disabled={!titles.length}>
            {`Make ${plural(titles.length, "lesson")}`}
          </button>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
