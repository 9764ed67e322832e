// Draws the API documentation; changes tried from it carry the CSRF token of this browser's session.
(function () {
  var place = document.getElementById("api");
  var dark = document.documentElement.getAttribute("data-bs-theme") === "dark";
  document.documentElement.classList.toggle("dark-mode", dark);
  var token = null;

  async function withToken(request) {
    if (/^(GET|HEAD)$/i.test(request.method || "GET")) return request;
    token = token || (await (await fetch("/api/v1/session")).json()).csrf_token;
    request.headers["X-CSRFToken"] = token;
    return request;
  }

  new MutationObserver(function () {
    place.querySelectorAll("textarea:not([aria-label])").forEach(function (box) {
      box.setAttribute("aria-label", place.dataset.body);
    });
  }).observe(place, { childList: true, subtree: true });

  window.SwaggerUIBundle({
    url: place.dataset.spec,
    domNode: place,
    deepLinking: false, // its links would sit inside buttons
    docExpansion: "list",
    defaultModelsExpandDepth: -1,
    displayRequestDuration: true,
    filter: true,
    validatorUrl: null,
    requestInterceptor: withToken,
  });
})();
