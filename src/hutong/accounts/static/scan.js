// The waiting browser: asks every two seconds whether the phone has answered, and then comes in by its own form.

const box = document.querySelector("[data-scan]");
const form = document.querySelector("#enter");

async function look() {
  if (document.hidden) return again();
  const answer = await fetch(box.dataset.scan, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
  if (answer?.status === 404) return location.reload();
  const { state } = answer?.ok ? await answer.json() : {};
  if (state === "approved") return form.requestSubmit();
  if (state === "refused") return location.reload();
  return again();
}

function again() {
  setTimeout(look, 2000);
}

if (box && form) again();
