// Copies code: one button for the page, which comes to the code that the pointer is over. Of an
// example with prompts it copies what was typed.

const button = document.createElement("button");
button.type = "button";
button.className = "copy-button";
button.tabIndex = -1; // there are too many codes to pass by keyboard, where text is selected anyway

function typed(code) {
  const lines = code.split("\n");
  const prompted = lines.filter((line) => /^(>>>|\.\.\.)( |$)/.test(line));
  return (prompted.length ? prompted.map((line) => line.slice(4)) : lines).join("\n").trimEnd();
}

async function copy() {
  const code = button.parentElement.querySelector("pre").textContent;
  try {
    await navigator.clipboard.writeText(typed(code));
    button.textContent = "Copied";
  } catch {
    button.textContent = "The browser forbids it";
  }
}

button.addEventListener("click", copy);
document.addEventListener("pointerover", (event) => {
  const box = event.target.closest("div.highlight");
  if (!box || box.contains(button) || !box.querySelector("pre")) return;
  button.textContent = "Copy";
  box.append(button);
});
