/** The page's heading, which is also the title of the browser's tab. It states the main result of the page. */
import { useEffect } from "preact/hooks";

export function PageTitle({ children }: { children: string }) {
  useEffect(() => {
    document.title = `${children} · Knowledge network`;
  }, [children]);
  return <h1>{children}</h1>;
}
