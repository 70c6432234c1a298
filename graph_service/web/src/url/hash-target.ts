/** To the part of a page that its address names, once that part is there. */
import { useEffect } from "preact/hooks";

export function useAnchor(): void {
  useEffect(() => {
    if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }, []);
}
