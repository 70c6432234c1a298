// Faults of a page that show only once it is laid out. Each function returns a list of texts, one for each fault.
(() => {
  const CLIPS = /hidden|clip|auto|scroll/;

  // What the edges around an element leave of a box; undefined if nothing, as of texts that only screen readers are to find.
  function visiblePart(box, element) {
    let { left, right, top, bottom } = box;
    if (right < 0 || bottom + scrollY < 0) return undefined;
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.position === "fixed") break;
      if (style.display === "inline" || !CLIPS.test(style.overflowX + style.overflowY)) continue;
      const edge = at.getBoundingClientRect();
      if (CLIPS.test(style.overflowX)) [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
      if (CLIPS.test(style.overflowY)) [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
    }
    return right - left > 1.5 && bottom - top > 1.5 ? { left, right, top, bottom } : undefined;
  }

  function textNodes() {
    const nodes = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const isDrawn = element.checkVisibility({ opacityProperty: true, visibilityProperty: true }); // false in closed details
      if (isDrawn && walker.currentNode.data.trim() && !element.closest("option, title, desc, [transform*='rotate']")) nodes.push(walker.currentNode);
    }
    return nodes;
  }

  function rects(node, start = 0, end = node.length) {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    return [...range.getClientRects()].filter((box) => box.width > 0);
  }

  // Texts of which two lines overlap by more than the space around the letters. Fixed elements lie over others by intention.
  function overlapping() {
    const lines = textNodes().flatMap((node) => {
      const element = node.parentElement;
      if (isFixed(element)) return [];
      return rects(node).map((box) => visiblePart(box, element)).filter(Boolean).map((box) => ({ node, box }));
    });
    lines.sort((a, b) => a.box.top - b.box.top);
    const faults = new Set();
    lines.forEach(({ node, box }, at) => {
      for (let next = at + 1; next < lines.length && lines[next].box.top < box.bottom - 4; next++) {
        const other = lines[next];
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (other.node !== node && across > 2 && down > 4) faults.add(`overlapping: ${short(node.data)} | ${short(other.node.data)}`);
      }
    });
    return [...faults];
  }

  function isFixed(element) {
    for (let at = element; at; at = at.parentElement) if (/fixed|sticky/.test(getComputedStyle(at).position)) return true;
    return false;
  }

  // Texts that an edge cuts: of the window, of a drawing, or of an element that hides what does not fit and cannot be scrolled.
  function cut() {
    const faults = new Set();
    const page = document.documentElement;
    if (page.scrollWidth > page.clientWidth) faults.add(`wider than the window: ${page.scrollWidth} px`);
    for (const node of textNodes()) {
      const element = node.parentElement;
      const boxes = rects(node).filter((box) => visiblePart(box, element));
      if (!boxes.length) continue;
      const edge = cuttingEdge(element);
      for (const box of boxes) {
        const beside = Math.max(edge.left - box.left, box.right - edge.right);
        const above = Math.max(edge.top - box.top, box.bottom - edge.bottom);
        if (beside > 1.5 || above > 4) faults.add(`cut: ${short(node.data)} by ${Math.round(Math.max(beside, above))} px`);
      }
    }
    return [...faults];
  }

  // The box outside of which nothing of an element can be seen, not even by scrolling.
  function cuttingEdge(element) {
    const edge = { left: 0, right: document.documentElement.clientWidth, top: -Infinity, bottom: Infinity };
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (/auto|scroll/.test(style.overflowX)) return { ...edge, left: -Infinity, right: Infinity };
      const isBox = at instanceof SVGElement ? at instanceof SVGSVGElement : style.display !== "inline";
      if (!isBox || !/hidden|clip/.test(style.overflowX + style.overflowY)) continue;
      const box = at.getBoundingClientRect();
      edge.left = Math.max(edge.left, box.left);
      edge.right = Math.min(edge.right, box.right);
      edge.top = Math.max(edge.top, box.top);
      edge.bottom = Math.min(edge.bottom, box.bottom);
    }
    return edge;
  }

  // Numbers that stand on two lines.
  function broken() {
    const number = /(?<![\w=/#.,-])(?:[€$£]|[A-Z]{3}\u00a0)?[+−-]?\d[\d.,’\u00a0\u202f]*\d\s?%?|\d\s?%/gu;
    const faults = [];
    for (const node of textNodes()) {
      for (const { 0: text, index } of node.data.matchAll(number)) {
        const tops = rects(node, index, index + text.length).map((box) => Math.round(box.top));
        if (tops.length && Math.max(...tops) - Math.min(...tops) > 4) faults.push(`broken number: ${text}`);
      }
    }
    return faults;
  }

  const scrollerOf = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return at;
  };

  // Texts of scrolling elements that no scrolling shows, and those that must be seen before anybody scrolls: captions and the current tab.
  function hiddenByScrolling() {
    const faults = new Set();
    for (const node of textNodes()) {
      const scroller = scrollerOf(node.parentElement);
      if (!scroller) continue;
      const edge = scroller.getBoundingClientRect();
      const mustShow = node.parentElement.closest("caption, .tabs [aria-current]");
      for (const box of rects(node)) {
        if (box.left < edge.left - scroller.scrollLeft - 1.5) faults.add(`before its scrolling part: ${short(node.data)}`);
        if (mustShow && (box.right > edge.right + 1.5 || box.left < edge.left - 1.5)) faults.add(`scrolled out of view: ${short(node.data)}`);
      }
    }
    return [...faults];
  }

  // Marks in the key of a picture that stand on another line than their words.
  function apart() {
    const middle = ({ top, bottom }) => (top + bottom) / 2;
    return [...document.querySelectorAll(".key .dot")].flatMap((dot) => {
      const words = dot.nextSibling;
      const [box] = words instanceof Text ? rects(words) : [];
      return box && Math.abs(middle(box) - middle(dot.getBoundingClientRect())) > 8 ? [`mark apart from its words: ${short(words.data)}`] : [];
    });
  }

  const short = (text) => text.trim().replace(/\s+/g, " ").slice(0, 50);

  return [...overlapping(), ...cut(), ...broken(), ...hiddenByScrolling(), ...apart()];
})()
