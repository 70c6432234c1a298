/** Lessons found by words, or the newest ones, with filters for department, phase, content and evidence. */
import { useDirectory } from "../../api/directory";
import { PageTitle } from "../../ui/page-title";
import { RelaxFilters } from "../../ui/relax-filters";
import { SearchForm } from "../../ui/search-form";
import { useView } from "../../url/view-params";
import { activeFilters, FACETS, type Facet, lessonWhere, whereWithout } from "./lesson-filters";
import { NewestLessons, SearchResults } from "./lesson-results";

export function LessonSearchPage() {
  const { view, search, setParams } = useView();
  const { data: directory } = useDirectory();
  const params = new URLSearchParams(search);
  const text = params.get("q") ?? "";
  const departments = Object.fromEntries(directory?.departments.map(({ id, name }) => [id, name]) ?? []);
  const facets: Facet[] = [{ param: "in", label: "Source department", choices: departments }, ...FACETS];
  const chosen = facets.filter(({ param }) => params.has(param));
  const clearAll = chosen.length > 0 && (
    <button type="button" class="inline quiet" onClick={() => setParams(Object.fromEntries(chosen.map(({ param }) => [param, undefined])))}>
      Clear all
    </button>
  );
  const emptyResult = (
    <RelaxFilters
      relaxations={activeFilters(view, params, chosen).map(({ param, label }) => ({
        label,
        where: whereWithout(directory, param, view, params),
        onApply: () => setParams(param === "span" ? { span: "all", from: undefined, to: undefined } : { [param]: undefined }),
      }))}
    >
      {text ? "No lesson contains any of these words." : "No lesson matches these filters."} {clearAll}
    </RelaxFilters>
  );
  const where = lessonWhere(directory, view, params, !text);
  return (
    <>
      <PageTitle>{text ? `Lessons about “${text}”` : "Lessons"}</PageTitle>
      <SearchForm label="Words" text={text} placeholder="scaffolding in winter" onSearch={(q) => setParams({ q })}>
        {facets.map((facet) => (
          <FacetSelect
            key={facet.param}
            facet={facet}
            value={params.get(facet.param) ?? ""}
            onChange={(value) => setParams({ [facet.param]: value || undefined })}
          />
        ))}
      </SearchForm>
      {text ? (
        <SearchResults text={text} where={where} emptyResult={emptyResult} clearAll={clearAll} />
      ) : (
        <NewestLessons where={where} emptyResult={emptyResult} clearAll={clearAll} />
      )}
    </>
  );
}

function FacetSelect({ facet: { label, choices }, value, onChange }: { facet: Facet; value: string; onChange: (value: string) => void }) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        <option value="">any</option>
        {Object.entries(choices).map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
