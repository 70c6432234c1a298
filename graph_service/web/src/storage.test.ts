import { afterEach, expect, it, vi } from "vitest";
import { readStored, writeStored } from "./storage";

afterEach(() => vi.unstubAllGlobals());

it("reads what was written until it is removed", () => {
  const values = new Map<string, string>();
  vi.stubGlobal("window", {
    localStorage: {
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, text: string) => values.set(key, text),
      removeItem: (key: string) => values.delete(key),
    },
  });
  writeStored("localStorage", "recorder", { id: "1", name: "Anna" });
  expect(readStored("localStorage", "recorder")).toEqual({ id: "1", name: "Anna" });
  writeStored("localStorage", "recorder", undefined);
  expect(readStored("localStorage", "recorder")).toBeUndefined();
});

it("ignores a browser that denies access", () => {
  const denying = {
    get localStorage(): never {
      throw new DOMException("denied", "SecurityError");
    },
  };
  vi.stubGlobal("window", denying);
  writeStored("localStorage", "recorder", "Anna");
  expect(readStored("localStorage", "recorder")).toBeUndefined();
});
