// A page that shows a year follows along: what somebody else does there is seen here within two seconds.
//
//   data-live="1381-2027"     on a part with an id: fetched anew when something happens in that year. Several years have a
//                             space between; "13-2027" is a county's year, "*" everything that one may see
//   data-live-version="17"    the year's version that the part shows
//   data-live-form="1381-2027/mapping" data-live-version="2" data-live-status="open" data-live-draft="5"
//                             on a form: says at once that somebody else has been there; the server refuses it anyway
const STREAM = "/v1/events/stream";
const YEAR = /^\d{4}-\d{4}$/;
const MOST_YEARS = 60;
const QUIET = new Set(["StepReminded", "StepOverdue", "StepEscalated"]); // change nothing of what a form is about
const SETTLED_AFTER = 400; // ms in which what one saves oneself is answered
const AT_MOST_EVERY = 1000;
const LONGEST_PAUSE = 60000;

let source = null;
let tries = 0;
let opened = 0;
let over = false; // the session has ended
let leaving = false; // what was sent is answered by another page, which says what has been done
let refreshed = 0;
let waiting = null;
const asked = new Set();

const regions = () => [...document.querySelectorAll("[data-live][id]")];
const forms = () => [...document.querySelectorAll("form[data-live-form]")];
const patterns = (region) => region.dataset.live.split(" ").filter(Boolean);
const about = (form) => form.dataset.liveForm.split("/");

function speaksOf(pattern, cycle) {
  return pattern === "*" || pattern === cycle || (pattern.length === 7 && cycle.startsWith(pattern.slice(0, 2)) && cycle.endsWith(pattern.slice(2)));
}

function address() {
  const wanted = new Set([...regions().flatMap(patterns), ...forms().map((form) => about(form)[0])]);
  if (!wanted.size) return null;
  const exact = wanted.size <= MOST_YEARS && [...wanted].every((each) => YEAR.test(each));
  return exact ? `${STREAM}?${[...wanted].map((cycle) => `cycle=${cycle}`).join("&")}` : STREAM;
}

function connect() {
  const there = address();
  if (source || over || document.hidden || !there) return;
  source = new EventSource(there);
  const on = (name, heard) => source.addEventListener(name, (event) => heard(JSON.parse(event.data)));
  on("standing", stands);
  on("happened", happened);
  on("draft", ({ cycle, step, version }) => forms().filter((form) => form.dataset.liveForm === `${cycle}/${step}`).forEach((form) => saved(form, version)));
  on("ended", ended);
  source.addEventListener("error", () => {
    close();
    const pause = Math.min(1000 * 2 ** tries++, LONGEST_PAUSE);
    setTimeout(connect, pause * (0.5 + Math.random() / 2));
  });
}

function close() {
  source?.close();
  source = null;
}

function stands({ cycles }) {
  const again = opened++ + tries > 0; // something may have been missed
  tries = 0;
  const behind = regions().filter((region) => {
    const shown = Number(region.dataset.liveVersion || 0);
    return shown ? patterns(region).some((cycle) => cycles[cycle]?.version > shown) : again;
  });
  refreshSoon(behind);
  for (const form of forms()) {
    const [cycle, step] = about(form);
    if (again) check(form);
    else saved(form, cycles[cycle]?.drafts[step] || 0);
  }
}

function happened({ cycle, step, kind }) {
  refreshSoon(regions().filter((region) => patterns(region).some((pattern) => speaksOf(pattern, cycle))));
  if (!QUIET.has(kind)) forms().filter((form) => form.dataset.liveForm === `${cycle}/${step}`).forEach(check);
}

function ended() {
  over = true;
  close();
  show("ended");
}

// The parts of the page, fetched together; what somebody is writing in is left alone and they are told.
function refreshSoon(behind) {
  behind.forEach((region) => asked.add(region.id));
  if (!asked.size || waiting) return;
  waiting = setTimeout(refresh, Math.max(50, refreshed + AT_MOST_EVERY - Date.now()));
}

async function refresh() {
  waiting = null;
  refreshed = Date.now();
  const wanted = [...asked].map((id) => document.getElementById(id)).filter(Boolean);
  asked.clear();
  const busy = wanted.filter(written);
  if (busy.length) show("changed");
  if (leaving || busy.length === wanted.length) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected || leaving) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  let changed = false;
  for (const region of wanted.filter((each) => !written(each))) {
    const found = fresh.getElementById(region.id);
    if (found) changed = replace(region, document.importNode(found, true)) || changed;
  }
  if (changed) say("updated");
}

function written(region) {
  return [...region.querySelectorAll("input:not([type=hidden]), textarea, select")].some((field) => {
    if (field === document.activeElement && field.matches("textarea, input:not([type=checkbox], [type=radio])")) return true;
    if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
    if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected) && field.value !== field.options[0]?.value;
    return field.value !== field.defaultValue;
  });
}

function replace(region, fresh) {
  if (fresh.textContent === region.textContent) {
    if (fresh.dataset.liveVersion) region.dataset.liveVersion = fresh.dataset.liveVersion;
    return false;
  }
  const open = new Set([...region.querySelectorAll("details[open]")].map((each) => each.id || each.querySelector("summary")?.textContent));
  const scrolled = [...region.querySelectorAll(".scroll")].map((each) => [each.scrollLeft, each.scrollTop]);
  const focus = region.contains(document.activeElement) ? pathTo(document.activeElement) : null;
  region.replaceWith(fresh);
  fresh.querySelectorAll("details").forEach((each) => { each.open ||= open.has(each.id || each.querySelector("summary")?.textContent); });
  fresh.querySelectorAll(".scroll").forEach((each, index) => { [each.scrollLeft, each.scrollTop] = scrolled[index] || [0, 0]; });
  if (focus) fresh.querySelectorAll(focus.of)[focus.at]?.focus({ preventScroll: true });
  fresh.classList.add("live-new");
  globalThis.htmx?.process(fresh);
  globalThis.htmx?.trigger(fresh, "htmx:load");
  return true;
}

function pathTo(element) {
  const alike = element.id ? `[id="${CSS.escape(element.id)}"]` : element.href ? `a[href="${CSS.escape(element.getAttribute("href"))}"]` : element.localName;
  return { of: alike, at: [...element.closest("[data-live]").querySelectorAll(alike)].indexOf(element) };
}

// A form knows a draft that it has shown, has saved itself, or has been told of: what is newer is somebody else's. What it
// saves itself it knows as soon as the answer has come.
const known = (form) => Number(form.dataset.liveDraft || 0);
const saving = (form) => form.matches(".htmx-request") || Boolean(form.querySelector(".htmx-request"));
const versionOf = (etag) => Number(etag?.match(/^"(\d+)"$/)?.[1] || 0);

function know(form, version) {
  form.dataset.liveDraft = Math.max(known(form), version);
}

function saved(form, version) {
  if (version <= known(form)) return;
  setTimeout(() => {
    if (saving(form)) saved(form, version);
    else if (version > known(form)) check(form);
  }, SETTLED_AFTER);
}

document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  const form = target.closest?.("form[data-live-form]");
  const version = versionOf(detail.xhr?.getResponseHeader("ETag"));
  if (!form || !detail.successful || !version) return;
  form.dataset.liveMine = version;
  if (version > known(form) + 1) check(form); // somebody else saved in between
  else know(form, version);
});

async function check(form) {
  if (leaving || !form.isConnected) return;
  const [cycle, step] = about(form);
  const { liveVersion = "0", liveStatus = "", liveDraft = "0", liveMine = "0" } = form.dataset;
  const query = new URLSearchParams({ version: liveVersion, status: liveStatus, draft: liveDraft, mine: liveMine });
  const answer = await fetch(`/ar/${cycle}/steg/${step}/andrat?${query}`, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.status !== 200 || answer.redirected) return;
  const said = await answer.text();
  if (leaving) return;
  if (saving(form) || known(form) !== Number(liveDraft)) {
    setTimeout(check, SETTLED_AFTER, form); // it may have spoken of what the form was saving itself
    return;
  }
  put(said, "stale");
  know(form, versionOf(answer.headers.get("ETag")));
}

const words = (name) => document.getElementById(`live-${name}`)?.innerHTML || "";

function show(name) {
  put(words(name), name);
}

function put(html, name) {
  const place = document.getElementById("live");
  const there = place?.querySelector(`[data-said="${name}"]`);
  if (!place || there?.dataset.was === html) return;
  there?.remove();
  const said = document.createElement("div");
  said.dataset.said = name;
  said.dataset.was = html;
  said.innerHTML = html;
  place.append(said);
}

function say(name) {
  const place = document.getElementById("live-said");
  if (!place) return;
  place.textContent = "";
  setTimeout(() => { place.textContent = document.getElementById(`live-${name}`)?.content.textContent.trim() || ""; }, 100);
}

document.addEventListener("submit", ({ target }) => {
  if (target.method === "post" && !target.matches("[hx-post], [hx-put]")) leaving = true;
});
document.addEventListener("visibilitychange", () => (document.hidden ? close() : connect()));
addEventListener("pagehide", close);
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  leaving = false;
  connect();
});
connect();
