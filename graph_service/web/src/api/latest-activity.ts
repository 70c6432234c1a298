/** The number of the latest change in the log, by which the service notices that somebody else has changed what a form shows. */
import { useEffect, useState } from "preact/hooks";
import { LatestActivityDocument } from "../generated/graphql";
import { startRefresh } from "./connection";
import { reloadData } from "./data-version";
import { request } from "./graphql-client";

interface Seen {
  /** All changes up to this one are in the data of the page; undefined while it is not known. */
  activity: number | undefined;
  /** Reads the number and, after it, the data of the page. */
  readAgain: () => void;
}

const UNTIL_RENDERED = 100; // milliseconds until the queries of the page have been sent again

export function useLatestActivity(isNeeded: boolean): Seen {
  const [activity, setActivity] = useState<number>();
  const readAgain = async () => {
    const endRefresh = startRefresh();
    try {
      const { activity } = await request(LatestActivityDocument, {});
      setActivity(activity[0]?.seq ?? 0);
      reloadData();
    } finally {
      setTimeout(endRefresh, UNTIL_RENDERED);
    }
  };
  useEffect(() => {
    if (isNeeded) void readAgain().catch(() => undefined); // then the form is saved as before, without this check
  }, []);
  return { activity, readAgain: () => void readAgain().catch(reloadData) };
}
