/** The bar above every page: home, pages, search, Record, Capture, the inbox, and the reader's menu. On a phone the pages are at the bottom, some of them under More. */
import { Link } from "wouter-preact";
import { useHasRole } from "../api/caller";
import { isRefreshing } from "../api/connection";
import type { AccessRole } from "../generated/graphql";
import { Popup } from "../ui/popup";
import { linkWithView, useView } from "../url/view-params";
import { CaptureButton } from "./capture-button";
import { ConnectionBanner } from "./connection-banner";
import { Icon, type IconName, Logo } from "./icons";
import { InboxLink } from "./inbox-link";
import { MeMenu } from "./me-menu";
import { SearchButton } from "./palette/search-button";

interface NavigationItem {
  page: string;
  name: string;
  icon: IconName;
  /** The screens on which the bar contains it; all by default. On narrow screens, items for wide ones are under More. */
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
export function NavigationBar({ page }: { page: string | undefined }) {
  const { search } = useView();
  const hasRole = useHasRole();
  const items = NAVIGATION.filter(({ role }) => !role || hasRole(role));
  const pageLink = ({ page: target, name, icon }: NavigationItem, onClick?: () => void) => (
    <Link href={linkWithView(target, search)} aria-current={target === page ? "page" : undefined} {...(onClick ? { onClick } : {})}>
      <Icon name={icon} />
      {name}
    </Link>
  );
  const more = items.filter(({ only }) => only === "wide");
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
              {items.map((item) => (
                <li key={item.page} class={item.only && `only-${item.only}`}>
                  {pageLink(item)}
                </li>
              ))}
              <li class="only-narrow">
                <Popup
                  class={more.some(({ page: target }) => target === page) ? "more on" : "more"}
                  panelLabel="More pages"
                  button={
                    <>
                      <Icon name="more" />
                      More
                    </>
                  }
                >
                  {(close) => (
                    <ul class="choices">
                      {more.map((item) => (
                        <li key={item.page}>{pageLink(item, close)}</li>
                      ))}
                    </ul>
                  )}
                </Popup>
              </li>
            </ul>
          </nav>
          <SearchButton />
          <Link
            class="btn"
            href="/record"
            title="Record a lesson, a retrospective or a reuse"
            aria-current={page === "/record" ? "page" : undefined}
          >
            Record
          </Link>
          <CaptureButton />
          <InboxLink isCurrent={page === "/inbox"} />
          <MeMenu />
        </div>
        <div class="progress" hidden={!isRefreshing.value} />
      </header>
      <ConnectionBanner />
    </>
  );
}
