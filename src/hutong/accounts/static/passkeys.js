// Passkeys: adding one, and logging in by one. What needs them is hidden until this module finds that the browser can.

const { call, show } = await import(document.querySelector('script[src*="/forms.js"]').src); // the very module of the page
const box = document.querySelector("[data-passkeys]");
const form = box?.querySelector("form");
const entering = box?.dataset.passkeys === "enter"; // else adding one
const NINE_MINUTES = 540_000; // a challenge is good for ten
let offered = null; // what the browser offers beside the login name, until it is called off

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** The options with bytes in place of base64url. */
function read({ challenge, user, excludeCredentials, ...options }) {
  return {
    ...options,
    challenge: bytes(challenge),
    ...(user && { user: { ...user, id: bytes(user.id) } }),
    ...(excludeCredentials && { excludeCredentials: excludeCredentials.map((one) => ({ ...one, id: bytes(one.id) })) }),
  };
}

/** A credential with base64url in place of bytes: toJSON() is missing in older browsers. */
function written({ id, type, response }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const kept = parts.filter((part) => response[part]?.byteLength);
  return { id, type, response: Object.fromEntries(kept.map((part) => [part, text(response[part])])) };
}

const post = (address, method, body) =>
  call(address, {
    method,
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify(body),
    token: form.elements.csrf_token.value,
  }).catch(() => null);

/** Wait for the authenticator, which somebody may turn down, and pass on what it answers. */
async function ask(asked, then) {
  const key = await asked.catch((error) => error);
  if (key?.response) return then(key);
  show(form, { detail: box.dataset[`say${key?.name}`] ?? box.dataset.sayFailed });
  return entering && offer();
}

/** Send a passkey's answer and go on, or say why not. */
async function send(key, method, address, more = {}) {
  const answer = await post(address, method, { credential: written(key), ...more });
  const data = await answer?.json().catch(() => null);
  if (!answer?.ok) {
    const host = new URL(box.dataset.origin).hostname;
    if (data?.code === "passkey_unknown") // the browser need not offer it again
      PublicKeyCredential.signalUnknownCredential?.({ rpId: host, credentialId: key.id }).catch(() => {});
    return show(form, data ?? { detail: document.body.dataset[answer ? "sayBroken" : "sayNetwork"] });
  }
  const target = new URL(form.elements._next.value, location.href);
  const done = answer.headers.get("X-Done");
  if (done) target.searchParams.set("done", done);
  return location.assign(target.origin === location.origin ? target : "/");
}

/** Let the browser offer passkeys in the field for the login name, where it can. */
async function offer() {
  const field = document.querySelector('[autocomplete~="webauthn"]');
  if (!field || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  const answer = await post(form.getAttribute("action"), "POST", {});
  if (!answer?.ok) return;
  const { options } = await answer.json();
  const mine = (offered = new AbortController());
  const renew = setTimeout(() => mine.abort() ?? offer(), NINE_MINUTES);
  mine.signal.addEventListener("abort", () => clearTimeout(renew));
  const request = { publicKey: read(options), mediation: "conditional", signal: mine.signal };
  const key = await navigator.credentials.get(request).catch(() => null);
  if (key) await enter(key); // else it was called off; the button still works
}

const enter = (key) => {
  const remember = document.querySelector('main [name="remember"]')?.checked ?? false;
  return send(key, "PUT", "/api/v1/session/passkey", { remember });
};

function begin() {
  const hindrance = location.origin !== box.dataset.origin ? "elsewhere" : window.PublicKeyCredential ? null : "unable";
  if (hindrance) {
    document.querySelector(`[data-${hindrance}]`)?.removeAttribute("hidden");
    return;
  }
  box.hidden = false;
  form.addEventListener("api:done", ({ detail: { options } }) => {
    offered?.abort(); // a browser asks for one passkey at a time
    const request = { publicKey: read(options) };
    if (entering) ask(navigator.credentials.get(request), enter);
    else ask(navigator.credentials.create(request), (key) => send(key, "POST", "/api/v1/me/passkeys"));
  });
  if (entering) offer();
}

if (box) begin();
