/** Lessons that nobody has reused yet, how long lessons wait, what lessons contain, problems that were repeated, and who takes part. */
import { useQuery } from "../../api/graphql-client";
import { ParticipationDocument, RepeatedProblemsDocument, ShelfDocument, type ShelfQuery } from "../../generated/graphql";
import { formatNumber, plural } from "../../text/format";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { useView } from "../../url/view-params";
import { Participation } from "./participation";
import { RepeatedProblems } from "./repeated-problems";
import { StoryBalance } from "./story-balance";
import { WaitingLessons } from "./waiting-lessons";

export type ShelfData = ShelfQuery["network"];

export function InsightsPage() {
  const { view } = useView();
  const variables = { window: view.window ?? null, level: view.level ?? null, topic: view.topic ?? null };
  const shelf = useQuery(ShelfDocument, variables);
  const participation = useQuery(ParticipationDocument, variables);
  const problems = useQuery(RepeatedProblemsDocument, variables);
  return (
    <QueryResult query={shelf} isEmpty={({ network }) => !network.shelf.published}>
      {({ network }) => (
        <>
          <PageTitle>{shelfTitle(network)}</PageTitle>
          {network.shelf.published > 0 && (
            <>
              <WaitingLessons shelf={network.shelf} />
              <StoryBalance balance={network.storyBalance} />
            </>
          )}
          <QueryResult query={problems}>
            {({ network: { recorded, suggested } }) => <RepeatedProblems recorded={recorded} suggested={suggested} />}
          </QueryResult>
          <QueryResult query={participation}>{(data) => <Participation network={data.network} />}</QueryResult>
        </>
      )}
    </QueryResult>
  );
}

function shelfTitle({ shelf: { published, onShelf } }: ShelfData): string {
  if (!published) return "No lesson was published in this period";
  const verb = onShelf === 1 ? "hasn’t" : "haven’t";
  return `${formatNumber(onShelf)} of ${plural(published, "lesson")} published in this period ${verb} been reused yet`;
}
