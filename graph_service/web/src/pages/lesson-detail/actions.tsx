/** What can be done with a lesson, by the role of the reader. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useMay, useMayPublish, useOnlyActsFor } from "../../api/caller";
import { request } from "../../api/graphql-client";
import { RetireLessonDocument } from "../../generated/graphql";
import { isUnpublished } from "../../text/lesson-status";
import { ChangeButton } from "../../ui/forms/change-button";
import { ReuseForm } from "../../ui/forms/reuse-form";
import { Popup } from "../../ui/popup";
import { PublicationForm, RecurrenceForm, SupersedeForm } from "./curator-forms";
import { EarlierVersions } from "./earlier-versions";
import { EditForm } from "./edit-form";
import { MergeForm } from "./merge-form";
import type { LessonData } from "./page";
import { LiftRestriction, RestrictionForm, useMayRestrict } from "./restriction-form";
import { isAuthor, isSteward, ReviewActions } from "./review-actions";

type Form = "reuse" | "edit" | "versions" | "restriction" | "publication" | "supersede" | "recurrence" | "merge";

export function Actions({ lesson }: { lesson: LessonData }) {
  const [form, setForm] = useState<Form>();
  const mayRecord = useMay("CONTRIBUTOR");
  const mayCurate = useMay("CURATOR");
  const mayPublish = useMayPublish();
  const only = useOnlyActsFor();
  const mayRestrict = useMayRestrict(lesson);
  const close = () => setForm(undefined);
  const { id, status } = lesson;
  const isOwn = !only || isAuthor(lesson, only.id);
  const mayEdit = !only || (isOwn && (isUnpublished(status) || (status === "PUBLISHED" && mayPublish)));
  if (!mayRecord) return <p class="meta">You can read this lesson. You need the role contributor to record that you used a lesson.</p>;
  if (only === null)
    return (
      <p class="meta">You can read this lesson. To record that you used a lesson, ask the operator to link your token to your person.</p>
    );
  return (
    <div class="stack">
      {isUnpublished(status) ? (
        <ReviewActions
          lesson={lesson}
          isAuthor={isOwn}
          mayPublish={(mayPublish && isOwn) || (status !== "DRAFT" && isSteward(lesson, only?.id))}
        />
      ) : (
        <button type="button" class="first" onClick={() => setForm("reuse")}>
          I used this lesson
        </button>
      )}
      <div class="pair">
        {mayEdit && (
          <button type="button" onClick={() => setForm("edit")}>
            Edit
          </button>
        )}
        {mayEdit && (
          <button type="button" onClick={() => setForm("versions")}>
            Earlier versions
          </button>
        )}
        {mayCurate && <MoreActions lesson={lesson} onOpen={setForm} />}
      </div>
      {mayRestrict && (
        <button type="button" class="quiet" onClick={() => setForm("restriction")}>
          Who may read it
        </button>
      )}
      {mayRestrict && lesson.audience === "NAMED" && <LiftRestriction lesson={lesson} />}
      <Link class="btn quiet" href={`/record?builds=${encodeURIComponent(id)}`}>
        Record a lesson that builds on this one
      </Link>
      <ReuseForm
        lesson={lesson}
        currency={lesson.reusesAggregate.costAvoided[0]?.currency}
        isOpen={form === "reuse"}
        onClose={() => setForm((open) => (open === "reuse" ? undefined : open))}
      />
      {form === "edit" && <EditForm lesson={lesson} onClose={close} />}
      {form === "versions" && <EarlierVersions lesson={lesson} onClose={close} />}
      {form === "restriction" && <RestrictionForm lesson={lesson} onClose={close} />}
      {form === "publication" && <PublicationForm lesson={lesson} onClose={close} />}
      {form === "supersede" && <SupersedeForm lesson={lesson} onClose={close} />}
      {form === "merge" && <MergeForm lesson={lesson} onClose={close} />}
      {form === "recurrence" && <RecurrenceForm lesson={lesson} onClose={close} />}
    </div>
  );
}

function MoreActions({ lesson: { id, status }, onOpen }: { lesson: LessonData; onOpen: (form: Form) => void }) {
  const choices: [Form, string][] = [
    isUnpublished(status) ? ["merge", "Merge another draft into this one"] : ["publication", "Correct the publication date"],
    ["supersede", "Replaced by another lesson"],
    ["recurrence", "Same problem as an earlier lesson"],
  ];
  return (
    <Popup class="" panelLabel="More" button="More">
      {(close) => (
        <ul class="choices">
          {choices.map(([form, label]) => (
            <li key={form}>
              <button
                type="button"
                onClick={() => {
                  close();
                  onOpen(form);
                }}
              >
                {label}
              </button>
            </li>
          ))}
          {status !== "RETIRED" && (
            <li>
              <ChangeButton
                done="Lesson retired."
                change={async (idempotencyKey) =>
                  (await request(RetireLessonDocument, { input: { lesson: id, idempotencyKey } })).retireLesson
                }
              >
                Retire
              </ChangeButton>
            </li>
          )}
        </ul>
      )}
    </Popup>
  );
}
