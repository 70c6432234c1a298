/** The department to which a tab of the network page is narrowed. The address names it. */
import { useParam } from "../../url/view-params";

/** The id of the department, or of the group of small departments; undefined for all. */
export function useOnlyDepartment(): string | undefined {
  return useParam("of")[0];
}

/** A chip with the name of the department, which shows all departments again when it is clicked. */
export function OnlyDepartment({ name }: { name: string }) {
  const [, setOnly] = useParam("of");
  return (
    <p class="chips">
      <button type="button" class="chip on" aria-label={`Department ${name}: show all departments`} onClick={() => setOnly(undefined)}>
        Department <b>{name}</b> ×
      </button>
    </p>
  );
}
