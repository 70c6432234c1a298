/** Pages whose script is loaded when they are opened for the first time. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { awaitConnection } from "../api/connection";
import { Skeleton } from "../ui/query-result";

const MAIN_SCRIPT = /<script[^>]* type="module"[^>]* src="([^"]+)"/;

/** A page that loads its script, again after a failure. When the script is gone because the service was upgraded, the browser loads the new version. */
export function lazyPage<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let Loaded: ComponentType<P> | undefined;
  return function LazyPage(props: P) {
    const [attempt, setAttempt] = useState(0);
    const [isLost, setIsLost] = useState(false);
    const [, setReady] = useState(Loaded !== undefined);
    useEffect(() => {
      if (Loaded) return;
      let isShown = true;
      setIsLost(false);
      load().then(
        (page) => {
          Loaded = page;
          if (isShown) setReady(true);
        },
        async () => {
          if (await isUpgraded()) location.reload();
          else if (isShown) setIsLost(true);
        },
      );
      return () => {
        isShown = false;
      };
    }, [attempt]);
    useEffect(() => (isLost ? awaitConnection(() => setAttempt((count) => count + 1)) : undefined), [isLost]);
    return Loaded ? <Loaded {...props} /> : <Skeleton />;
  };
}

/** Whether the service serves a main script other than the one that runs. */
async function isUpgraded(): Promise<boolean> {
  try {
    const served = MAIN_SCRIPT.exec(await (await fetch("/", { cache: "no-store" })).text())?.[1];
    return served !== undefined && !document.querySelector(`script[src="${served}"]`);
  } catch {
    return false; // no connection
  }
}
