/** All departments and topics, which are read once, and again after a change, and shared by all components. */
import { signal } from "@preact/signals";
import { DepartmentsDocument, type DepartmentsQuery, TopicsDocument, type TopicsQuery } from "../generated/graphql";
import { onDataChange } from "./data-version";
import { type QueryState, request, useLoaded } from "./graphql-client";
import { readAllPages } from "./paging";

export type Department = DepartmentsQuery["departments"]["nodes"][number];
export type Topic = TopicsQuery["topics"]["nodes"][number];

/** Both sorted by name. */
export interface Directory {
  departments: readonly Department[];
  topics: readonly Topic[];
}

const loaded = signal<Directory | undefined>(undefined);
let loading: Promise<Directory> | undefined;

export function useDirectory(): QueryState<Directory> {
  const state = useLoaded(readDirectory, loaded.value ? undefined : "directory");
  return loaded.value ? { ...state, data: loaded.value, loading: false } : state;
}

/** Components that are shown together wait for the same requests. After a failure the next caller sends the requests again. */
function readDirectory(): Promise<Directory> {
  loading ??= Promise.all([
    readAllPages(async (after) => (await request(DepartmentsDocument, { after })).departments),
    readAllPages(async (after) => (await request(TopicsDocument, { after })).topics),
  ])
    .then(([departments, topics]) => (loaded.value = { departments, topics }))
    .finally(() => (loading = undefined));
  return loading;
}

onDataChange(() => {
  if (loaded.peek()) readDirectory().catch(() => undefined); // the earlier names stay
});
