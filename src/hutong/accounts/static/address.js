// Province, city, district: each choice fills the next list.

const [province, city, district] = ["province", "city", "region_code"].map((name) => document.querySelector(`select[name="${name}"]`));

async function below(code) {
  const answer = await fetch(`/api/v1/regions?parent=${encodeURIComponent(code)}`, { headers: { Accept: "application/json" } });
  return answer.ok ? (await answer.json()).items : [];
}

function fill(list, regions) {
  list.replaceChildren(list.options[0], ...regions.map(({ code, name }) => new Option(name, code)));
  list.selectedIndex = regions.length === 1 ? 1 : 0;
}

async function choose(from, list) {
  const itself = [{ code: from.value, name: from.selectedOptions[0]?.textContent ?? "" }];
  const found = from.value ? await below(from.value) : [];
  if (list === city && found.length) {
    fill(city, found);
    return city.value ? choose(city, district) : fill(district, []);
  }
  if (list === city) fill(city, []);
  return fill(district, found.length || !from.value ? found : itself); // one without districts stands for itself
}

province?.addEventListener("change", () => choose(province, city));
city?.addEventListener("change", () => choose(city, district));
