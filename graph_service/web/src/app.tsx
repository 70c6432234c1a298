/** The frame around every page: navigation, filters, and the page that the address names. */
import { lazy, Suspense } from "preact/compat";
import { useEffect, useRef } from "preact/hooks";
import { Link, Route, Switch, useLocation } from "wouter-preact";
import { useRejection } from "./api/token";
import { OverviewPage } from "./pages/overview/page";
import { AsOf } from "./ui/as-of";
import { chooseColourScheme, useColourScheme } from "./ui/colour-scheme";
import { FilterBar } from "./ui/filter-bar";
import { PageTitle } from "./ui/page-title";
import { Skeleton } from "./ui/query-result";
import { linkWithView, useView } from "./url/view-params";

const NetworkPage = lazy(() => import("./pages/network/page").then(({ NetworkPage }) => ({ default: NetworkPage })));
const ExpertsPage = lazy(() => import("./pages/experts").then(({ ExpertsPage }) => ({ default: ExpertsPage })));
const LessonSearchPage = lazy(() => import("./pages/lesson-search/page").then(({ LessonSearchPage }) => ({ default: LessonSearchPage })));
const LessonPage = lazy(() => import("./pages/lesson-detail/page").then(({ LessonPage }) => ({ default: LessonPage })));
const ProjectListPage = lazy(() => import("./pages/project-list").then(({ ProjectListPage }) => ({ default: ProjectListPage })));
const ProjectPage = lazy(() => import("./pages/project-detail/page").then(({ ProjectPage }) => ({ default: ProjectPage })));
const ShelfPage = lazy(() => import("./pages/shelf/page").then(({ ShelfPage }) => ({ default: ShelfPage })));
const PersonPage = lazy(() => import("./pages/person").then(({ PersonPage }) => ({ default: PersonPage })));
const DepartmentPage = lazy(() => import("./pages/department").then(({ DepartmentPage }) => ({ default: DepartmentPage })));
const EvidencePage = lazy(() => import("./pages/evidence").then(({ EvidencePage }) => ({ default: EvidencePage })));
const RecordLessonPage = lazy(() => import("./pages/record-lesson/page").then(({ RecordLessonPage }) => ({ default: RecordLessonPage })));
const SignInPage = lazy(() => import("./pages/sign-in").then(({ SignInPage }) => ({ default: SignInPage })));

const NAVIGATION = [
  ["/", "Overview"],
  ["/network", "Network"],
  ["/experts", "Experts"],
  ["/lessons", "Lessons"],
  ["/projects", "Projects"],
  ["/shelf", "Shelf"],
] as const;

/** The pages on which the filter bar has an effect. */
const FILTERED_PAGES = /^\/($|network|experts$|lessons$|projects$|shelf|reuses|departments\/)/;

export function App() {
  const [path] = useLocation();
  const { search } = useView();
  const rejection = useRejection();
  const main = useRef<HTMLElement>(null);
  const nav = useRef<HTMLElement>(null);
  const isFirstPage = useRef(true);
  useEffect(() => {
    if (isFirstPage.current) isFirstPage.current = false;
    else {
      main.current?.focus();
      scrollTo(0, 0);
    }
    const current = nav.current?.querySelector<HTMLElement>("[aria-current]"); // on a phone the navigation scrolls sideways
    if (nav.current && current) nav.current.scrollLeft = current.offsetLeft - nav.current.offsetLeft - 40;
  }, [path]);
  const isFiltered = rejection === undefined && FILTERED_PAGES.test(path);
  const asOf = <AsOf page={path} />;
  const isCurrent = (page: string) => (page === "/" ? path === "/" : path.startsWith(page));
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="frame">
        <div>
          <p class="brand">Knowledge network</p>
          <nav aria-label="Pages" ref={nav}>
            {NAVIGATION.map(([page, name]) => (
              <Link key={page} href={linkWithView(page, search)} aria-current={isCurrent(page) ? "page" : undefined}>
                {name}
              </Link>
            ))}
          </nav>
          <Link href="/record" class="btn first" aria-current={isCurrent("/record") ? "page" : undefined}>
            Record a lesson
          </Link>
          <ColourSchemeButton />
        </div>
      </header>
      {isFiltered && <FilterBar>{asOf}</FilterBar>}
      <main id="main" ref={main} tabIndex={-1}>
        {!isFiltered && asOf}
        <Suspense fallback={<Skeleton />}>{rejection === undefined ? <CurrentPage /> : <SignInPage rejection={rejection} />}</Suspense>
      </main>
    </>
  );
}

/** Pages of a node have its id as their key: another node is another page, with state of its own. */
function CurrentPage() {
  return (
    <Switch>
      <Route path="/" component={OverviewPage} />
      <Route path="/network" component={NetworkPage} />
      <Route path="/experts" component={ExpertsPage} />
      <Route path="/lessons" component={LessonSearchPage} />
      <Route path="/lessons/:id">{({ id }) => <LessonPage key={id} id={decodeURIComponent(id)} />}</Route>
      <Route path="/projects" component={ProjectListPage} />
      <Route path="/projects/:id">{({ id }) => <ProjectPage key={id} id={decodeURIComponent(id)} />}</Route>
      <Route path="/shelf" component={ShelfPage} />
      <Route path="/people/:id">{({ id }) => <PersonPage key={id} id={decodeURIComponent(id)} />}</Route>
      <Route path="/departments/:id">{({ id }) => <DepartmentPage key={id} id={decodeURIComponent(id)} />}</Route>
      <Route path="/reuses" component={EvidencePage} />
      <Route path="/record" component={RecordLessonPage} />
      <Route>
        <PageTitle>Page not found</PageTitle>
        <p>
          <Link href="/">To the overview</Link>
        </p>
      </Route>
    </Switch>
  );
}

function ColourSchemeButton() {
  const other = useColourScheme() === "dark" ? "light" : "dark";
  return (
    <button type="button" class="quiet scheme" onClick={() => chooseColourScheme(other)}>
      {other === "dark" ? "Dark" : "Light"}
    </button>
  );
}
