// The search form: districts follow the city, empty fields stay out of the address, the departure follows the arrival.

for (const form of document.querySelectorAll("form[data-find]")) {
  const [city, district] = [form.querySelector("[data-city]"), form.elements.district];
  if (city && district) city.addEventListener("change", () => fill(city.value, district));
  const [arrival, departure] = [form.elements.check_in, form.elements.check_out];
  arrival?.addEventListener("change", () => follow(arrival, departure));
  form.addEventListener("submit", () => {
    const empty = [...form.elements].filter((field) => field.name && ["", "any"].includes(field.value) && !field.disabled);
    empty.forEach((field) => (field.disabled = true));
    setTimeout(() => empty.forEach((field) => (field.disabled = false)));
  });
}

async function fill(city, select) {
  select.replaceChildren(new Option(select.dataset.all, ""));
  select.disabled = !city;
  if (!city) return;
  const answer = await fetch(`/api/v1/regions?parent=${encodeURIComponent(city)}`).catch(() => null);
  if (!answer?.ok) return;
  const { items } = await answer.json();
  select.append(...items.map(({ code, name }) => new Option(name, code)));
}

function follow(arrival, departure) {
  if (!arrival.value || !departure) return;
  const next = new Date(`${arrival.value}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  departure.min = next.toISOString().slice(0, 10);
  if (departure.value && departure.value < departure.min) departure.value = "";
}

// "Near me": the place of this device becomes part of the search; the server rounds it to about 100 metres.
for (const button of document.querySelectorAll("[data-near]")) {
  if (!navigator.geolocation) continue;
  button.hidden = false;
  button.addEventListener("click", () => navigator.geolocation.getCurrentPosition(({ coords }) => {
    const fields = new URLSearchParams([...new FormData(button.form)].filter(([, value]) => value && value !== "any"));
    for (const name of ["city", "district", "sort"]) fields.delete(name);
    fields.set("near", `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`);
    fields.set("sort", "distance");
    location.assign(`/homes?${fields}`);
  }));
}
