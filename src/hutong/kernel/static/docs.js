// Draws the API documentation; changes tried from it carry the CSRF token of this browser's session.
(function () {
  var place = document.getElementById("api");
  var page = document.documentElement;
  var token = null;

  function paint() {
    page.classList.toggle("dark-mode", page.dataset.bsTheme === "dark");
  }
  paint();
  new MutationObserver(paint).observe(page, { attributeFilter: ["data-bs-theme"] });

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
    place.querySelectorAll("#servers:not([aria-label])").forEach(function (list) {
      list.setAttribute("aria-label", place.dataset.server);
    });
    place.querySelectorAll("h3.opblock-tag:not([aria-level])").forEach(function (heading) {
      heading.setAttribute("aria-level", "2"); // the description has no heading of its own
    });
  }).observe(place, { childList: true, subtree: true });

  /** A page has one <main>, and ours is it: a plug-in that lets Swagger UI draw a <div> instead. */
  function oneMain(system) {
    var make = system.React.createElement;
    system.React.createElement = function (kind) {
      var rest = Array.prototype.slice.call(arguments, 1);
      return make.apply(this, [kind === "main" ? "div" : kind].concat(rest));
    };
    return {};
  }

  window.SwaggerUIBundle({
    url: place.dataset.spec,
    domNode: place,
    deepLinking: false, // its links would sit inside buttons
    docExpansion: "list",
    defaultModelsExpandDepth: -1,
    displayRequestDuration: true,
    filter: true,
    plugins: [oneMain],
    validatorUrl: null,
    requestInterceptor: withToken,
  });
})();
