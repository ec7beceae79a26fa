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

// What saves itself while one types says so where that failed; the next time that it goes well takes the words away.
for (const failed of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failed, (event) => {
    const place = event.target.closest?.("[data-failed]");
    if (!place) return;
    place.querySelectorAll(".saved__when, .saved__failed").forEach((each) => each.remove());
    const said = document.createElement("span");
    said.className = "saved__failed";
    said.textContent = place.dataset.failed;
    place.append(said);
  });
}

// A form marked data-filters is sent as soon as something in it is chosen; without scripts it has its button.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && "filters" in form.dataset) form.requestSubmit();
});

// A table that is wider than its frame says that it goes on; one that fits does not.
function sayWhatGoesOn() {
  document.querySelectorAll("[data-goes-on]").forEach((each) => {
    const frame = document.getElementById(each.dataset.goesOn);
    each.hidden = frame.scrollWidth <= frame.clientWidth;
  });
}
addEventListener("resize", sayWhatGoesOn);
document.addEventListener("htmx:load", sayWhatGoesOn);
sayWhatGoesOn();

// A part that a link within data-opens has opened beside the page: what is marked data-closes, or Escape in it, empties it
// and goes back to that link.
let opener = "";
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-opens] td a");
  if (link) opener = link.getAttribute("href");
  const closing = event.target.closest?.("[data-closes]");
  if (!closing) return;
  event.preventDefault();
  shut(document.getElementById(closing.dataset.closes));
});
document.addEventListener("keydown", (event) => {
  const inside = event.key === "Escape" && event.target.closest?.("aside:has([data-closes])");
  if (inside) shut(inside);
});
function shut(part) {
  if (!part) return;
  part.hidden = true;
  part.replaceChildren();
  document.querySelector(`[data-opens] [href="${CSS.escape(opener)}"]`)?.focus();
}
