// The host's calendar: nights chosen by dragging (mouse, pen, finger), by two taps, or with the arrow keys and Shift.
// The page does the same by links; this module saves the reload and fills the form below.

const calendar = document.querySelector("[data-nights]");
const form = document.getElementById("f-nights");
const walkIn = document.getElementById("walk-in"); // a guest by telephone: the same nights
let first = form?.elements.from.value ?? "";
let last = form?.elements.to.value ? plus(form.elements.to.value, -1) : first;
let drag = null; // where the pointer went down
let dragged = false; // the click that follows a drag is none

function plus(day, count) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86400000).toISOString().slice(0, 10);
}
const cells = () => [...calendar.querySelectorAll("[data-day]")];
const open = (cell) => Boolean(cell?.querySelector("a[href]"));

function choose(from, to) {
  [first, last] = from <= to ? [from, to] : [to, from];
  form.elements.from.value = first;
  form.elements.to.value = plus(last, 1);
  if (walkIn) [walkIn.elements.check_in.value, walkIn.elements.check_out.value] = [first, form.elements.to.value];
  draw();
}

function draw() {
  for (const cell of cells()) {
    const chosen = Boolean(first) && cell.dataset.day >= first && cell.dataset.day <= last;
    cell.classList.toggle("picked", chosen);
    cell.querySelector("[data-role]").textContent = chosen ? ` · ${calendar.dataset.sayChosen}` : "";
  }
}

function under({ clientX, clientY }) {
  const cell = document.elementFromPoint(clientX, clientY)?.closest("[data-day]");
  return cell && calendar.contains(cell) && open(cell) ? cell.dataset.day : null;
}

if (calendar && form) {
  calendar.addEventListener("pointerdown", (event) => {
    dragged = false;
    drag = event.button === 0 ? under(event) : null;
  });
  calendar.addEventListener("pointermove", (event) => {
    const day = drag && under(event);
    if (!day || (day === drag && !dragged)) return;
    dragged = true;
    choose(drag, day);
  });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (drag = null));
  calendar.addEventListener("dragstart", (event) => event.preventDefault());
  calendar.addEventListener("click", (event) => {
    const turn = event.target.closest("[data-turn]");
    if (turn) return void turnTo(event, turn.href);
    const cell = event.target.closest("[data-day]");
    if (!open(cell) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (dragged) return;
    const { day } = cell.dataset;
    if (first && first === last && day !== first) choose(first, day);
    else choose(day, day);
    cell.querySelector("a").focus();
  });
  calendar.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    const cell = event.target.closest("[data-day]");
    if (!step || !cell) return;
    event.preventDefault();
    const next = calendar.querySelector(`[data-day="${plus(cell.dataset.day, step)}"]`);
    if (!open(next)) return;
    if (event.shiftKey) {
      const fixed = cell.dataset.day === first ? last : cell.dataset.day === last ? first : cell.dataset.day;
      choose(fixed, next.dataset.day);
    }
    next.querySelector("a").focus();
  });
  for (const name of ["from", "to"])
    form.elements[name].addEventListener("change", () => {
      first = form.elements.from.value;
      last = form.elements.to.value > first ? plus(form.elements.to.value, -1) : first;
      draw();
    });
}

async function turnTo(event, address) {
  event.preventDefault();
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return location.assign(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of [".month-nav", ".months"]) calendar.querySelector(part).replaceWith(page.querySelector(`[data-nights] ${part}`));
  draw();
  calendar.querySelector("[data-turn]:last-of-type")?.focus();
}
