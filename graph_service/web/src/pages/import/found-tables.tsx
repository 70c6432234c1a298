/** The tables that were found, and the targets of their columns; both can be corrected. */
import { plural } from "../../text/format";
import type { Answers, FoundColumn, FoundTable } from "./import-client";
import { confidenceText, fieldText, nounText, placeOf } from "./import-texts";

interface Props {
  tables: readonly FoundTable[];
  targets: Record<string, string[]>;
  answers: Answers;
  onChange: (answers: Answers) => void;
}

export function FoundTables({ tables, targets, answers, onChange }: Props) {
  const change = (index: number, correction: { noun: string | null; columns?: Record<string, string | null> }) =>
    onChange({ ...answers, tables: { ...answers.tables, [index]: correction } });
  return (
    <section aria-labelledby="found">
      <h2 id="found">What was found</h2>
      {tables.map((table, index) => (
        <Found
          key={index}
          table={table}
          targets={targets}
          correction={answers.tables?.[index]}
          onChange={(correction) => change(index, correction)}
        />
      ))}
    </section>
  );
}

interface FoundProps {
  table: FoundTable;
  targets: Record<string, string[]>;
  correction: { noun: string | null; columns?: Record<string, string | null> } | undefined;
  onChange: (correction: { noun: string | null; columns?: Record<string, string | null> }) => void;
}

function Found({ table, targets, correction, onChange }: FoundProps) {
  const noun = correction ? correction.noun : table.noun;
  const place = placeOf(table);
  const isChecked = noun === table.noun;
  const unsure = table.columns.filter(({ target, confidence, reason }) => target && confidence < 0.75 && reason !== "chosen").length;
  return (
    <div class="found-table">
      <h3>{place}</h3>
      <p class="row">
        <label>
          {`${plural(table.rows, "row")}, read as `}
          <select
            aria-label={`${place} is read as`}
            value={noun ?? ""}
            onChange={({ currentTarget: { value } }) => onChange({ noun: value || null })}
          >
            <option value="">left out</option>
            {Object.keys(targets).map((name) => (
              <option key={name} value={name}>
                {nounText(name)}
              </option>
            ))}
          </select>
        </label>
      </p>
      {noun && table.mapping && <p class="meta">{`Its columns are read as corrected in an earlier import (${table.mapping}).`}</p>}
      {noun && isChecked && (
        <details open={!table.isExact && unsure > 0}>
          <summary>{`${table.columns.length} columns${unsure ? `, ${unsure} to check` : ""}`}</summary>
          {/* biome-ignore lint/a11y/useSemanticElements: section has margins of its own in the style sheet */}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
          <div class="scroll" tabIndex={0} role="region" aria-label={`Columns of ${place}`}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Column</th>
                  <th scope="col">Read as</th>
                  <th scope="col">Confidence</th>
                  <th scope="col">Examples</th>
                </tr>
              </thead>
              <tbody>
                {table.columns.map((column) => (
                  <ColumnRow
                    key={column.index}
                    column={column}
                    targets={targets[noun] ?? []}
                    chosen={correction?.columns?.[column.index]}
                    onChoose={(target) => onChange({ noun, columns: { ...correction?.columns, [column.index]: target } })}
                  />
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
      {noun && !isChecked && <p class="meta">Check again to see its columns.</p>}
    </div>
  );
}

interface ColumnProps {
  column: FoundColumn;
  targets: readonly string[];
  chosen: string | null | undefined;
  onChoose: (target: string | null) => void;
}

function ColumnRow({ column: { header, target, confidence, reason, examples }, targets, chosen, onChoose }: ColumnProps) {
  const value = (chosen === undefined ? target : chosen) ?? "";
  return (
    <tr>
      <th scope="row">{header}</th>
      <td>
        <select aria-label={`${header} is read as`} value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value || null)}>
          <option value="">not imported</option>
          {targets.map((name) => (
            <option key={name} value={name}>
              {fieldText(name)}
            </option>
          ))}
        </select>
      </td>
      <td>{chosen === undefined ? confidenceText(confidence, reason) : "chosen"}</td>
      <td class="examples">{examples.join("; ")}</td>
    </tr>
  );
}
