// The timeline of a day: a show without bookings is dragged along its hall, or moved with Alt and the arrow keys.
const box = document.querySelector("[data-timeline]");
const clock = (minutes) => `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const tell = (text, kind = "success") => document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind } }));
let held = null;
let waiting = 0;

/** Shows a link so many minutes later than it is saved; how many that is in whole steps. */
function shift(link, by) {
  const at = Math.max(0, Math.round((Number(link.dataset.at) + by) / 5) * 5);
  const moved = at - Number(link.dataset.at);
  link.setAttribute("transform", `translate(${moved} 0)`);
  link.classList.toggle("moved", moved !== 0);
  link.querySelector(".when").textContent = clock(at);
  return moved;
}

async function save(link, moved) {
  const time = clock(Number(link.dataset.at) + moved);
  const answer = await fetch(`/api/v1/screenings/${link.dataset.drag}`, {
    method: "PATCH",
    headers: {
      "Content-Type": "application/json",
      "If-Match": `"${link.dataset.version}"`,
      "X-CSRFToken": document.querySelector("[name=csrf_token]").value,
    },
    body: JSON.stringify({ time }),
    credentials: "same-origin",
  });
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    shift(link, 0);
    tell(data.errors?.[0]?.message ?? data.detail ?? String(answer.status), "danger");
    return;
  }
  link.dataset.at = Number(link.dataset.at) + moved;
  link.dataset.version = data.version;
  link.classList.remove("moved");
  link.removeAttribute("transform");
  for (const part of link.querySelectorAll("rect, svg")) part.setAttribute("x", Number(part.getAttribute("x")) + moved);
  tell(box.dataset.say.replace("{time}", time));
}

for (const link of box?.querySelectorAll("[data-drag]") ?? []) {
  link.addEventListener("pointerdown", (event) => { if (event.button === 0) held = { link, x: event.clientX, moved: 0, far: false }; });
  link.addEventListener("click", (event) => { if (link.dataset.dragged) { event.preventDefault(); delete link.dataset.dragged; } });
  link.addEventListener("dragstart", (event) => event.preventDefault());
  link.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -5, ArrowRight: 5 }[event.key];
    if (!step || !event.altKey) return;
    event.preventDefault();
    link.dataset.by = shift(link, Number(link.dataset.by ?? 0) + step);
    clearTimeout(waiting);
    waiting = setTimeout(() => { const moved = Number(link.dataset.by); delete link.dataset.by; if (moved) save(link, moved); }, 900);
  });
}
addEventListener("pointermove", (event) => {
  if (!held) return;
  if (Math.abs(event.clientX - held.x) > 4) held.far = true;
  if (held.far) held.moved = shift(held.link, event.clientX - held.x);
});
addEventListener("pointerup", () => {
  if (!held) return;
  const { link, moved, far } = held;
  held = null;
  if (far) link.dataset.dragged = "1";
  if (moved) save(link, moved);
});
