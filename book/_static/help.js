// Help while reading: the entry of a term, a symbol or a citation beside the word that it explains.
// A mouse or the keyboard shows it; on a touch screen the first tap shows it and the second follows the link.
const helpBox = Object.assign(document.createElement("div"), { id: "mid-help", className: "mid-help-box", role: "tooltip", hidden: true });
const help = { link: null, timer: 0, touch: false };

function placeHelp() {
  const margin = 8;
  const lines = [...help.link.getClientRects()];
  const word = lines.find((line) => Math.abs(line.left - help.x) < line.width + 20 && Math.abs(line.bottom - help.y) < 40) || lines[0];
  const width = document.documentElement.clientWidth;
  const left = Math.max(margin, Math.min(word.left, width - helpBox.offsetWidth - margin));
  const below = word.bottom + 6 + helpBox.offsetHeight < innerHeight || word.top < helpBox.offsetHeight + 6;
  helpBox.style.left = `${left + scrollX}px`;
  helpBox.style.top = `${(below ? word.bottom + 6 : word.top - helpBox.offsetHeight - 6) + scrollY}px`;
}

function showHelp(link) {
  const entry = document.getElementById(link.dataset.entry);
  clearTimeout(help.timer);
  if (!entry || help.link === link) return;
  hideHelp();
  help.link = link;
  const kind = Object.assign(document.createElement("span"), { className: "mid-help-kind", textContent: entry.dataset.kind });
  helpBox.replaceChildren(kind, ...[...entry.childNodes].map((node) => node.cloneNode(true)));
  if (help.touch) helpBox.append(Object.assign(document.createElement("p"), { className: "mid-help-more", textContent: "Tap the word again to go there." }));
  helpBox.hidden = false;
  link.setAttribute("aria-describedby", helpBox.id);
  placeHelp();
  if (helpBox.querySelector(".math") && window.MathJax?.typesetPromise) MathJax.typesetPromise([helpBox]).then(() => help.link && placeHelp());
}

function hideHelp() {
  clearTimeout(help.timer);
  help.link?.removeAttribute("aria-describedby");
  help.link = null;
  helpBox.hidden = true;
}

const soon = (act, wait) => {
  clearTimeout(help.timer);
  help.timer = setTimeout(act, wait);
};

function helpful(link) {
  link.addEventListener("pointerenter", (event) => {
    if (event.pointerType !== "mouse") return;
    [help.x, help.y] = [event.clientX, event.clientY];
    soon(() => showHelp(link), 120);
  });
  link.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && soon(hideHelp, 250));
  link.addEventListener("pointerdown", (event) => (help.touch = event.pointerType !== "mouse"));
  link.addEventListener("focus", () => help.touch || showHelp(link));
  link.addEventListener("blur", () => soon(hideHelp, 150));
  link.addEventListener("click", (event) => {
    if (!help.touch || help.link === link) return;
    event.preventDefault();
    [help.x, help.y] = [event.clientX, event.clientY];
    showHelp(link);
  });
}

addEventListener("DOMContentLoaded", () => {
  const links = document.querySelectorAll("a.mid-help[data-entry]");
  if (!links.length) return;
  document.querySelector("article").append(helpBox);
  links.forEach(helpful);
  helpBox.addEventListener("pointerenter", () => clearTimeout(help.timer));
  helpBox.addEventListener("pointerleave", () => soon(hideHelp, 250));
  addEventListener("keydown", (event) => event.key === "Escape" && hideHelp());
  addEventListener("keydown", (event) => event.key === "Tab" && (help.touch = false));
  addEventListener("pointerdown", (event) => {
    if (help.link && !helpBox.contains(event.target) && !event.target.closest?.("a.mid-help")) hideHelp();
  });
});
