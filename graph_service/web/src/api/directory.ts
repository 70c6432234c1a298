/** The departments and the topics there are: asked for once. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { FrameDocument, type FrameQuery } from "../generated/graphql";
import { type Answer, useAnswer } from "./graphql-client";

const known = signal<FrameQuery | undefined>(undefined);

export function useFrame(): Answer<FrameQuery> {
  const answer = useAnswer(FrameDocument, known.value ? undefined : {});
  useEffect(() => {
    if (answer.data) known.value = answer.data;
  }, [answer.data]);
  return known.value ? { ...answer, data: known.value, loading: false } : answer;
}

/** A department with all below it. */
export function departmentsBelow({ departments }: FrameQuery, id: string): string[] {
  return [id, ...departments.nodes.filter(({ ancestors }) => ancestors.some((above) => above.id === id)).map((one) => one.id)];
}

/** A topic with all that are narrower. */
export function topicsBelow({ topics }: FrameQuery, id: string): string[] {
  const found = new Set([id]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const topic of topics.nodes) if (topic.broader.nodes.some((above) => found.has(above.id))) found.add(topic.id);
  }
  return [...found];
}
