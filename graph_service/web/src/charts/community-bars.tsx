/** One bar per community, divided by the departments of its people; the largest part is in the strong colour. */
import { formatNumber, plural } from "../text/format";
import { Drawing } from "./drawing";
import { FocusableMark } from "./focusable-mark";
import { textWidth, wrapText } from "./text-width";

interface Community {
  name: string;
  people: number;
  groups: readonly { group: { id: string; name: string }; people: number }[];
}

const ROW = 62; // pixels
const BAR = 30;
const LINE = 16; // of a title
const MAX_LINES = 4;

export function CommunityBars({ communities, width }: { communities: readonly Community[]; width: number }) {
  const scale = width / Math.max(1, ...communities.map(({ people }) => people));
  let height = 0;
  const rows = communities.map((community) => {
    const top = height;
    const lines = wrapText(titleOf(community), width, MAX_LINES);
    height += ROW + LINE * (lines.length - 1);
    return { community, top, lines };
  });
  return (
    <Drawing width={width} height={height} label="Communities by the departments of their people; the table has the figures">
      {rows.map(({ community, top, lines }, index) => (
        <g key={community.name} transform={`translate(0 ${top})`}>
          {lines.map((line, at) => (
            <text key={line} x="0" y={12 + LINE * at} class="medium">
              {line}
            </text>
          ))}
          <g transform={`translate(0 ${LINE * (lines.length - 1)})`}>
            <Parts community={community} scale={scale} isFirst={index === 0} />
          </g>
        </g>
      ))}
    </Drawing>
  );
}

/** "Community 2: 11 people · Roads and Bridges 7, Buses and Ferries 2": narrow parts of a bar have no room for their names. */
function titleOf({ name, people, groups }: Community): string {
  return `${name}: ${plural(people, "person", "people")} · ${groups.map((part) => `${part.group.name} ${formatNumber(part.people)}`).join(", ")}`;
}

function Parts({ community: { groups }, scale, isFirst }: { community: Community; scale: number; isFirst: boolean }) {
  let start = 0;
  return (
    <>
      {groups.map(({ group, people }, index) => {
        const x = start * scale;
        const width = people * scale;
        start += people;
        const label = `${group.name} ${formatNumber(people)}`;
        const name = `${group.name}: ${plural(people, "person", "people")}`;
        const text = [label, formatNumber(people)].find((each) => textWidth(each, "bold") < width - 16) ?? "";
        return (
          <g key={group.id}>
            <FocusableMark href={undefined} aria-label={name} isSkippedByTab={!isFirst || index > 0}>
              <rect x={x} y="18" width={Math.max(1, width - 2)} height={BAR} rx="2" class={index ? "s3" : "f-data"}>
                <title>{name}</title>
              </rect>
            </FocusableMark>
            <text x={x + 8} y={18 + BAR / 2 + 4} class={index ? "medium" : "on-solid"}>
              {text}
            </text>
          </g>
        );
      })}
    </>
  );
}
