"""The versions of the clients that the tests run; docs/clients.md names them."""

from typing import Final

CLIENTS: Final = {
    "@apollo/client": "4.3.8",
    "relay-compiler": "21.0.1",
    "relay-runtime": "21.0.1",
    "@urql/core": "6.0.3",
    "graphql-request": "7.4.0",
    "@graphql-codegen/cli": "7.4.3",
    "@graphql-codegen/client-preset": "6.2.0",
    "typescript": "7.0.2",
    "gql": "4.4.0",
    "sgqlc": "18",
    "ariadne-codegen": "0.19.0",
    "langchain-community": "0.4.2",
    "pandas": "3.1.1",
    "duckdb": "2.0.1",
    "newman": "6.2.2",
}
BESIDE_CLIENTS: Final = {"graphql": "16.15.0", "react": "19", "rxjs": "7", "requests-toolbelt": "1.0.0"}
VERSIONS: Final = CLIENTS | BESIDE_CLIENTS
