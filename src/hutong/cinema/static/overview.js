// A small picture of the whole hall beside the sizes, where the map is wider than its window: it shows which part one
// sees, and a tap or a finger on it shows another.

const map = document.querySelector("[data-map]");
const small = document.querySelector("[data-overview]");
if (map && small) start();

function start() {
  const field = map.querySelector(".seats");
  const seats = [...map.querySelectorAll(".row-of .seat")];
  const pen = small.getContext("2d");
  const TALL = 76; // pixels of the sheet; as wide as the hall's shape asks
  let waits = false;

  function draw() {
    waits = false;
    small.hidden = map.scrollWidth <= map.clientWidth + 8;
    if (small.hidden) return;
    const scale = TALL / field.offsetHeight;
    const sharp = devicePixelRatio || 1;
    const wide = Math.min(field.offsetWidth * scale, map.clientWidth - 120);
    [small.width, small.height] = [wide * sharp, TALL * sharp];
    [small.style.width, small.style.height] = [`${wide}px`, `${TALL}px`];
    pen.scale((wide / field.offsetWidth) * sharp, scale * sharp);
    const colour = (name) => getComputedStyle(map).getPropertyValue(name).trim();
    const [free, gone, picked, frame] = ["--jade", "--line", "--vermilion", "--brick"].map(colour);
    const from = field.getBoundingClientRect();
    for (const seat of seats) {
      const box = seat.querySelector("input");
      const at = seat.getBoundingClientRect();
      pen.fillStyle = box.checked ? picked : box.disabled ? gone : free;
      pen.fillRect(at.x - from.x, at.y - from.y, at.width * 0.85, at.height * 0.85);
    }
    pen.lineWidth = 1.5 / scale;
    pen.strokeStyle = frame;
    pen.strokeRect(Math.max(0, map.getBoundingClientRect().x - from.x), 0, Math.min(map.clientWidth, field.offsetWidth), field.offsetHeight);
  }

  function soon() {
    if (!waits) requestAnimationFrame(draw);
    waits = true;
  }

  function show({ clientX, buttons, type }) {
    if (type === "pointermove" && !buttons) return;
    const shown = small.getBoundingClientRect();
    map.scrollLeft = ((clientX - shown.x) / shown.width) * map.scrollWidth - map.clientWidth / 2;
  }

  small.addEventListener("pointerdown", show);
  small.addEventListener("pointermove", show);
  map.addEventListener("scroll", soon, { passive: true });
  map.addEventListener("change", soon);
  new ResizeObserver(soon).observe(field);
  new ResizeObserver(soon).observe(map);
  new MutationObserver(soon).observe(map, { subtree: true, attributeFilter: ["class", "disabled"] });
  const chosen = document.querySelector("[data-lines]"); // seats that were picked for one
  if (chosen) new MutationObserver(soon).observe(chosen, { childList: true });
  document.addEventListener("click", (event) => event.target.closest("[data-theme-toggle]") && setTimeout(soon));
}
