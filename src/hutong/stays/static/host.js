// A host's desk: districts follow the city, the place of this device, an address is copied, and what to do when somebody else saved meanwhile.

const money = await import(document.documentElement.dataset.money);
const desk = document.querySelector("[data-desk]");

for (const place of document.querySelectorAll("[data-place]")) {
  const [cities, districts] = [place.querySelector("[data-cities]"), place.querySelector("[data-districts]")];
  cities.addEventListener("change", async () => {
    districts.replaceChildren(new Option(districts.dataset.prompt, ""));
    if (!cities.value) return;
    const answer = await fetch(`/api/v1/regions?parent=${encodeURIComponent(cities.value)}`).catch(() => null);
    const { items = [] } = answer?.ok ? await answer.json() : {};
    const own = { code: cities.value, name: cities.selectedOptions[0].textContent };
    districts.append(...(items.length ? items : [own]).map(({ code, name }) => new Option(name, code)));
  });
}

document.querySelector("[data-locate]")?.addEventListener("click", ({ currentTarget }) => {
  const { form } = currentTarget;
  navigator.geolocation?.getCurrentPosition(({ coords }) => {
    form.elements.lat.value = coords.latitude.toFixed(6);
    form.elements.lng.value = coords.longitude.toFixed(6);
    form.elements.lng.dispatchEvent(new Event("change")); // the pin follows
  });
});

document.querySelector("[data-copy]")?.addEventListener("click", async ({ currentTarget }) => {
  const { copy, done } = currentTarget.dataset;
  document.getElementById(copy).select(); // where there is no clipboard, a key copies what is marked
  await navigator.clipboard?.writeText(document.getElementById(copy).value);
  if (navigator.clipboard) document.dispatchEvent(new CustomEvent("toast", { detail: { text: done, kind: "success" } }));
});

// 412: both versions are seen; one may load the other or save one's own over it.
document.addEventListener("api:refused", ({ target, detail }) => {
  if (detail.code !== "stale" || !desk) return;
  const alert = target.querySelector("[data-problem]");
  const list = element("dl", { className: "both" });
  for (const [name, saved] of Object.entries(detail.current ?? {})) {
    const field = target.elements[name];
    if (!field || field instanceof RadioNodeList || shown(field, saved) === field.value.trim()) continue;
    const label = target.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.firstChild.textContent.trim() ?? name;
    list.append(element("dt", { textContent: `${label} · ${desk.dataset.sayNow}` }), element("dd", { textContent: shown(field, saved) }));
  }
  const keep = element("button", { type: "submit", className: "btn btn-still btn-sm", textContent: desk.dataset.sayKeep });
  keep.addEventListener("click", () => (target.dataset.ifMatch = detail.current.version));
  const load = element("a", { href: `${desk.dataset.path}?version=${detail.current?.version ?? ""}#${target.closest("section[id]")?.id ?? ""}`, textContent: desk.dataset.sayLoad });
  alert.append(list, ...(detail.current ? [keep] : []), load);
});

const element = (name, fields) => Object.assign(document.createElement(name), fields);
function shown(field, value) {
  if (value === null || value === undefined) return "";
  if (field.dataset.type?.startsWith("money")) return money.typed(value);
  return String(value).trim();
}
