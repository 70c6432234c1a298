/** The bar above every page: home, pages, search, Record, and the reader's menu. On a phone the pages stand at the bottom. */
import { Link } from "wouter-preact";
import { useHasRole } from "../api/caller";
import { isRefreshing } from "../api/connection";
import type { AccessRole } from "../generated/graphql";
import { linkWithView, useView } from "../url/view-params";
import { ConnectionBanner } from "./connection-banner";
import { Icon, type IconName, Logo } from "./icons";
import { MeMenu } from "./me-menu";
import { SearchButton } from "./palette/search-button";

interface NavigationItem {
  page: string;
  name: string;
  icon: IconName;
  /** On which screens it stands; on all by default. */
  only?: "wide" | "narrow";
  /** The role that it takes. */
  role?: AccessRole;
}

const NAVIGATION: readonly NavigationItem[] = [
  { page: "/", name: "Overview", icon: "overview" },
  { page: "/network", name: "Network", icon: "network" },
  { page: "/people", name: "People", icon: "people", only: "wide" },
  { page: "/record", name: "Record", icon: "record", only: "narrow" },
  { page: "/lessons", name: "Lessons", icon: "lessons" },
  { page: "/projects", name: "Projects", icon: "projects" },
  { page: "/insights", name: "Insights", icon: "insights", only: "wide" },
  { page: "/admin", name: "Admin", icon: "admin", only: "wide", role: "CURATOR" },
];

/** `page`: the part of the address that names the current page, such as "/lessons". */
export function Bar({ page }: { page: string | undefined }) {
  const { search } = useView();
  const hasRole = useHasRole();
  return (
    <>
      <header class="bar">
        <div>
          <Link class="org" href="/" aria-label="Knowledge network: overview">
            <Logo />
            <span>Knowledge network</span>
          </Link>
          <nav class="pages" aria-label="Pages">
            <ul>
              {NAVIGATION.filter(({ role }) => !role || hasRole(role)).map(({ page: target, name, icon, only }) => (
                <li key={target} class={only && `only-${only}`}>
                  <Link href={linkWithView(target, search)} aria-current={target === page ? "page" : undefined}>
                    <Icon name={icon} />
                    {name}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          <SearchButton />
          <Link class="btn first" href="/record" aria-current={page === "/record" ? "page" : undefined}>
            Record
          </Link>
          <MeMenu />
        </div>
        <div class="progress" hidden={!isRefreshing.value} />
      </header>
      <ConnectionBanner />
    </>
  );
}
