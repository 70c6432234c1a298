/** Scrolls to the element that the hash of the address names, once the component that contains it is shown. */
import { useEffect } from "preact/hooks";

export function useScrollToHash(): void {
  useEffect(() => {
    if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }, []);
}
