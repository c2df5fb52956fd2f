// Explorables: the browser's slider shows one frame of several.
function explorable(box) {
  const slider = box.querySelector("input");
  const frames = [...box.querySelectorAll(".mid-frames > div")];
  const labels = JSON.parse(slider.dataset.labels);
  const show = () => {
    frames.forEach((frame, i) => (frame.hidden = i !== slider.valueAsNumber));
    box.querySelector("output").textContent = labels[slider.valueAsNumber];
    slider.setAttribute("aria-valuetext", labels[slider.valueAsNumber]);
  };
  const load = () => pictures(box);
  for (const event of ["pointerenter", "touchstart", "focusin"]) box.addEventListener(event, load, { once: true, passive: true });
  slider.addEventListener("input", show);
  box.querySelector(".mid-control").hidden = false;
}

// Pictures come when they come near. The rest is fetched when the page has been quiet for a while, so
// that paper finds them, but not on a connection that is to be spared.
function pictures(part) {
  for (const img of part.querySelectorAll("img[loading='lazy']")) img.loading = "eager";
}

// Figures and explorables: where the screen is narrower than the picture, a tap on it or a button
// opens it at its full size.
const NARROW = matchMedia("(max-width: 799px)");
function enlargeable(figure) {
  const name = (figure.querySelector("figcaption strong")?.textContent ?? "the picture").replace(/\.$/, "");
  const button = (text, label) => Object.assign(document.createElement("button"), { textContent: text, ariaLabel: label, className: "mid-enlarge" });
  const open = button("Enlarge", `Enlarge ${name}`);
  const enlarge = () => {
    const dialog = Object.assign(document.createElement("dialog"), { className: "mid-large", ariaLabel: name });
    const sheet = Object.assign(document.createElement("div"), { tabIndex: 0 });
    const close = button("Close", `Close ${name}`);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    const shown = [...figure.querySelectorAll("img")].find((img) => !img.closest("[hidden]"));
    sheet.append(shown.cloneNode());
    dialog.append(close, sheet);
    document.body.append(dialog);
    dialog.showModal();
  };
  open.addEventListener("click", enlarge);
  for (const img of figure.querySelectorAll("img")) img.addEventListener("click", () => NARROW.matches && enlarge());
  (figure.matches(".mid-figure") ? figure.querySelector("figcaption") : figure).append(" ", open);
}

// The title figure: the origin moves from the Earth (0) to the Sun (100); lines of sight stay.
function titleFigure(figure) {
  const { mars, earth, sights } = JSON.parse(figure.querySelector("script").textContent);
  const slider = figure.querySelector("input");
  const part = (name) => figure.querySelector(name);
  const show = () => {
    const share = 1 - slider.valueAsNumber / 100;
    const at = (planet, i) => [0, 1].map((k) => Math.round((planet ? planet[2 * i + k] : 0) - share * earth[2 * i + k]));
    const curve = (planet) => "M" + Array.from({ length: earth.length / 2 }, (_, i) => at(planet, i).join(" ")).join("L");
    part("path.mars").setAttribute("d", curve(mars));
    part("path.earth").setAttribute("d", curve(earth));
    part("path.sun").setAttribute("d", curve(null));
    part("path.sight").setAttribute("d", sights.map((i) => `M${at(earth, i).join(" ")}L${at(mars, i).join(" ")}`).join(""));
    for (const [name, planet] of [["mars", mars], ["earth", earth], ["sun", null]]) {
      const [x, y] = at(planet, earth.length / 2 - 1);
      part(`circle.${name}`).setAttribute("cx", x);
      part(`circle.${name}`).setAttribute("cy", y);
    }
    const words = share === 1 ? "the Earth" : share === 0 ? "the Sun" : `${slider.value} % of the way to the Sun`;
    slider.setAttribute("aria-valuetext", words);
  };
  slider.addEventListener("input", show);
  part(".mid-control").hidden = false;
}

// The ledger: show the claims of one part and one verdict; ledger.html?part=part-2 starts so.
function ledgerFilter(form) {
  const claims = [...document.querySelectorAll(".mid-claim")];
  const asked = new URLSearchParams(location.search);
  for (const select of form.querySelectorAll("select")) select.value = asked.get(select.name) || "";
  const show = () => {
    const wanted = [...form.querySelectorAll("select")].map((s) => s.value).filter(Boolean);
    for (const claim of claims) claim.hidden = !wanted.every((name) => claim.classList.contains(`mid-${name}`));
    for (const section of document.querySelectorAll("section:has(> .mid-claim)")) {
      section.hidden = !section.querySelector(".mid-claim:not([hidden])");
    }
    form.querySelector("output").textContent = `${claims.filter((c) => !c.hidden).length} of ${claims.length} claims`;
  };
  form.addEventListener("change", show);
  form.hidden = false;
  show();
}

// MathJax comes when the first formula comes near, and sets each formula when it is near; those
// still unset when the page has been quiet for a while, or goes to paper, are set then.
function mathematics({ content }) {
  const rest = () => window.MathJax.startup?.document?.lazyTypesetAll?.();
  const load = () => {
    watch.disconnect();
    if (document.getElementById("MathJax-script")) return rest();
    document.head.append(Object.assign(document.createElement("script"), { src: content, id: "MathJax-script" }));
  };
  const watch = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && load(), { rootMargin: "400px" });
  document.querySelectorAll(".math").forEach((formula) => watch.observe(formula));
  addEventListener("load", () => setTimeout(load, 6000));
  addEventListener("load", () => setTimeout(rest, 9000));
  addEventListener("beforeprint", load);
}

// Names, roles and keyboard stops that the theme leaves out.
function mend() {
  for (const toggle of document.querySelectorAll("nav details > summary:not([aria-label])")) {
    const link = toggle.closest("li")?.querySelector("a");
    if (link) toggle.setAttribute("aria-label", `Pages under ${link.textContent.trim()}`);
  }
  for (const item of document.querySelectorAll(".sidebar-primary-items__start > .sidebar-primary-item:first-child")) {
    item.setAttribute("role", "navigation");
    item.setAttribute("aria-label", "Title page");
  }
  for (const entry of document.querySelectorAll(".citation-list, .citation[role]")) entry.removeAttribute("role");
  const boxes = document.querySelectorAll("div.highlight pre, .mid-table, .pst-scrollable-table-container, div.math");
  const wide = [...boxes].filter((box) => box.scrollWidth > box.clientWidth); // read all, then write
  for (const box of wide) box.tabIndex = 0;
}

addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".mid-explorable").forEach(explorable);
  document.querySelectorAll(".mid-figure:has(img), .mid-explorable").forEach(enlargeable);
  document.querySelectorAll(".mid-title-figure").forEach(titleFigure);
  document.querySelectorAll(".mid-filter").forEach(ledgerFilter);
  document.querySelectorAll('meta[name="mathjax"]').forEach(mathematics);
});
addEventListener("load", mend);
addEventListener("load", () => setTimeout(mend, 500)); // and what scrolls once all is laid out
addEventListener("resize", mend);
addEventListener("load", () => navigator.connection?.saveData || setTimeout(pictures, 9000, document));
addEventListener("beforeprint", () => pictures(document));

// Paper is white: a dark page turns light while it is printed.
const root = document.documentElement;
addEventListener("beforeprint", () => {
  root.dataset.screen = root.dataset.theme;
  root.dataset.theme = "light";
});
addEventListener("afterprint", () => (root.dataset.theme = root.dataset.screen));
