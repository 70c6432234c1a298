/** Copies a link. Where the browser does not allow it, such as without TLS, the link is in the address bar. */
import { showToast } from "./toast";

export async function copyLink(href: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(new URL(href, location.href).href);
    showToast("Link copied");
  } catch {
    history.replaceState(history.state, "", href);
    showToast("The browser does not allow copying here. Copy the link from the address bar.");
  }
}
