// When a page showed what, and for how long it stood still. Runs before the page's own script.
window.seen = { first: 0, last: 0, tasks: [] };
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) seen.tasks.push([startTime, duration]);
}).observe({ type: "longtask", buffered: true });
new MutationObserver(() => {
  const main = document.querySelector("main");
  const there = main?.querySelector("h1") && (main.querySelector("[aria-busy]") || !main.querySelector(".waiting"));
  if (!there) return;
  // After the frame in which it is painted.
  requestAnimationFrame(() =>
    setTimeout(() => {
      seen.first ||= performance.now();
      seen.last = performance.now();
    }),
  );
}).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
window.settled = () =>
  seen.first > 0 &&
  !document.querySelector(".waiting, main [aria-busy=true]") &&
  [...document.querySelectorAll(".chart")].every((chart) => chart.querySelector("svg")) &&
  performance.now() - seen.last > 400;
