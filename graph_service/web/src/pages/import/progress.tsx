/** What a running check or import is doing. */
import { useEffect, useState } from "preact/hooks";
import { formatNumber } from "../../text/format";
import type { ImportJob } from "./import-client";
import { timeLeft } from "./import-texts";

export function Progress({ job: { progress, state }, onStop }: { job: ImportJob; onStop: () => Promise<boolean> }) {
  const [now, setNow] = useState(Date.now());
  const [isStopping, setStopping] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const { step = "", done = 0, total = 0, started = now / 1_000, since = started } = progress ?? {};
  const seconds = Math.max(0, Math.round(now / 1_000 - started));
  return (
    <div class="loading import-progress">
      <p role="status">{step ? `${step.charAt(0).toUpperCase()}${step.slice(1)} …` : "Starting …"}</p>
      <progress
        aria-label={state === "checking" ? "Check" : state === "undoing" ? "Undo" : "Import"}
        {...(total ? { value: done, max: total } : {})}
      />
      <p class="meta">
        {[total ? `${formatNumber(done)} of ${formatNumber(total)}` : "", `${seconds} s`, timeLeft(now / 1_000 - since, done, total)]
          .filter(Boolean)
          .join(", ")}
      </p>
      <p class="faint">You can leave this page. Its address leads back to the import.</p>
      <p class="row">
        <button
          type="button"
          disabled={isStopping}
          onClick={() => {
            setStopping(true);
            void onStop().then(setStopping);
          }}
        >
          {isStopping ? "Stopping …" : "Stop"}
        </button>
      </p>
    </div>
  );
}
