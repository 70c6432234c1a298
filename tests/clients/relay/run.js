// Prints as JSON what a Relay store holds after a list was paged in both directions, and after a topic and a department of one id were read.
const { Environment, Network, RecordSource, Store, createOperationDescriptor, fetchQuery, getRequest, commitMutation } = require("relay-runtime");

const [url, project, created] = process.argv.slice(2);
const complaints = [];
console.error = console.warn = (...words) => complaints.push(words.map(String).join(" "));

const artifact = (name) => require(`./src/__generated__/${name}.graphql`);
const UNUSED = { first: null, after: null, last: null, before: null };

async function post(request, variables) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query: request.text, variables }) });
  const body = await response.json();
  if (body.errors) throw new Error(JSON.stringify(body.errors));
  return body;
}

function start() {
  const environment = new Environment({ network: Network.create(post), store: new Store(new RecordSource()), getDataID: (value) => value.nodeId });
  const ask = (name, variables) => fetchQuery(environment, artifact(name), variables).toPromise();
  return { environment, ask };
}

/** The titles in the connection's record after each page, and the page info of the last one. */
async function walk(step) {
  const { environment, ask } = start();
  environment.retain(createOperationDescriptor(getRequest(artifact("queriesProjectQuery")), { id: project }));
  const { nodeId } = (await ask("queriesProjectQuery", { id: project })).project;
  const titles = [];
  let page = step(null);
  while (page) {
    const variables = { nodeId, ...UNUSED, ...page };
    environment.retain(createOperationDescriptor(getRequest(artifact("queriesLessonsQuery")), variables));
    await ask("queriesLessonsQuery", variables);
    const record = environment.getStore().getSource().get(nodeId);
    const connection = environment.getStore().getSource().get(record["__queries_lessons_connection"].__ref);
    const read = (id) => environment.getStore().getSource().get(id);
    titles.push(connection.edges.__refs.map((id) => read(read(id).node.__ref).title));
    page = step(read(connection.pageInfo.__ref));
  }
  return titles;
}

const forwards = (info) => (info && !info.hasNextPage ? null : { first: 2, after: info && info.endCursor });
const backwards = (info) => (info && !info.hasPreviousPage ? null : { last: 2, before: info && info.startCursor });

async function sameId() {
  const { environment, ask } = start();
  const before = await ask("queriesOrganisationQuery", { topic: created, department: created });
  await new Promise((onCompleted, onError) =>
    commitMutation(environment, {
      mutation: artifact("queriesCreateMutation"),
      variables: { input: { id: created, name: "Made by Relay" } },
      onCompleted,
      onError,
    }),
  );
  const after = await ask("queriesOrganisationQuery", { topic: created, department: created });
  return { before: before.department, topic: after.topic, department: after.department, silos: after.network.silos.length };
}

(async () => {
  const out = { forwards: await walk(forwards), backwards: await walk(backwards), sameId: await sameId() };
  process.stdout.write(JSON.stringify({ ...out, complaints }));
})().catch((error) => {
  process.stderr.write(String(error.stack));
  process.exitCode = 1;
});
