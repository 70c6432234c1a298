/** Undoes a whole import, after a second click. */
import { useState } from "preact/hooks";

export function UndoImport({ onUndo }: { onUndo: () => void }) {
  const [isAsked, setIsAsked] = useState(false);
  return (
    <section aria-labelledby="undo-import">
      <h2 id="undo-import">Undo</h2>
      <p class="meta">
        Removes everything that the import created, and restores the earlier values and links of everything that it changed. This is
        possible for 24 hours, as long as nothing that was changed later depends on it.
      </p>
      <p class="row">
        {isAsked ? (
          <>
            <button type="button" class="first" onClick={onUndo}>
              Yes, undo this import
            </button>
            <button type="button" onClick={() => setIsAsked(false)}>
              Keep it
            </button>
          </>
        ) : (
          <button type="button" onClick={() => setIsAsked(true)}>
            Undo this import
          </button>
        )}
      </p>
    </section>
  );
}
