/** The frame around every page: where one can go, and what is looked at. */
import { lazy, Suspense } from "preact/compat";
import { useEffect, useRef } from "preact/hooks";
import { Link, Route, Switch, useLocation } from "wouter-preact";
import { useRefusal } from "./api/token";
import { Overview } from "./pages/overview/page";
import { Login } from "./pages/sign-in";
import { choose, useScheme } from "./ui/colour-scheme";
import { Looking } from "./ui/filter-bar";
import { Title } from "./ui/page-title";
import { Waiting } from "./ui/query-result";
import { keeping, useView } from "./url/view-params";

const Network = lazy(() => import("./pages/network/page").then(({ Network }) => ({ default: Network })));
const Experts = lazy(() => import("./pages/experts").then(({ Experts }) => ({ default: Experts })));
const Lessons = lazy(() => import("./pages/lesson-search/page").then(({ Lessons }) => ({ default: Lessons })));
const Lesson = lazy(() => import("./pages/lesson-detail/page").then(({ Lesson }) => ({ default: Lesson })));
const Projects = lazy(() => import("./pages/project-list").then(({ Projects }) => ({ default: Projects })));
const Project = lazy(() => import("./pages/project-detail").then(({ Project }) => ({ default: Project })));
const Shelf = lazy(() => import("./pages/shelf/page").then(({ Shelf }) => ({ default: Shelf })));
const Person = lazy(() => import("./pages/person").then(({ Person }) => ({ default: Person })));
const Department = lazy(() => import("./pages/department").then(({ Department }) => ({ default: Department })));
const Reuses = lazy(() => import("./pages/evidence").then(({ Reuses }) => ({ default: Reuses })));
const Record = lazy(() => import("./pages/lesson-form").then(({ Record }) => ({ default: Record })));

const PLACES = [
  ["/", "Overview"],
  ["/network", "Network"],
  ["/experts", "Experts"],
  ["/lessons", "Lessons"],
  ["/projects", "Projects"],
  ["/shelf", "Shelf"],
] as const;

/** The pages that the window, the level or the topic narrows. */
const NARROWED = /^\/($|network|experts$|lessons$|projects$|shelf|reuses|departments\/)/;

export function App() {
  const [path] = useLocation();
  const { search } = useView();
  const refusal = useRefusal();
  const main = useRef<HTMLElement>(null);
  const nav = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else {
      main.current?.focus();
      scrollTo(0, 0);
    }
    const here = nav.current?.querySelector<HTMLElement>("[aria-current]"); // on a phone not all of them are seen at once
    if (nav.current && here) nav.current.scrollLeft = here.offsetLeft - nav.current.offsetLeft - 40;
  }, [path]);
  return (
    <>
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <header class="frame">
        <p class="brand">Knowledge network</p>
        <nav aria-label="Pages" ref={nav}>
          {PLACES.map(([to, name]) => (
            <Link key={to} href={keeping(to, search)} aria-current={(to === "/" ? path === "/" : path.startsWith(to)) ? "page" : undefined}>
              {name}
            </Link>
          ))}
        </nav>
        <Link href="/record" class="button" aria-current={path === "/record" ? "page" : undefined}>
          Record a lesson
        </Link>
        <SchemeChoice />
      </header>
      {!refusal && NARROWED.test(path) && <Looking />}
      <main id="main" ref={main} tabIndex={-1}>
        <Suspense fallback={<Waiting />}>
          {refusal !== undefined ? (
            <Login refusal={refusal} />
          ) : (
            <Switch>
              <Route path="/" component={Overview} />
              <Route path="/network" component={Network} />
              <Route path="/experts" component={Experts} />
              <Route path="/lessons" component={Lessons} />
              <Route path="/lessons/:id">{({ id }) => <Lesson key={id} id={decodeURIComponent(id)} />}</Route>
              <Route path="/projects" component={Projects} />
              <Route path="/projects/:id">{({ id }) => <Project key={id} id={decodeURIComponent(id)} />}</Route>
              <Route path="/shelf" component={Shelf} />
              <Route path="/people/:id">{({ id }) => <Person key={id} id={decodeURIComponent(id)} />}</Route>
              <Route path="/departments/:id">{({ id }) => <Department key={id} id={decodeURIComponent(id)} />}</Route>
              <Route path="/reuses" component={Reuses} />
              <Route path="/record" component={Record} />
              <Route>
                <Title>There is no such page</Title>
                <p>
                  <Link href="/">To the overview</Link>
                </p>
              </Route>
            </Switch>
          )}
        </Suspense>
      </main>
    </>
  );
}

function SchemeChoice() {
  const scheme = useScheme();
  const other = scheme === "dark" ? "light" : "dark";
  return (
    <button type="button" class="quiet scheme" onClick={() => choose(other)}>
      {other === "dark" ? "Dark" : "Light"}
    </button>
  );
}
