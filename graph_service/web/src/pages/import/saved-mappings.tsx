/** The column mappings that were saved when somebody corrected an earlier import; they apply to the next files of the same source. */
import { useState } from "preact/hooks";
import { toRequestError } from "../../api/graphql-client";
import { forgetMapping, type SavedMapping } from "./import-client";
import { fieldText, nounText } from "./import-texts";

export function SavedMappings({ mappings }: { mappings: readonly SavedMapping[] }) {
  const [forgotten, setForgotten] = useState<readonly string[]>([]);
  const [error, setError] = useState("");
  const shown = mappings.filter(({ name }) => !forgotten.includes(name));
  if (!shown.length) return null;
  const forget = async (name: string) => {
    setError("");
    try {
      await forgetMapping(name);
      setForgotten([...forgotten, name]);
    } catch (thrown) {
      setError(toRequestError(thrown).message);
    }
  };
  return (
    <section aria-labelledby="saved-mappings">
      <h2 id="saved-mappings">Saved column mappings</h2>
      <p class="meta">Corrections that anyone made in earlier imports. Files with the same columns are read in the same way.</p>
      {shown.map((mapping) => (
        <details key={mapping.name}>
          <summary>{`${mapping.name}: ${mapping.tables.map(({ noun }) => nounText(noun)).join(", ")}`}</summary>
          {mapping.tables.map((table, index) => (
            <ul key={index} class="plain">
              {table.columns.map(({ header, target }) => (
                <li key={header}>{`${header}: ${target ? fieldText(target) : "not imported"}`}</li>
              ))}
            </ul>
          ))}
          <button type="button" aria-label={`Forget ${mapping.name}`} onClick={() => void forget(mapping.name)}>
            Forget
          </button>
        </details>
      ))}
      <p class="field-error" role="alert">
        {error}
      </p>
    </section>
  );
}
