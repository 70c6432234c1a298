/** The texts of a lesson before each change, and how to restore them. */
import { request, useQuery } from "../../api/graphql-client";
import { LessonVersionsDocument, type LessonVersionsQuery, RestoreLessonVersionDocument } from "../../generated/graphql";
import { formatDay } from "../../text/format";
import { Dialog } from "../../ui/dialog";
import { ChangeButton } from "../../ui/forms/change-button";
import { QueryResult } from "../../ui/query-result";
import type { LessonData } from "./page";

type Version = LessonVersionsQuery["lessonVersions"][number];

export function EarlierVersions({ lesson, onClose }: { lesson: LessonData; onClose: () => void }) {
  const query = useQuery(LessonVersionsDocument, { lesson: lesson.id });
  return (
    <Dialog title="Earlier versions" onClose={onClose}>
      <QueryResult query={query}>
        {({ lessonVersions }) =>
          lessonVersions.length ? (
            <ol class="plain stack" aria-label="Earlier versions">
              {lessonVersions.map((version) => (
                <li key={version.number}>
                  <VersionDetails lesson={lesson} version={version} onRestored={onClose} />
                </li>
              ))}
            </ol>
          ) : (
            <p class="hint">The texts of this lesson have not been changed since it was recorded.</p>
          )
        }
      </QueryResult>
    </Dialog>
  );
}

function VersionDetails({ lesson, version, onRestored }: { lesson: LessonData; version: Version; onRestored: () => void }) {
  const { title, context, wentWell, wentWrong, recommendation } = version;
  const texts = [
    ["What happened", context],
    ["What went well", wentWell],
    ["What went wrong", wentWrong],
    ["What we recommend", recommendation],
  ].filter(([, text]) => text);
  return (
    <details>
      <summary>
        Until {formatDay(version.at.slice(0, 10))}, replaced by{" "}
        {version.by?.name ?? (version.caller || "somebody on the service's machine")}: {title}
      </summary>
      {texts.map(([heading, text]) => (
        <p key={heading}>
          <strong>{heading}.</strong> {text}
        </p>
      ))}
      <ChangeButton
        label={`Restore the version until ${formatDay(version.at.slice(0, 10))}: ${title}`}
        done="Earlier version restored."
        change={async (idempotencyKey) => {
          const input = { lesson: lesson.id, version: version.number, confirm: true, idempotencyKey };
          const { restoreLessonVersion } = await request(RestoreLessonVersionDocument, { input });
          onRestored();
          return restoreLessonVersion;
        }}
      >
        Restore
      </ChangeButton>
    </details>
  );
}
