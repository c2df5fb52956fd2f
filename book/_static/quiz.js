// A question that answers without a kernel: a numbered list and, folded below it, a list of the
// same length with a line on each option. The line that begins in bold belongs to the right one.
function ask(options, details) {
  const replies = [...details.querySelector(":scope > ol").children];
  const says = document.createElement("div");
  says.className = "mid-quiz-reply";
  says.setAttribute("role", "status");
  const buttons = [...options.children].map((item, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    button.append(...(item.querySelector(":scope > p") || item).childNodes);
    button.addEventListener("click", () => {
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      const right = (replies[index].querySelector(":scope > p") || replies[index]).firstElementChild;
      const isRight = right?.tagName === "STRONG" && right.previousSibling === null;
      for (const box of [button, says]) box.dataset.right = isRight;
      says.innerHTML = replies[index].innerHTML;
    });
    item.replaceChildren(button);
    return button;
  });
  options.classList.add("mid-quiz");
  options.after(says);
}

document.addEventListener("DOMContentLoaded", () => {
  for (const details of document.querySelectorAll("details")) {
    const options = details.previousElementSibling;
    const replies = details.querySelector(":scope > ol");
    const alike = options?.tagName === "OL" && replies?.children.length === options.children.length;
    if (alike) ask(options, details);
  }
});
