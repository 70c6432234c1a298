/** The page's own title, which the browser's tab shows too. It says the finding. */
import { useEffect } from "preact/hooks";

export function Title({ children }: { children: string }) {
  useEffect(() => {
    document.title = `${children} · Knowledge network`;
  }, [children]);
  return <h1>{children}</h1>;
}
