/** The page's heading, which is also the title of the browser's tab. It states the main result of the page. */
import { useEffect } from "preact/hooks";
import { rememberPage } from "../recent-pages";
import { nodePathOf } from "../url/paths";

interface Props {
  children: string;
  /** Whether the page is that of a node that exists, so that it is offered again in the palette. */
  isNode?: boolean;
}

export function PageTitle({ children, isNode = false }: Props) {
  useEffect(() => {
    document.title = `${children} · Knowledge network`;
    const path = nodePathOf(location.pathname);
    if (isNode && path) rememberPage({ path, title: children });
  }, [children, isNode]);
  return <h1>{children}</h1>;
}
