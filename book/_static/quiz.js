// A question that answers without a kernel: a numbered list and, folded below it, a list of the
// same length with a line on each option. The line that begins in bold belongs to the right one.
// The first answer is kept in this browser, and the end of the chapter and the part's page recall it.
const predictions = {
  key: (chapter) => `mid-predict-${chapter}`,
  get(chapter) {
    try {
      const kept = localStorage.getItem(this.key(chapter));
      return kept === null ? null : Number(kept);
    } catch {
      return null; // storage is switched off
    }
  },
  set(chapter, number) {
    try {
      if (number === null) localStorage.removeItem(this.key(chapter));
      else localStorage.setItem(this.key(chapter), number);
    } catch {}
  },
};

const paragraph = (...parts) => {
  const p = Object.assign(document.createElement("p"), { className: "mid-recall" });
  p.append(...parts);
  return p;
};

function recalled(said, found, options) {
  const quoted = (n) => `${n + 1}, “${options[n].trim().replace(/\.$/, "")}”`;
  return said === found ? `You said ${quoted(said)}, and that is what we found.` : `You said ${quoted(said)}. We found ${quoted(found)}.`;
}

function ask(options, details, chapter) {
  const replies = [...details.querySelector(":scope > ol").children];
  const words = [...options.children].map((item) => item.textContent.replace(/\\[()]/g, ""));
  const isRight = (reply) => {
    const first = (reply.querySelector(":scope > p") || reply).firstElementChild;
    return first?.tagName === "STRONG" && first.previousSibling === null;
  };
  const says = document.createElement("div");
  says.className = "mid-quiz-reply";
  says.setAttribute("role", "status");
  const choose = (index) => {
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(i === index)));
    const right = index !== null && isRight(replies[index]);
    for (const box of [buttons[index], says]) if (box) box.dataset.right = right;
    if (index === null) delete says.dataset.right;
    says.innerHTML = index === null ? "" : replies[index].innerHTML;
  };
  const recall = () => {
    document.querySelectorAll(".mid-recall").forEach((old) => old.remove());
    const said = predictions.get(chapter);
    if (said === null || !options.children[said]) return;
    const forget = Object.assign(document.createElement("button"), { type: "button", textContent: "Forget it" });
    forget.addEventListener("click", () => {
      predictions.set(chapter, null);
      choose(null);
      recall();
      buttons[0].focus();
    });
    says.after(paragraph(`Your first answer, ${said + 1}, is kept in this browser and nowhere else. `, forget));
    const end = document.querySelector("#take-away > :is(h1, h2)");
    end?.after(paragraph(recalled(said, replies.findIndex(isRight), words)));
  };
  const buttons = [...options.children].map((item, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    button.append(...(item.querySelector(":scope > p") || item).childNodes);
    button.addEventListener("click", () => {
      if (predictions.get(chapter) === null) predictions.set(chapter, index);
      choose(index);
      recall();
    });
    item.replaceChildren(button);
    return button;
  });
  options.classList.add("mid-quiz");
  options.after(says);
  const said = predictions.get(chapter);
  if (buttons[said]) choose(said);
  recall();
}

// On a part's page: what was said and what was found, for the chapters that the reader has answered.
function recallChapter(line) {
  const said = predictions.get(line.dataset.chapter);
  const options = JSON.parse(line.dataset.options);
  if (said === null || !options[said]) return;
  line.textContent = recalled(said, Number(line.dataset.found), options);
  line.hidden = false;
}

// On the last page: everything that the reader foretold, beside what was found.
function recallAll(box) {
  const answered = [...box.querySelectorAll("li")].filter((row) => {
    const said = predictions.get(row.dataset.chapter);
    const options = JSON.parse(row.dataset.options);
    if (said === null || !options[said]) return false;
    row.append(`: ${recalled(said, Number(row.dataset.found), options)}`);
    row.hidden = false;
    return true;
  });
  if (!answered.length) return;
  const right = answered.filter((row) => predictions.get(row.dataset.chapter) === Number(row.dataset.found)).length;
  const words = box.querySelector("p");
  words.textContent = `You have answered ${answered.length} of ${box.querySelectorAll("li").length} questions, ${right} of them as the experiment did.`;
  words.hidden = false;
}

document.addEventListener("DOMContentLoaded", () => {
  const chapter = location.pathname.match(/chapters\/(\d\d)_/)?.[1];
  const details = [...document.querySelectorAll("details")].find((box) => {
    const options = box.previousElementSibling;
    const replies = box.querySelector(":scope > ol");
    return options?.tagName === "OL" && replies?.children.length === options.children.length;
  });
  if (details && chapter) ask(details.previousElementSibling, details, chapter);
  document.querySelectorAll(".mid-said[data-chapter]").forEach(recallChapter);
  document.querySelectorAll(".mid-said-all").forEach(recallAll);
});
