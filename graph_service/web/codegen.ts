import type { CodegenConfig } from "@graphql-codegen/cli";

/** Types of every question in src/queries, checked against the schema: a question the schema does not know ends the build. */
const config: CodegenConfig = {
  schema: "../../schema/schema.graphql",
  documents: "src/queries/*.graphql",
  generates: {
    "src/generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: { documentMode: "string", enumsAsTypes: true, useTypeImports: true, scalars: { Date: "string", DateTime: "string", Decimal: "string" } },
    },
  },
};

export default config;
