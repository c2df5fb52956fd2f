// The widget bundle calls MathJax version 2; the book serves version 3.
window.addEventListener("DOMContentLoaded", () => {
  const typeset = (element) => window.MathJax?.typesetPromise?.([element]);
  window.MathJax = window.MathJax || {};
  window.MathJax.Hub = { Queue: ([, , element]) => element && typeset(element) };
});

// Names and roles that the theme and the widgets leave out, for screen readers.
function mend(root) {
  for (const handle of root.querySelectorAll(".widget-slider .noUi-handle:not([aria-label])")) {
    const label = handle.closest(".widget-slider").querySelector(".widget-label");
    const readout = handle.closest(".widget-slider").querySelector(".widget-readout");
    handle.setAttribute("aria-label", label ? label.textContent : "slider");
    const say = () => readout && handle.setAttribute("aria-valuetext", readout.textContent);
    say();
    if (readout) new MutationObserver(say).observe(readout, { childList: true, characterData: true, subtree: true });
  }
  for (const frame of root.querySelectorAll(".mid-explorable .widget-stack, .mid-explorable .jupyter-widget-stack")) {
    frame.setAttribute("aria-live", "polite");
  }
  for (const toggle of root.querySelectorAll("nav details > summary:not([aria-label])")) {
    const link = toggle.closest("li")?.querySelector("a");
    toggle.setAttribute("aria-label", `Pages under ${link ? link.textContent.trim() : "this part"}`);
  }
  for (const item of root.querySelectorAll(".sidebar-primary-items__start > .sidebar-primary-item:first-child")) {
    item.setAttribute("role", "navigation");
    item.setAttribute("aria-label", "Title page");
  }
  for (const entry of root.querySelectorAll(".citation-list, .citation[role]")) entry.removeAttribute("role");
  for (const box of root.querySelectorAll("div.highlight pre, .mid-scroll")) {
    if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
  }
}
window.addEventListener("load", () => {
  mend(document);
  new MutationObserver(() => mend(document)).observe(document.querySelector("main") || document.body, {
    childList: true,
    subtree: true,
  });
});
