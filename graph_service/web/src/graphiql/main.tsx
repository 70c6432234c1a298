import "graphiql/setup-workers/vite";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./style.css";
import { render } from "preact";
import { Page } from "./page";

const root = document.getElementById("app");
if (root) render(<Page />, root);
// The address of another query, put into the bar of this page.
addEventListener("hashchange", () => location.reload());
