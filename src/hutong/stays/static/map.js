// Maps: homes of a search with their prices, or the place of one home. Leaflet is loaded when a map is first shown; without
// tiles (a setting) the map has a plain ground and still says where homes are.

for (const place of document.querySelectorAll("[data-map]")) {
  const toggle = document.querySelector("[data-map-toggle]");
  if (!toggle) new IntersectionObserver((seen, self) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
    self.disconnect();
    draw(place);
  }).observe(place);
  else toggle.addEventListener("click", () => {
    const shown = toggle.getAttribute("aria-pressed") !== "true";
    toggle.setAttribute("aria-pressed", String(shown));
    place.parentElement.classList.toggle("with-map", shown);
    place.hidden = !shown;
    if (shown) draw(place);
    sessionStorage.setItem("map", shown ? "1" : "");
  });
  if (toggle && (sessionStorage.getItem("map") || new URLSearchParams(location.search).has("box"))) toggle.click();
}

async function draw(place) {
  if (place.dataset.drawn) return;
  place.dataset.drawn = "1";
  const leaflet = await library(place).catch(() => null);
  if (!leaflet) return;
  const map = leaflet.map(place, { attributionControl: Boolean(place.dataset.tiles), scrollWheelZoom: false });
  map.attributionControl?.setPrefix(false);
  if (place.dataset.tiles) leaflet.tileLayer(place.dataset.tiles, { attribution: plain(place.dataset.credit), maxZoom: 19 }).addTo(map);
  if ("pick" in place.dataset) pick(leaflet, map, place);
  else if (place.dataset.lat) one(leaflet, map, place);
  else many(leaflet, map, place);
}

function one(leaflet, map, { dataset }) {
  const at = [Number(dataset.lat), Number(dataset.lng)];
  map.setView(at, 15);
  const style = { color: getComputedStyle(document.body).getPropertyValue("--accent") || "#b8321f", weight: 2, fillOpacity: 0.2 };
  if ("exact" in dataset) leaflet.marker(at, { icon: label(leaflet, "●"), title: dataset.title, alt: dataset.title }).addTo(map);
  else leaflet.circle(at, { radius: 300, ...style }).addTo(map);
}

/** A host's own place: a tap or the pin says where, into the fields of the form; what is typed there moves the pin. */
function pick(leaflet, map, place) {
  const { lat, lng } = place.closest("form").elements;
  const typed = () => [Number(lat.value), Number(lng.value)];
  const known = Boolean(lat.value && lng.value);
  map.setView(known ? typed() : [35, 105], known ? 16 : 4);
  const pin = leaflet.marker(map.getCenter(), { icon: label(leaflet, "●"), draggable: true, alt: place.dataset.title });
  if (known) pin.addTo(map);
  const said = (at) => {
    pin.setLatLng(at).addTo(map);
    [lat.value, lng.value] = [at.lat.toFixed(6), at.wrap().lng.toFixed(6)];
  };
  map.on("click", ({ latlng }) => said(latlng));
  pin.on("dragend", () => said(pin.getLatLng()));
  for (const field of [lat, lng])
    field.addEventListener("change", () => {
      if (!lat.value || !lng.value || !typed().every(Number.isFinite)) return;
      pin.setLatLng(typed()).addTo(map);
      map.setView(typed(), Math.max(map.getZoom(), 16));
    });
}

function many(leaflet, map, place) {
  const points = JSON.parse(place.dataset.points);
  const group = leaflet.featureGroup(points.map(({ lat, lng, price, title, href }) => {
    const marker = leaflet.marker([lat, lng], { icon: label(leaflet, price), title, alt: `${title}, ${price}`, riseOnHover: true });
    marker.on("click", () => location.assign(href));
    marker.on("keypress", ({ originalEvent }) => originalEvent.key === "Enter" && location.assign(href));
    return marker;
  })).addTo(map);
  const [south, west, north, east] = (place.dataset.box || "").split(",").map(Number);
  if (place.dataset.box && east !== undefined) map.fitBounds([[south, west], [north, east]]);
  else if (points.length) map.fitBounds(group.getBounds().pad(0.15), { maxZoom: 15 });
  else map.setView([Number(place.dataset.centerLat), Number(place.dataset.centerLng)], 11);
  const button = place.parentElement.querySelector("[data-here]");
  map.on("moveend", () => {
    const { _southWest: low, _northEast: high } = map.getBounds();
    const box = [low.lat, low.lng, high.lat, high.lng].map((degrees) => degrees.toFixed(4)).join(",");
    const address = new URL(location.href);
    for (const name of ["cursor", "city", "district", "near"]) address.searchParams.delete(name);
    if (address.searchParams.get("sort") === "distance") address.searchParams.delete("sort");
    address.searchParams.set("box", box);
    button.href = address;
    button.hidden = false;
  });
}

function label(leaflet, text) {
  const word = Object.assign(document.createElement("span"), { className: "pin", textContent: text });
  return leaflet.divIcon({ className: "pin-of", html: word, iconSize: null });
}

/** A text that Leaflet will put into the page as it is. */
function plain(text) {
  return Object.assign(document.createElement("span"), { textContent: text ?? "" }).innerHTML;
}

function library({ dataset }) {
  if (globalThis.L) return Promise.resolve(globalThis.L);
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: dataset.mapCss }));
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: dataset.mapLibrary, onload: () => resolve(globalThis.L), onerror: reject });
    document.head.append(script);
  });
}
