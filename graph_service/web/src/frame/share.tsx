/** In the head of every page: its link, and for pages with findings the way to a page that can be printed and sent. */
import { Link } from "wouter-preact";
import { copyLink } from "../ui/copy-link";
import { sendPathFrom } from "../url/send-link";

export function Share({ pathname, search }: { pathname: string; search: string }) {
  const href = sendPathFrom(pathname, search);
  if (pathname === "/send") return null; // it has its own link, whose period stays
  return (
    <>
      <button type="button" class="inline" onClick={() => void copyLink(location.href)}>
        Copy link
      </button>
      {href && (
        <Link class="btn" href={href}>
          Share as one page
        </Link>
      )}
    </>
  );
}
