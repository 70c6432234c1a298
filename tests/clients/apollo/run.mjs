// Prints as JSON what Apollo Client's cache shows to components that ask for parts of one answer, and how many requests they made.
import { ApolloClient, HttpLink, ApolloLink, InMemoryCache, gql } from "@apollo/client";

const [url, policies] = process.argv.slice(2);
const { typePolicies, possibleTypes } = await import(policies);
const complaints = [];
console.error = console.warn = (...words) => complaints.push(words.map(String).join(" "));

function start(options = { typePolicies, possibleTypes }) {
  let requests = 0;
  const counted = new ApolloLink((operation, forward) => {
    requests += 1;
    return forward(operation);
  });
  const link = ApolloLink.from([counted, new HttpLink({ uri: url })]);
  return { client: new ApolloClient({ link, cache: new InMemoryCache(options) }), requests: () => requests };
}

/** Runs the queries as components that stay mounted, one after another, and waits until nothing is requested any more. */
async function mount(queries, options) {
  const { client, requests } = start(options);
  const shown = queries.map(() => undefined);
  const watched = [];
  for (const [at, query] of queries.entries()) {
    const observed = client.watchQuery({ query, fetchPolicy: "cache-first" });
    watched.push(observed.subscribe((result) => (shown[at] = result)));
    await client.query({ query }).catch(() => undefined);
    await new Promise((done) => setTimeout(done, 100));
  }
  let before;
  do {
    before = requests();
    await new Promise((done) => setTimeout(done, 1500));
  } while (requests() !== before);
  for (const each of watched) each.unsubscribe();
  return { requests: requests(), shown: shown.map((result) => ({ partial: result.dataState !== "complete", data: result.data })) };
}

const WINDOW = 'window: { from: "2024-01-01", to: "2025-01-01" }';
const PARTS = [
  gql`query A { network { silos { group { key name } verdict } } }`,
  gql`query B { network { silos { group { key } events internal } flow { cells { events } } } }`,
  gql`query C { network { flow { groups { key } } asOf { activity } } lessons(first: 3) { totalCount } }`,
  gql`query D { lessons(first: 3) { nodes { id title } } }`,
];
const YEARS = gql`query Years {
 
  y24: network(window: { from: "2024-01-01", to: "2025-01-01" }) { nodeGraph { nodes { key mainstat } } }
  y25: network(window: { from: "2025-01-01", to: "2026-01-01" }) { nodeGraph { nodes { key mainstat } } }
}`;
const OLD_NAMES = gql`query Years {
 
  y24: network(window: { from: "2024-01-01", to: "2025-01-01" }) { nodeGraph { nodes { id mainstat } } }
  y25: network(window: { from: "2025-01-01", to: "2026-01-01" }) { nodeGraph { nodes { id mainstat } } }
}`;
const GROUPS = gql`query Groups {
 
  topics: lessonsGrouped(by: [TOPICS], first: 1000) { nodes { keys { key value entityId } count } }
  departments: lessonsGrouped(by: [DEPARTMENTS], first: 1000) { nodes { keys { key value entityId } count } }
}`;

const without = await mount(PARTS, {});
const lost = complaints.splice(0).filter((text) => text.includes("Cache data may be lost")).length;
const out = {
  without: { requests: without.requests, complaints: lost },
  parts: await mount(PARTS),
  years: (await mount([YEARS], {})).shown[0].data,
  oldNames: (await mount([OLD_NAMES])).shown[0].data,
  groups: (await mount([GROUPS], {})).shown[0].data,
};
process.stdout.write(JSON.stringify({ ...out, complaints }));
process.exit(0);
