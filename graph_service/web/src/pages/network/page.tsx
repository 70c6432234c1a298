/** The network between departments, one question per tab. The tab is in the address. */
import { Link } from "wouter-preact";
import { Tabs } from "../../ui/tabs";
import { NETWORK_TABS, type NetworkTab, networkTabPath } from "../../url/network-tab";
import { type DateRange, useView } from "../../url/view-params";
import { BrokersTab } from "./brokers";
import { CommunitiesTab } from "./communities";
import { FlowTab } from "./flow";
import { IntroductionsTab } from "./introductions";
import { OverTimeTab } from "./over-time";
import { SilosTab } from "./silos";

export type NetworkVariables = { window: DateRange | null; level: number | null; topic: string | null };

const CONTENTS = {
  silos: SilosTab,
  flow: FlowTab,
  time: OverTimeTab,
  brokers: BrokersTab,
  introductions: IntroductionsTab,
  communities: CommunitiesTab,
};

export function NetworkPage() {
  const { view, search } = useView();
  const chosen = new URLSearchParams(search).get("tab") ?? "";
  const current: NetworkTab = chosen in NETWORK_TABS ? (chosen as NetworkTab) : "silos";
  const Content = CONTENTS[current];
  return (
    <>
      <Tabs label="Network" current={current}>
        {(Object.keys(NETWORK_TABS) as NetworkTab[]).map((tab) => (
          <Link key={tab} href={networkTabPath(search, tab)} aria-current={tab === current ? "page" : undefined}>
            {NETWORK_TABS[tab]}
          </Link>
        ))}
      </Tabs>
      <Content variables={{ window: view.window ?? null, level: view.level ?? null, topic: view.topic ?? null }} />
    </>
  );
}
