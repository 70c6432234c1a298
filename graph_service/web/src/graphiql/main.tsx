import "graphiql/setup-workers/vite";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./style.css";
import { render } from "preact";
import { GraphiqlPage } from "./page";

const root = document.getElementById("app");
if (root) render(<GraphiqlPage />, root);
// Another shared query was pasted into the address bar.
addEventListener("hashchange", () => location.reload());
