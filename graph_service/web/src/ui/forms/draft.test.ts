import { afterEach, expect, it, vi } from "vitest";
import { changeDraft, changedByOthers, readDraft } from "./draft";

afterEach(() => vi.unstubAllGlobals());

it("keeps what the reader has changed, and not the other fields, which somebody else may have changed meanwhile", () => {
  const values = new Map<string, string>();
  vi.stubGlobal("window", {
    sessionStorage: {
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, text: string) => values.set(key, text),
      removeItem: (key: string) => values.delete(key),
    },
  });
  const opened = readDraft("revise l", () => ({ title: "Order early", context: "" }));
  const typed = changeDraft("revise l", opened, { context: "It took 60 weeks." });
  expect(typed.draft).toEqual({ title: "Order early", context: "It took 60 weeks." });
  const reopened = readDraft("revise l", () => ({ title: "Order steel early", context: "" }));
  expect(reopened.draft).toEqual({ title: "Order steel early", context: "It took 60 weeks." });
  expect(changedByOthers(reopened, { title: "Order steel early", context: "" })).toEqual({});
  expect(changedByOthers(reopened, { title: "Order steel early", context: "Steel was late." })).toEqual({ context: "Steel was late." });
  expect(changedByOthers(reopened, { title: "Order steel early", context: "It took 60 weeks." })).toEqual({});
});
