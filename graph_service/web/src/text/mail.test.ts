import { expect, test } from "vitest";
import { askAbout, introduce } from "./mail";

function read(link: string): { to: string; subject: string; body: string } {
  const [, to = "", query = ""] = /^mailto:([^?]*)\?(.*)$/.exec(link) ?? [];
  const params = Object.fromEntries(query.split("&").map((pair) => pair.split("=").map(decodeURIComponent)));
  return { to: decodeURIComponent(to), subject: params.subject ?? "", body: params.body ?? "" };
}

const yusuf = { name: "Yusuf Aydin", email: "yusuf+pmo@example.org" };

test("the message is about the lesson, quotes its recommendation and links to it", () => {
  const lesson = {
    title: "Photograph & measure",
    recommendation: "Three photographs,\nsame day.",
    address: "https://pmo.example/lessons/a",
  };
  expect(read(askAbout(yusuf, lesson, "Electric ferry"))).toEqual({
    to: "yusuf+pmo@example.org",
    subject: "Your lesson “Photograph & measure”",
    body: [
      "Hello Yusuf Aydin,",
      "We work on Electric ferry and are thinking of using your lesson “Photograph & measure”.\n“Three photographs, same day.”",
      "What should we know before we use it?",
      "https://pmo.example/lessons/a\n",
    ].join("\n\n"),
  });
});

test("without a lesson it asks about experience, and a long recommendation is cut", () => {
  expect(read(askAbout(yusuf, undefined)).subject).toBe("A question about your experience");
  expect(read(askAbout(yusuf, { title: "A", recommendation: "x".repeat(5_000) })).body.length).toBeLessThan(600);
});

test("an introduction goes to both people and names the lessons to talk about", () => {
  const ewa = { name: "Ewa Mazur", email: "ewa@example.org" };
  const link = introduce(yusuf, ewa, "Trenches", "Electric ferry", ["Photograph & measure"]);
  expect(link).toMatch(/^mailto:yusuf%2Bpmo%40example.org,ewa%40example.org\?/);
  expect(read(link)).toEqual({
    to: "yusuf+pmo@example.org,ewa@example.org",
    subject: "You should meet: Electric ferry",
    body: "Hello Yusuf Aydin, hello Ewa Mazur,\n\nYusuf Aydin knows about Trenches; Ewa Mazur works on Electric ferry. You should meet.\n\nLessons to talk about:\n- Photograph & measure\n",
  });
});
