/** The routes below /imports: the import of files, with what was found in them and what they would change. */
import { bookmarkHeader, saveBookmarks } from "../../api/bookmarks";
import { RequestError } from "../../api/graphql-client";
import { authorizationHeader, reportUnauthenticated } from "../../api/token";

export interface FoundColumn {
  index: number;
  header: string;
  target: string | null;
  confidence: number;
  reason: string;
  examples: string[];
}

export interface FoundTable {
  file: string;
  sheet: string;
  /** null: left out. */
  noun: string | null;
  rows: number;
  isExact: boolean;
  /** The name of the saved column mapping that was used; "" if none. */
  mapping: string;
  columns: FoundColumn[];
}

export interface Notice {
  kind: string;
  place: string;
  text: string;
  value: string;
}

export interface Change {
  table: string;
  id: string;
  field: string;
  old: string;
  new: string;
}

export interface FaultyRow {
  file: string;
  line: number;
  faults: { field: string; value: string; rule: string }[];
}

export interface Rows {
  count: number;
  rows: FaultyRow[];
}

export interface TableCount {
  table: string;
  new: number;
  changed: number;
  unchanged: number;
  refused: number;
  values: number;
}

export interface Review {
  tables: FoundTable[];
  notices: Notice[];
  questions: Notice[];
  mayLoad: boolean;
  isNothingNew?: boolean;
  counts?: TableCount[];
  changes?: Change[];
  emptied?: Change[];
  refused?: Rows;
  /** Rows that are imported without one of their values. */
  incomplete?: Rows;
  unattributed?: Rows;
  warnings?: Rows;
}

export interface Answers {
  tables?: Record<string, { noun: string | null; columns?: Record<string, string | null> }>;
  order?: string;
  missingDay?: string;
  since?: string;
  create?: string[];
  clear?: boolean;
}

export interface ImportSummary {
  id: string;
  created: number;
  state: "uploading" | "checking" | "checked" | "loading" | "loaded" | "undoing" | "undone" | "failed";
  files: { name: string; size: number }[];
  error: string;
  /** In the log; null if nothing was written. */
  number: number | null;
  isUndoable: boolean;
}

export interface ImportJob extends ImportSummary {
  answers: Answers;
  review: Review | null;
  progress: { step: string; done: number; total: number; started: number; since: number } | null;
}

/** How the columns of a source are read, as saved in an earlier import. */
export interface SavedMapping {
  name: string;
  tables: { noun: string; columns: { header: string; target: string | null }[] }[];
}

export interface ImportStart {
  mayImport: boolean;
  why: string;
  mayImportAll: boolean;
  maxFiles: number;
  maxFileSize: number;
  targets: Record<string, string[]>;
  jobs: ImportSummary[];
  mappings: SavedMapping[];
}

export const readStart = (signal: AbortSignal) => send<ImportStart>("", { signal });
export const createImport = () => send<ImportJob>("/new", { method: "POST" });
export const readImport = (id: string) => send<ImportJob>(`/${id}`, {});
export const uploadFile = (id: string, file: File) =>
  send<ImportJob>(`/${id}/files?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
export const checkImport = (id: string, answers: Answers) =>
  send<ImportJob>(`/${id}/check`, { method: "POST", body: JSON.stringify(answers) });
export const loadImport = (id: string) => send<ImportJob>(`/${id}/load`, { method: "POST" });
export const stopImport = (id: string) => send<ImportJob>(`/${id}/stop`, { method: "POST" });
export const undoImport = (id: string) => send<ImportJob>(`/${id}/undo`, { method: "POST" });
/** Undoes the import with this number in the log, as a job of its own. */
export const undoLoggedImport = (number: number) => send<ImportJob>(`/undo/${number}`, { method: "POST" });
export const forgetMapping = (name: string) => send<object>(`/mappings/${encodeURIComponent(name)}/forget`, { method: "POST" });
export const removeImport = (id: string) => send<object>(`/${id}/remove`, { method: "POST" });

export const isRunning = ({ state }: ImportSummary) => state === "checking" || state === "loading" || state === "undoing";

/** The file with columns added that say what became of each row. Workbooks of other kinds come back as .xlsx. */
export async function downloadImported(id: string, index: number): Promise<{ name: string; content: Blob }> {
  const response = await receive(`/${id}/files/${index}`, {});
  const name = /filename\*=UTF-8''(.*)/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  return { name: decodeURIComponent(name ?? "import"), content: await response.blob() };
}

async function send<R>(path: string, init: RequestInit): Promise<R> {
  return (await receive(path, init)).json() as Promise<R>;
}

async function receive(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/imports${path}`, { ...init, headers: { ...authorizationHeader(), ...bookmarkHeader() } });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new RequestError("No connection to the service. Try again in a moment.", [], true);
  }
  saveBookmarks(response);
  if (response.ok) return response;
  const body = (await response.json().catch(() => ({}))) as { errors?: { message: string }[] };
  const message = body.errors?.[0]?.message;
  if (response.status === 401) reportUnauthenticated(message ?? "");
  throw new RequestError(message ?? `The service responded with status ${response.status}.`, body.errors ?? []);
}
