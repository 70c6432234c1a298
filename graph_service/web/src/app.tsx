/** The frame around every page, and the page that the address names. */
import { useEffect, useRef } from "preact/hooks";
import { Link, useLocation, useSearch } from "wouter-preact";
import { useRejection } from "./api/token";
import { lazyPage } from "./frame/lazy-page";
import { NavigationBar } from "./frame/navigation-bar";
import { PageBoundary } from "./frame/page-boundary";
import { findFilters, findRoute, REDIRECTS } from "./frame/routes";
import { Share } from "./frame/share";
import { AsOf } from "./ui/as-of";
import { Filters } from "./ui/filters/filters";
import { PageTitle } from "./ui/page-title";
import { Toasts } from "./ui/toast";
import { readPath } from "./url/paths";

const SignInPage = lazyPage(() => import("./pages/sign-in").then(({ SignInPage }) => SignInPage));

export function App() {
  const [, navigate] = useLocation();
  const search = useSearch();
  const { pathname } = location; // as the browser has it: wouter decodes the path, but an id must be decoded only once
  const parts = readPath(pathname);
  const redirect = parts && parts.id === undefined ? REDIRECTS[parts.page] : undefined;
  const rejection = useRejection();
  const main = useRef<HTMLElement>(null);
  const isFirstPage = useRef(true);
  useEffect(() => {
    if (redirect) navigate(redirect + redirectSearch(pathname) + location.hash, { replace: true });
  }, [redirect]);
  useEffect(() => {
    if (isFirstPage.current) isFirstPage.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [pathname]);
  const route = parts && redirect === undefined ? findRoute(parts.page, parts.id) : undefined;
  const isSignedOut = rejection !== undefined;
  const filters = route && !isSignedOut ? findFilters(route, search) : [];
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <NavigationBar page={parts?.page} />
      <main id="main" class={filters.length ? undefined : "bare"} ref={main} tabIndex={-1}>
        <div class="head">
          <Filters filters={filters} />
          <div class="head-side">
            <AsOf page={pathname} />
            {route && !isSignedOut && <Share pathname={pathname} search={search} />}
          </div>
        </div>
        <PageBoundary key={pathname}>
          {isSignedOut ? <SignInPage rejection={rejection} /> : route ? <route.page id={parts?.id ?? ""} /> : !redirect && <NotFound />}
        </PageBoundary>
        <p class="meta printed">{`${location.origin}${pathname}${search && `?${search}`}`}</p>
      </main>
      <Toasts />
    </>
  );
}

/** The Experts page has become a part of People. */
function redirectSearch(pathname: string): string {
  const params = new URLSearchParams(location.search);
  if (pathname === "/experts") params.set("find", "expert");
  return params.size ? `?${params}` : "";
}

function NotFound() {
  return (
    <>
      <PageTitle>Page not found</PageTitle>
      <p>There is no page at this address.</p>
      <p>
        <Link href="/">Go to the overview</Link>
      </p>
    </>
  );
}
