import { expect, test } from "vitest";
import { signInPath } from "./login";

test("signing in returns to the same page", () => {
  expect(signInPath({ pathname: "/network", search: "?span=all", hash: "#flow" })).toBe(
    "/auth/sign-in?next=%2Fnetwork%3Fspan%3Dall%23flow",
  );
});

test("an address that is too long is shortened to its path", () => {
  expect(signInPath({ pathname: "/reuses", search: `?lesson=${"x".repeat(2_000)}`, hash: "" })).toBe("/auth/sign-in?next=%2Freuses");
  expect(signInPath({ pathname: `/people/${"x".repeat(2_000)}`, search: "", hash: "" })).toBe("/auth/sign-in?next=%2F");
});
