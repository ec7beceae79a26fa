import { initAll } from "./vendor/govuk-frontend/govuk-frontend.min.js";

initAll();

// What htmx puts into the page gets its components too.
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) initAll({ scope: event.target });
});

// A part that could not be had: the whole page says why.
document.addEventListener("htmx:responseError", (event) => {
  const { verb, path } = event.detail.requestConfig;
  if (verb === "get") location.assign(event.detail.pathInfo?.finalRequestPath ?? path);
});

// A form marked data-filters is sent as soon as something in it is chosen; without scripts it has its button.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && "filters" in form.dataset) form.requestSubmit();
});
