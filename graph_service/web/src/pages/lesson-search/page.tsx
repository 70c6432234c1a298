/** Lessons found by words, or the newest ones, with filters for department, phase, content, evidence and status. */
import { useDirectory } from "../../api/directory";
import type { LessonWhere } from "../../generated/graphql";
import { RelaxFilters } from "../../ui/lists/relax-filters";
import { SearchForm } from "../../ui/lists/search-form";
import { PageTitle } from "../../ui/page-title";
import { useView } from "../../url/view-params";
import { WaitingReviews } from "../reviews/waiting";
import { useFacetCounts } from "./facet-counts";
import { activeFilters, FACETS, type Facet, lessonWhere, whereWithout } from "./lesson-filters";
import { ORDER_PARAM, ORDERS, possibleOrders, readOrder } from "./lesson-order";
import { SearchResults, SortedLessons } from "./lesson-results";

function emptyText(words: string, isFiltered: boolean): string {
  if (words) return "No lesson contains any of these words.";
  return isFiltered ? "No lesson matches these filters." : "No lesson has been published yet.";
}

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
      {emptyText(text, chosen.length > 0 || !!view.window || !!view.topic)} {clearAll}
    </RelaxFilters>
  );
  const where = lessonWhere(directory, view, params, !text);
  const found = (condition: LessonWhere): LessonWhere => (text ? { search: text, AND: [condition] } : condition);
  const counts = useFacetCounts(directory, view, params);
  const order = readOrder(params, text);
  const { sort, label: orderLabel } = ORDERS[order] as (typeof ORDERS)[string];
  return (
    <>
      <PageTitle>{text ? `Lessons about “${text}”` : "Lessons"}</PageTitle>
      <WaitingReviews />
      <SearchForm label="Words" text={text} placeholder="scaffolding in winter" onSearch={(q) => setParams({ q })}>
        {facets.map((facet) => (
          <FacetSelect
            key={facet.param}
            facet={facet}
            counts={counts?.[facet.param]}
            value={params.get(facet.param) ?? ""}
            onChange={(value) => setParams({ [facet.param]: value || undefined })}
          />
        ))}
        <label>
          <span>Order</span>
          <select value={order} onChange={({ currentTarget: { value } }) => setParams({ [ORDER_PARAM]: value })}>
            {possibleOrders(text).map((each) => (
              <option key={each} value={each}>
                {ORDERS[each]?.label}
              </option>
            ))}
          </select>
        </label>
      </SearchForm>
      {sort ? (
        <SortedLessons
          where={found(where)}
          retired={found({ ...where, status: { eq: "RETIRED" } })}
          status={params.get("status") ?? ""}
          sort={sort}
          label={orderLabel}
          emptyResult={emptyResult}
          clearAll={clearAll}
        />
      ) : (
        <SearchResults text={text} where={where} emptyResult={emptyResult} clearAll={clearAll} />
      )}
    </>
  );
}

interface FacetSelectProps {
  facet: Facet;
  /** By value; undefined until they are known. */
  counts: Record<string, number> | undefined;
  value: string;
  onChange: (value: string) => void;
}

function FacetSelect({ facet: { label, choices, usual = "any" }, counts, value, onChange }: FacetSelectProps) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        <option value="">{usual}</option>
        {Object.entries(choices).map(([id, name]) => (
          <option key={id} value={id}>
            {counts ? `${name} (${counts[id] ?? 0})` : name}
          </option>
        ))}
      </select>
    </label>
  );
}
