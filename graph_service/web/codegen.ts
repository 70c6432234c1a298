import type { CodegenConfig } from "@graphql-codegen/cli";

const client = {
  preset: "client",
  presetConfig: { fragmentMasking: false },
  config: {
    documentMode: "string",
    enumsAsTypes: true,
    useTypeImports: true,
    scalars: { Date: "string", DateTime: "string", Decimal: "string" },
  },
} as const;

/**
 * Generates types for the queries of the dashboard. A query that does not fit the schema fails the build. The examples of GraphiQL are
 * generated only for that check.
 */
const config: CodegenConfig = {
  schema: "../../schema/schema.graphql",
  generates: {
    "src/generated/": { ...client, documents: "src/api/queries/*.graphql" },
    "src/generated/examples/": { ...client, documents: "src/graphiql/examples/*.graphql" },
  },
};

export default config;
