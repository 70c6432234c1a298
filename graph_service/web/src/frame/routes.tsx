/** Which page stands at which address, and which of the shared filters change it. */
import type { ComponentType } from "preact";
import { OverviewPage } from "../pages/overview/page";
import type { Filter } from "../ui/filters/filters";
import { lazyPage } from "./lazy-page";

export interface Route {
  page: ComponentType<{ id: string }>;
  filters: readonly Filter[];
  /** The filters while the address has words to search for, if they differ. */
  filtersOfSearch?: readonly Filter[];
}

const OVERVIEW: Route = { page: OverviewPage, filters: ["period", "group", "topic"] };

/** Pages by the first part of their address. */
const PAGES: Record<string, Route> = {
  "/": OVERVIEW,
  "/network": {
    page: lazyPage(() => import("../pages/network/page").then(({ NetworkPage }) => NetworkPage)),
    filters: ["period", "group", "topic"],
  },
  "/lessons": {
    page: lazyPage(() => import("../pages/lesson-search/page").then(({ LessonSearchPage }) => LessonSearchPage)),
    filters: ["period", "topic"],
    filtersOfSearch: ["topic"], // the best match for some words may be old
  },
  "/projects": {
    page: lazyPage(() => import("../pages/project-list").then(({ ProjectListPage }) => ProjectListPage)),
    filters: ["topic"],
  },
  "/people": { page: lazyPage(() => import("../pages/people/page").then(({ PeoplePage }) => PeoplePage)), filters: [] },
  "/departments": {
    page: lazyPage(() => import("../pages/department-list").then(({ DepartmentListPage }) => DepartmentListPage)),
    filters: [],
  },
  "/topics": { page: lazyPage(() => import("../pages/topic-list").then(({ TopicListPage }) => TopicListPage)), filters: [] },
  "/insights": {
    page: lazyPage(() => import("../pages/insights/page").then(({ InsightsPage }) => InsightsPage)),
    filters: ["period", "group", "topic"],
  },
  "/reuses": {
    page: lazyPage(() => import("../pages/evidence").then(({ EvidencePage }) => EvidencePage)),
    filters: ["period", "topic"],
  },
  "/send": {
    page: lazyPage(() => import("../pages/send/page").then(({ SendPage }) => SendPage)),
    filters: ["period", "group", "topic"],
  },
  "/gate": { page: lazyPage(() => import("../pages/gate/page").then(({ GatePage }) => GatePage)), filters: [] },
  "/admin": { page: lazyPage(() => import("../pages/admin/page").then(({ AdminPage }) => AdminPage)), filters: [] },
  "/import": { page: lazyPage(() => import("../pages/import/page").then(({ ImportPage }) => ImportPage)), filters: [] },
  "/capture": { page: lazyPage(() => import("../pages/capture").then(({ CapturePage }) => CapturePage)), filters: [] },
  "/inbox": { page: lazyPage(() => import("../pages/inbox/page").then(({ InboxPage }) => InboxPage)), filters: [] },
  "/tasks": { page: lazyPage(() => import("../pages/tasks").then(({ TasksPage }) => TasksPage)), filters: [] },
  "/reviews": { page: lazyPage(() => import("../pages/reviews/page").then(({ ReviewsPage }) => ReviewsPage)), filters: [] },
  "/record": { page: lazyPage(() => import("../pages/record-lesson/page").then(({ RecordLessonPage }) => RecordLessonPage)), filters: [] },
};

/** Pages of a node, whose id follows. */
const NODE_PAGES: Record<string, Route> = {
  "/lessons": { page: lazyPage(() => import("../pages/lesson-detail/page").then(({ LessonPage }) => LessonPage)), filters: [] },
  "/projects": { page: lazyPage(() => import("../pages/project-detail/page").then(({ ProjectPage }) => ProjectPage)), filters: [] },
  "/people": { page: lazyPage(() => import("../pages/person").then(({ PersonPage }) => PersonPage)), filters: [] },
  "/departments": {
    page: lazyPage(() => import("../pages/department-detail/page").then(({ DepartmentPage }) => DepartmentPage)),
    filters: ["period"],
  },
  "/topics": { page: lazyPage(() => import("../pages/topic").then(({ TopicPage }) => TopicPage)), filters: [] },
};

/** Earlier addresses of pages. */
export const REDIRECTS: Record<string, string> = { "/shelf": "/insights", "/experts": "/people" };

export function findRoute(page: string, id: string | undefined): Route | undefined {
  return id === undefined ? PAGES[page] : NODE_PAGES[page];
}

export function findFilters(route: Route, search: string): readonly Filter[] {
  return (new URLSearchParams(search).has("q") && route.filtersOfSearch) || route.filters;
}
