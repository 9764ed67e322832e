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

  window.SwaggerUIBundle({
    url: place.dataset.spec,
    domNode: place,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: -1,
    displayRequestDuration: true,
    filter: true,
    validatorUrl: null,
    requestInterceptor: withToken,
  });
})();
