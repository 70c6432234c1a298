/** Findings that the reader has snoozed in this browser. One that names something else, such as another silo, is shown at once. */
import { computed, signal } from "@preact/signals";
import { readStored, writeStored } from "../../storage";
import { today } from "../../ui/forms/form";
import { addDays } from "../../url/view-params";
import type { AttentionItem } from "./attention";

const STORAGE_KEY = "snoozed-findings";
export const SNOOZE_DAYS = 30;

/** By finding: the day on which it is shown again, as YYYY-MM-DD. */
type Snoozed = Readonly<Record<string, string>>;

const stored = signal<Snoozed>(readStored<Snoozed>("localStorage", STORAGE_KEY) ?? {});

export const snoozed = computed(() => unexpired(stored.value, today()));

export function unexpired(all: Snoozed, day: string): Snoozed {
  return Object.fromEntries(Object.entries(all).filter(([, until]) => until > day));
}

/** What a finding names. Its figures may change while it is snoozed. */
export function findingKey({ id, title }: Pick<AttentionItem, "id" | "title">): string {
  return `${id}: ${title.replace(/\d+/g, "#")}`;
}

export function snooze(item: AttentionItem): void {
  store({ ...snoozed.value, [findingKey(item)]: addDays(today(), SNOOZE_DAYS) });
}

export function unsnooze(items: readonly AttentionItem[]): void {
  const keys = items.map(findingKey);
  store(Object.fromEntries(Object.entries(snoozed.value).filter(([key]) => !keys.includes(key))));
}

function store(next: Snoozed): void {
  stored.value = next;
  writeStored("localStorage", STORAGE_KEY, Object.keys(next).length ? next : undefined);
}
