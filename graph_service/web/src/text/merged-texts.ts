/** The texts of two lessons that become one. */

export const TEXT_NAMES = ["recommendation", "context", "wentWell", "wentWrong"] as const;

type TextName = (typeof TEXT_NAMES)[number];

export type MergedTexts = Record<"title" | TextName, string>;

type Texts = { title: string } & Partial<Record<TextName, string | null>>;

/** The title of the first lesson, and of each other text both, unless one says it already. */
export function combineTexts(first: Texts, second: Texts): MergedTexts {
  const both = (name: TextName) => {
    const [one, other] = [first[name]?.trim() ?? "", second[name]?.trim() ?? ""];
    if (one.includes(other)) return one;
    return other.includes(one) ? other : `${one}\n\n${other}`;
  };
  return {
    title: first.title,
    recommendation: both("recommendation"),
    context: both("context"),
    wentWell: both("wentWell"),
    wentWrong: both("wentWrong"),
  };
}
