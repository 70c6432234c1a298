/** Whether communities follow the organisation chart, if there are enough people to tell. */
interface Communities {
  communities: readonly unknown[];
  people: number;
  /** Adjusted Rand index. */
  agreement?: number | null | undefined;
  modularity?: number | null | undefined;
}

const ENOUGH_PEOPLE = 10;
const CLEAR = 0.3; // modularity from which on communities are clear
const CLOSE = 0.5; // adjusted Rand index from which on they follow the departments
const LOOSE = 0.2;

export function communitiesTitle({ communities, people, agreement, modularity }: Communities): string {
  if (!communities.length) return "Nobody reused another person’s lesson in this period";
  if (people < ENOUGH_PEOPLE)
    return `Too few people to tell who learns together: ${people} ${people === 1 ? "has" : "have"} exchanged lessons`;
  if (agreement == null) return "The departments of these people are not known";
  if ((modularity ?? 0) < CLEAR) return "People learn from all over the organisation: no clear communities";
  if (agreement >= CLOSE) return "People learn along the organisation chart";
  return agreement >= LOOSE ? "People learn partly along the organisation chart" : "People learn across the organisation chart";
}
