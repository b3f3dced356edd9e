// A line at the lower edge of the page for what concerns all of it. It can be put away.

/** Show a text there. */
export function notice(text) {
  document.querySelector(".page-notice")?.remove();
  const box = document.createElement("div");
  box.className = "page-notice";
  box.setAttribute("role", "status");
  const close = Object.assign(document.createElement("button"), { type: "button", textContent: "Close" });
  close.addEventListener("click", () => box.remove());
  document.body.append(box);
  box.append(Object.assign(document.createElement("p"), { textContent: text }), close);
}
