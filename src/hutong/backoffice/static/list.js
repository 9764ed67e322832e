// Ticking rows of a list: all at once, how many, and nothing pressed by mistake while none is.

for (const bar of document.querySelectorAll("[data-bulk]")) {
  const form = bar.querySelector("form");
  const all = bar.querySelector("[data-bulk-all]");
  const boxes = () => [...form.elements].filter((field) => field.name === "ids");
  const tell = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    bar.querySelector("[data-bulk-count]").textContent = ticked;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
    bar.classList.toggle("some", ticked > 0);
  };
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    tell();
  });
  for (const box of boxes()) box.addEventListener("change", tell);
  tell();
}
