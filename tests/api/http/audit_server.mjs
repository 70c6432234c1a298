// Prints the results of graphql-http's audits of a GraphQL server as JSON: node audit_server.mjs MODULE ADDRESS
const [, , module, url] = process.argv
const { serverAudits } = await import(module)
const results = []
for (const audit of serverAudits({ url })) {
  const result = await audit.fn()
  results.push({ id: audit.id, name: audit.name, status: result.status, reason: result.reason })
}
console.log(JSON.stringify(results))
