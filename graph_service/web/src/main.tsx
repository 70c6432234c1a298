import { render } from "preact";
import { App } from "./app";
import { restoreScrollPositions } from "./url/scroll-restoration";
import "./style/index.css";

restoreScrollPositions();
const root = document.getElementById("app");
if (root) render(<App />, root);
