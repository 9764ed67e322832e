// Pictures of a home in a dialog over the whole window; without this module their links show the large file.

const viewer = document.querySelector("[data-viewer]");
const shots = [...document.querySelectorAll("[data-gallery] [data-shot]")];
const large = viewer?.querySelector("[data-large]");
let at = 0;

function show(index) {
  at = (index + shots.length) % shots.length;
  large.src = shots[at].href;
  large.alt = shots[at].getAttribute("aria-label");
  viewer.querySelector("[data-at]").textContent = `${at + 1} / ${shots.length}`;
  viewer.querySelector("[data-caption]").textContent = shots[at].dataset.caption ?? "";
}

if (viewer && shots.length) {
  shots.forEach((shot, index) => shot.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(index);
    viewer.showModal();
  }));
  for (const button of viewer.querySelectorAll("[data-step]")) {
    button.hidden = shots.length < 2;
    button.addEventListener("click", () => show(at + Number(button.dataset.step)));
  }
  viewer.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) show(at + step);
  });
  let from = null;
  viewer.addEventListener("pointerdown", (event) => (from = event.clientX));
  viewer.addEventListener("pointerup", (event) => {
    const moved = from === null ? 0 : event.clientX - from;
    from = null;
    if (Math.abs(moved) > 60) show(at + (moved > 0 ? -1 : 1));
  });
  viewer.addEventListener("close", () => shots[at].focus());
}
