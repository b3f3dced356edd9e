// What a page does by itself: colours, search, the lists beside the text, what scrolls, printing.
// It replaces the theme's scripts, needs nothing, and a page without it can be read as well.

const root = document.documentElement;
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const onEach = (selector, event, action) =>
  document.querySelectorAll(selector).forEach((part) => part.addEventListener(event, action));

/** Show the page in the colours of a mode: light, dark or auto, which is the system's. */
function colour(mode) {
  root.dataset.mode = mode;
  root.dataset.theme = mode !== "auto" ? mode : systemIsDark.matches ? "dark" : "light";
}

function nextColours() {
  const modes = systemIsDark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
  colour(modes[(modes.indexOf(root.dataset.mode) + 1) % modes.length]);
  try {
    localStorage.setItem("mode", root.dataset.mode);
  } catch {
    // The browser forbids it: the choice holds for this page.
  }
}

/** Close a dialog by a click beside it. */
function closeFromOutside(event) {
  const box = event.currentTarget.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  if (event.target === event.currentTarget && (x < box.left || x > box.right || y < box.top || y > box.bottom))
    event.currentTarget.close();
}

function openSearch() {
  const field = document.querySelector(".bd-main form.bd-search input");
  const dialog = document.getElementById("pst-search-dialog");
  if (field) field.focus();
  else if (dialog.open) dialog.close();
  else dialog.showModal();
}

/** On a narrow page a sidebar opens as a dialog, over the text; what is in it moves there and back. */
function opensAsDialog(button, sidebar, dialog) {
  const move = (from, to) => {
    to.append(...from.childNodes);
    to.className = from.className;
    from.className = "";
  };
  button.addEventListener("click", () => {
    move(sidebar, dialog);
    dialog.showModal();
  });
  dialog.addEventListener("click", closeFromOutside);
  dialog.addEventListener("click", (event) => event.target.closest("a") && dialog.close());
  dialog.addEventListener("keydown", (event) => event.key === "Escape" && dialog.close());
  dialog.addEventListener("close", () => move(dialog, sidebar));
}

/** On a wide page the list of chapters is there, or is not. */
function togglesChapters(button, sidebar) {
  const isWide = matchMedia("(width >= 992px)");
  button.addEventListener("click", (event) => {
    if (!isWide.matches) return;
    event.stopImmediatePropagation();
    sidebar.classList.toggle("pst-sidebar-hidden");
  });
}

/** Mark, in the lists of the page's sections, the one that is being read. */
function followReader(links) {
  const mark = ([entry]) => {
    if (!entry) return;
    for (const link of links) {
      const isRead = link.hash === `#${entry.target.id}`;
      link.classList.toggle("active", isRead);
      link.toggleAttribute("aria-current", isRead);
    }
  };
  const top = new IntersectionObserver(
    (entries) => mark(entries.filter((entry) => entry.isIntersecting).slice(-1)),
    { rootMargin: "0px 0px -70% 0px" },
  );
  for (const id of new Set(links.map((link) => link.hash.slice(1)))) {
    const section = document.getElementById(id);
    if (section) top.observe(section);
  }
}

/** What really scrolls sideways can be reached by keyboard, and nothing else of that kind. */
const SCROLLERS = "article pre, .output, .pst-scrollable-table-container, div.math";

function markScrollers() {
  const boxes = [...document.querySelectorAll(SCROLLERS)];
  const scrolls = boxes.map((box) => box.scrollWidth > box.clientWidth + 1);
  boxes.forEach((box, i) => scrolls[i] ? (box.tabIndex = 0) : box.removeAttribute("tabindex"));
}

/** Paper is white, and what is folded away on the screen is printed. */
function prepareForPaper() {
  root.dataset.theme = "light";
  document.querySelectorAll("article details:not([open])").forEach((fold) => {
    fold.open = fold.dataset.openedForPaper = true;
  });
}

function returnToScreen() {
  colour(root.dataset.mode);
  document.querySelectorAll("[data-opened-for-paper]").forEach((fold) => {
    fold.open = false;
    delete fold.dataset.openedForPaper;
  });
}

systemIsDark.addEventListener("change", () => colour(root.dataset.mode));
onEach(".theme-switch-button", "click", nextColours);
onEach(".search-button__button", "click", openSearch);
onEach("#pst-search-dialog", "click", closeFromOutside);
onEach('[data-do="print"]', "click", () => print());
onEach("#pst-back-to-top", "click", () => scrollTo(0, 0));
addEventListener("keydown", (event) => {
  if (event.key !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  event.preventDefault();
  openSearch();
});
for (const name of ["primary", "secondary"]) {
  const button = document.querySelector(`.${name}-toggle`);
  const sidebar = document.getElementById(`pst-${name}-sidebar`);
  if (!button || !sidebar) continue;
  if (name === "primary") togglesChapters(button, sidebar);
  opensAsDialog(button, sidebar, document.getElementById(`pst-${name}-sidebar-modal`));
}
const menu = document.querySelector(".page-menu");
const closeMenu = (event) => {
  if (event.key && event.key !== "Escape") return;
  if (event.key && menu.open) menu.querySelector("summary").focus();
  if (event.key || !menu.contains(event.target)) menu.open = false;
};
if (menu) ["click", "keydown"].forEach((kind) => addEventListener(kind, closeMenu));
followReader([...document.querySelectorAll(".section-nav a")]);
document.fonts.ready.then(markScrollers);
const sizes = new ResizeObserver(markScrollers); // called at once, and when a fold is opened
document.querySelectorAll(SCROLLERS).forEach((box) => sizes.observe(box));
addEventListener("beforeprint", prepareForPaper);
addEventListener("afterprint", returnToScreen);
