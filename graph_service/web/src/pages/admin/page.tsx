/** Admin: departments, people, projects and topics with what can be created, and the log of all changes. The tab is in the address. */
import type { ComponentType } from "preact";
import { Link } from "wouter-preact";
import type { Action } from "../../actions/action";
import { ActionButtons } from "../../actions/action-buttons";
import { CREATE_DEPARTMENT } from "../../actions/department-actions";
import { ADD_PERSON } from "../../actions/person-actions";
import { START_PROJECT } from "../../actions/project-actions";
import { CREATE_TOPIC } from "../../actions/topic-actions";
import { useCaller, useHasRole } from "../../api/caller";
import { RoleMissing } from "../../ui/forms/form-field";
import { PageTitle } from "../../ui/page-title";
import { Skeleton } from "../../ui/query-result";
import { Tabs } from "../../ui/tabs";
import { useParam } from "../../url/view-params";
import { DepartmentListPage } from "../department-list";
import { PeopleDirectory } from "../people/directory";
import { ProjectListPage } from "../project-list";
import { TopicListPage } from "../topic-list";
import { ActivityLog } from "./activity-log";

interface Tab {
  name: string;
  content: ComponentType;
  create?: Action;
}

const TABS: Record<string, Tab> = {
  departments: { name: "Departments", content: DepartmentListPage, create: CREATE_DEPARTMENT },
  people: { name: "People", content: PeopleDirectory, create: ADD_PERSON },
  projects: { name: "Projects", content: ProjectListPage, create: START_PROJECT },
  topics: { name: "Topics", content: TopicListPage, create: CREATE_TOPIC },
  activity: { name: "Activity", content: ActivityLog },
};

/** Curators and administrators change the organisation; contributors find their own changes in the log. */
export function AdminPage() {
  const caller = useCaller();
  const hasRole = useHasRole();
  const [chosen = ""] = useParam("tab");
  if (!caller) return <Skeleton />;
  if (!hasRole("CONTRIBUTOR")) return <NotAllowed />;
  const tabs = Object.keys(TABS).filter((tab) => tab === "activity" || hasRole("CURATOR"));
  const current = tabs.includes(chosen) ? chosen : (tabs[0] ?? "");
  const { content: Content, create } = TABS[current] as Tab;
  return (
    <>
      <Tabs label="Admin" current={current}>
        {tabs.map((tab) => (
          <Link key={tab} href={`/admin?tab=${tab}`} aria-current={tab === current ? "page" : undefined}>
            {TABS[tab]?.name}
          </Link>
        ))}
        {hasRole("CURATOR") && <Link href="/import">Import files</Link>}
      </Tabs>
      <div class="with-create">
        {create && <Create action={create} mayCreate={hasRole(create.role)} />}
        <Content />
      </div>
    </>
  );
}

function NotAllowed() {
  return (
    <>
      <PageTitle>Admin</PageTitle>
      <RoleMissing needed="curator">You can read everything, but not change the organisation.</RoleMissing>
    </>
  );
}

function Create({ action, mayCreate }: { action: Action; mayCreate: boolean }) {
  if (mayCreate) return <ActionButtons actions={[action]} buttonClass="first" />;
  return (
    <p class="row actions">
      <button type="button" disabled aria-describedby="create-why">
        {action.name}
      </button>
      <span class="faint" id="create-why">{`Only an ${action.role.toLowerCase()} can do this.`}</span>
    </p>
  );
}
