/* Runs before the first paint: hides what a prediction still waits for, never what was answered. */
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  let done = [];
  try {
    done = Object.keys(JSON.parse(localStorage.getItem("nncourse")).predictions);
  } catch { /* Nothing is kept here, or it cannot be read: then nothing was answered. */ }
  const not = done.map((id) => `:not([data-reveals="${CSS.escape(id)}"])`).join("");
  const style = document.createElement("style");
  style.id = "waiting"; // page.js takes it away when it has marked what is answered
  style.textContent =
    `@media screen{html.js [data-reveals]${not}:not(.revealed){display:none!important}}`;
  document.head.append(style);
  // Where the page's script did not come, nothing could be revealed: show all.
  addEventListener("load", () => root.dataset.ready ?? root.classList.remove("js"));
})();
