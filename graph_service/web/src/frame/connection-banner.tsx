/** Says that there is no connection, and asks again after some seconds. The page below stays. */
import { useEffect, useState } from "preact/hooks";
import { RETRY_SECONDS, retryAll, waitingReason } from "../api/connection";

export function ConnectionBanner() {
  return waitingReason.value === undefined ? null : <Banner reason={waitingReason.value} />;
}

function Banner({ reason }: { reason: string }) {
  const [seconds, setSeconds] = useState(RETRY_SECONDS);
  const tryAgain = () => {
    setSeconds(RETRY_SECONDS);
    retryAll();
  };
  useEffect(() => {
    const timer = setTimeout(() => (seconds > 1 ? setSeconds(seconds - 1) : tryAgain()), 1_000);
    return () => clearTimeout(timer);
  });
  useEffect(() => {
    addEventListener("online", tryAgain);
    return () => removeEventListener("online", tryAgain);
  }, []);
  return (
    <div class="banner" role="alert">
      <p>
        {reason} <span aria-hidden="true">{`Trying again in ${seconds} s`}</span>
      </p>
      <button type="button" onClick={tryAgain}>
        Try again
      </button>
    </div>
  );
}
