import { afterEach, expect, it, vi } from "vitest";
import { keep, recall } from "./storage";

afterEach(() => vi.unstubAllGlobals());

it("what a browser keeps is there again, until it is to forget it", () => {
  const kept = new Map<string, string>();
  vi.stubGlobal("window", {
    localStorage: {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, text: string) => kept.set(name, text),
      removeItem: (name: string) => kept.delete(name),
    },
  });
  keep("localStorage", "recorder", { id: "1", name: "Anna" });
  expect(recall("localStorage", "recorder")).toEqual({ id: "1", name: "Anna" });
  keep("localStorage", "recorder", undefined);
  expect(recall("localStorage", "recorder")).toBeUndefined();
});

it("a browser that refuses to keep anything is no obstacle", () => {
  const refusing = {
    get localStorage(): never {
      throw new DOMException("refused", "SecurityError");
    },
  };
  vi.stubGlobal("window", refusing);
  keep("localStorage", "recorder", "Anna");
  expect(recall("localStorage", "recorder")).toBeUndefined();
});
