// What the admin's frame leaves undone: names for search boxes, and menus that close by themselves.
document.addEventListener("DOMContentLoaded", () => {
  // Unfold writes a chosen file's name into the next text field it finds: right for its own boxes, wrong for plain ones.
  for (const input of document.querySelectorAll("input[type=file]")) {
    if (!input.parentElement.classList.contains("opacity-0")) input.hasChangeListener = true;
  }

  const nameSearchBoxes = () => {
    for (const box of document.querySelectorAll("select.select2-hidden-accessible")) {
      const label = box.id && document.querySelector(`label[for="${CSS.escape(box.id)}"]`);
      const name = (label ? label.textContent : box.getAttribute("aria-label") || "").trim();
      const drawn = box.nextElementSibling;
      if (!name || !drawn) continue;
      for (const part of drawn.querySelectorAll(".select2-selection--single, .select2-selection__rendered[role=textbox], .select2-search__field")) {
        part.setAttribute("aria-label", name);
      }
    }
  };
  // They are drawn by script too, whenever it is ready.
  new MutationObserver(nameSearchBoxes).observe(document.body, { childList: true, subtree: true });
  nameSearchBoxes();

  // One tick for all rows of a table; without script each row is ticked by itself.
  for (const head of document.querySelectorAll("th[data-tick-all]")) {
    const boxes = [...head.closest("table").querySelectorAll("tbody input[type=checkbox]")];
    if (boxes.length < 2) continue;
    const all = Object.assign(document.createElement("input"), { type: "checkbox", ariaLabel: head.dataset.tickAll });
    all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
    const label = Object.assign(document.createElement("label"), { className: "tick" });
    label.append(all);
    head.replaceChildren(label);
  }

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.desk-more[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.desk-more[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
});
