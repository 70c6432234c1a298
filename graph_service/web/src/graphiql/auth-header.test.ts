import { expect, it } from "vitest";
import { DEFAULT_HEADERS, fillToken, findToken } from "./auth-header";

const parse = (headers: string) => JSON.parse(headers.replaceAll(/\/\/.*/g, "")); // GraphiQL ignores the comments as well

it("sends no empty token", () => expect(fillToken(parse(DEFAULT_HEADERS), undefined)).toEqual({}));

it("finds the token that was typed into its place", () => {
  const headers = DEFAULT_HEADERS.replace("Bearer ", "Bearer t0-k.en~");
  expect(findToken(DEFAULT_HEADERS)).toBeUndefined();
  expect(findToken(headers)).toBe("t0-k.en~");
  expect(fillToken(parse(headers), undefined)).toEqual({ Authorization: "Bearer t0-k.en~" });
});

it("fills the token of one tab into the empty place of another, and nowhere else", () => {
  expect(fillToken(parse(DEFAULT_HEADERS), "a")).toEqual({ Authorization: "Bearer a" });
  expect(fillToken({ Authorization: "Bearer b", "X-Other": "c" }, "a")).toEqual({ Authorization: "Bearer b", "X-Other": "c" });
  expect(fillToken({}, "a")).toEqual({});
});
