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
 * Types of every question in src/api/queries, checked against the schema: a question the schema does not know ends the build. So does an
 * example in GraphiQL, of which nobody uses the types.
 */
const config: CodegenConfig = {
  schema: "../../schema/schema.graphql",
  generates: {
    "src/generated/": { ...client, documents: "src/api/queries/*.graphql" },
    "src/generated/examples/": { ...client, documents: "src/graphiql/examples/*.graphql" },
  },
};

export default config;
