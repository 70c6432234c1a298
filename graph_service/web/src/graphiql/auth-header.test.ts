import { expect, it } from "vitest";
import { authorised, HEADERS, tokenIn } from "./auth-header";

const parse = (headers: string) => JSON.parse(headers.replaceAll(/\/\/.*/g, "")); // as GraphiQL reads them, without the comments

it("sends no empty token", () => expect(authorised(parse(HEADERS), undefined)).toEqual({}));

it("sees the token that is put into its place", () => {
  const headers = HEADERS.replace("Bearer ", "Bearer t0-k.en~");
  expect(tokenIn(HEADERS)).toBeUndefined();
  expect(tokenIn(headers)).toBe("t0-k.en~");
  expect(authorised(parse(headers), undefined)).toEqual({ Authorization: "Bearer t0-k.en~" });
});

it("puts the token of one tab into the empty place of another, and nowhere else", () => {
  expect(authorised(parse(HEADERS), "a")).toEqual({ Authorization: "Bearer a" });
  expect(authorised({ Authorization: "Bearer b", "X-Other": "c" }, "a")).toEqual({ Authorization: "Bearer b", "X-Other": "c" });
  expect(authorised({}, "a")).toEqual({});
});
