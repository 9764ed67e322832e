// Amounts of minor units as the server writes them (kernel/money.py): ¥1,240, ¥1,240.50, −¥5; and as a person types them.
// A page's modules import the address in <html data-money>, which changes with this file.

const { places, sign } = document.documentElement.dataset;
const unit = 10 ** Number(places);

/** Human text, without zeros that say nothing. */
export function show(amount) {
  const [whole, part] = split(amount);
  return `${amount < 0 ? "−" : ""}${sign}${whole.toLocaleString("en")}${part}`;
}

/** What a person would type into a field: 300 or 300.50. */
export function typed(amount) {
  const [whole, part] = split(amount);
  return `${amount < 0 ? "-" : ""}${whole}${part}`;
}

function split(amount) {
  const [whole, part] = [Math.floor(Math.abs(amount) / unit), Math.abs(amount) % unit];
  return [whole, part ? `.${String(part).padStart(Number(places), "0")}` : ""];
}
