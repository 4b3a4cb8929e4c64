/*
 * What the hub's pages can do besides being read: they say how old they are, notice news, and obey keys. Every page works
 * without this file; it only ever adds. It never moves a row, never fetches a page by itself, writes nothing but text, and
 * asks no other server.
 *
 * 1 age and news   2 keys   3 the place one was at   4 local times   5 copying
 */

const page = document.body.dataset;
const one = (selector) => document.querySelector(selector);
const age = one("#age");
const news = one("#news");
const pause = one("#pause");
const help = one("#help");
const SECOND = 1000;

/** Storage of this tab; a browser that forbids it forgets, nothing more. */
const remembered = {
  get(key) {
    try { return sessionStorage.getItem(key); } catch { return null; }
  },
  set(key, value) {
    try {
      if (value === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, value);
    } catch { /* then not */ }
  },
};

/* 1 age and news: one stream of events while the page is looked at; nothing while it is hidden or paused ------------------ */

const FIRST_WAIT = 1 * SECOND;
const LONGEST_WAIT = 60 * SECOND;
/** The stream says something at least every 20 s; one that is silent for longer than this is taken for dead. */
const LONGEST_SILENCE = 50 * SECOND;

const live = {
  isOn: page.live === "on" && "EventSource" in window,
  /** Stops all of it, whatever the window does, until the reader says otherwise; kept over a reload. */
  isPaused: remembered.get("paused") === "yes",
  stream: null,
  /** How many tries have failed in a row, the timer of the next, and the one that notices silence. */
  failures: 0,
  retry: 0,
  silence: 0,
  /** Whether the hub said that it cannot reach its database. */
  isAway: false,
  /** How many runs were active when the page was made. */
  activeAtFirst: null,

  /** Opens the stream if it should be open and closes it if it should not: called whenever any of the reasons changes. */
  settle() {
    const wanted = this.isOn && !this.isPaused && document.visibilityState === "visible";
    if (!wanted) {
      this.close();
      this.failures = 0;
    } else if (!this.stream && !this.retry) {
      this.open();
    }
    showAge();
  },

  open() {
    const stream = new EventSource(`/live?since=${encodeURIComponent(page.at)}`);
    this.stream = stream;
    stream.onopen = () => {
      this.failures = 0;
      this.alive();
    };
    stream.onmessage = (event) => {
      this.isAway = false;
      this.alive();
      this.heard(event.data);
    };
    stream.addEventListener("beat", () => this.alive());
    stream.addEventListener("away", () => {
      this.isAway = true;
      this.alive();
    });
    // The browser's own retries do not back off, so they are not used.
    stream.onerror = () => this.lost();
    this.alive();
  },

  alive() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.lost(), LONGEST_SILENCE);
    showAge();
  },

  lost() {
    this.close();
    const wait = Math.min(FIRST_WAIT * 2 ** this.failures, LONGEST_WAIT) * (0.75 + Math.random() / 2);
    this.failures += 1;
    this.retry = setTimeout(() => {
      this.retry = 0;
      this.settle();
    }, wait);
    showAge();
  },

  close() {
    this.stream?.close();
    this.stream = null;
    this.isAway = false;
    clearTimeout(this.retry);
    clearTimeout(this.silence);
    this.retry = 0;
  },

  heard(text) {
    let told;
    try { told = JSON.parse(text); } catch { return; }
    this.activeAtFirst ??= told.active;
    let word = "";
    if (told.new > 0) word = told.new >= 100 ? "more than 99 new" : `${told.new} new`;
    else if (told.active !== this.activeAtFirst) word = "changed";
    if (word === "" || news.textContent === word) return;
    news.textContent = word;
    news.title = "Show them (r)";
    news.hidden = false;
  },
};

/** “12 s old”, from when this browser asked for the page, so that no two clocks are compared. */
function oldness() {
  const seconds = Math.floor(performance.now() / SECOND);
  if (seconds < 60) return `${seconds} s old`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m old`;
  return `${Math.floor(seconds / 3600)} h old`;
}

let tick = 0;

/** Says it, and looks again when it will be different; not while nobody sees it. */
function showAge() {
  clearTimeout(tick);
  if (!age || !page.at) return;
  let said = one("#oldness");
  if (!said) {
    said = document.createElement("span");
    said.id = "oldness";
    age.append(" · ", said);
  }
  const trouble = live.failures > 0 ? ", connection lost" : live.isAway ? ", database not reached" : "";
  const isListening = live.isOn && !live.isPaused;
  said.toggleAttribute("data-lost", isListening && trouble !== "");
  said.textContent = oldness() + (isListening ? trouble : live.isOn ? ", paused" : "");
  if (document.visibilityState !== "visible") return;
  const elapsed = performance.now();
  const step = elapsed < 60 * SECOND ? SECOND : 60 * SECOND;
  tick = setTimeout(showAge, step - (elapsed % step) + 10);
}

function togglePause() {
  if (!live.isOn) return;
  live.isPaused = !live.isPaused;
  remembered.set("paused", live.isPaused ? "yes" : null);
  pause.setAttribute("aria-pressed", String(live.isPaused));
  live.settle();
}

if (pause && live.isOn) {
  pause.hidden = false;
  pause.title = "Stop listening for news (p)";
  pause.setAttribute("aria-pressed", String(live.isPaused));
  pause.addEventListener("click", togglePause);
}
document.addEventListener("visibilitychange", () => live.settle());
// A page that is left, or kept for the back button, holds no connection.
addEventListener("pagehide", () => live.close());
addEventListener("pageshow", () => live.settle());
addEventListener("online", () => {
  clearTimeout(live.retry);
  live.retry = 0;
  live.settle();
});

/* 2 keys ----------------------------------------------------------------------------------------------------------------- */

/** Whether keys are letters now, and not commands. */
function isTyping(target) {
  return target instanceof Element && Boolean(target.closest("input, select, textarea, [contenteditable]"));
}

const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.getClientRects().length > 0);
/** What takes the focus for a row: its first link, so that Enter and screen readers need to be told nothing; else itself. */
const handle = (row) => row.querySelector("a[href]") ?? row;

/** Moves the focus by one row; from nowhere to the first row that can be seen. */
function move(by) {
  const all = rows();
  if (all.length === 0) return;
  const current = all.findIndex((row) => row.contains(document.activeElement));
  const top = one(".age")?.getBoundingClientRect().bottom ?? 0;
  const next = current < 0
    ? Math.max(all.findIndex((row) => row.getBoundingClientRect().top >= top), 0)
    : Math.min(Math.max(current + by, 0), all.length - 1);
  const target = handle(all[next]);
  if (target === all[next]) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  all[next].scrollIntoView({ block: "nearest" });
}

function toFilters() {
  const field = one("form.filters :is(input:not([type=hidden]), select), input[type=search]");
  field?.focus();
  field?.select?.();
  return Boolean(field);
}

// An address is for passing on: what was not asked for does not stand in it.
document.addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});

function toggleHelp() {
  if (!help) return;
  if (help.open) help.close();
  else help.showModal();
}

const commands = {
  j: () => move(1),
  k: () => move(-1),
  r: () => reload(),
  p: () => togglePause(),
  "/": () => toFilters(),
  "?": () => toggleHelp(),
};

/** When `g` was pressed; a letter within a second and a half goes somewhere. */
let going = 0;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  if (key === "Escape") {
    // The dialog closes by itself. Otherwise it leaves a field, or the row.
    if (!help?.open && document.activeElement !== document.body) document.activeElement?.blur();
    return;
  }
  if (isTyping(event.target)) return;
  if (help?.open && key !== "?") return;
  const isGoing = event.timeStamp - going < 1.5 * SECOND && going > 0;
  going = 0;
  if (isGoing) {
    const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  if (key === "g") {
    going = event.timeStamp;
  } else if (Object.hasOwn(commands, key) && !(event.repeat && key !== "j" && key !== "k")) {
    event.preventDefault();
    commands[key]();
  }
});

/* 3 the place one was at: looking again keeps the scroll (the browser's doing) and the row ------------------------------- */

const here = () => `row ${location.pathname}${location.search}`;

function reload() {
  const row = rows().find((candidate) => candidate.contains(document.activeElement));
  remembered.set(here(), row ? handle(row).getAttribute("href") : null);
  location.reload();
}

news?.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  reload();
});

const before = remembered.get(here());
if (before !== null) {
  remembered.set(here(), null);
  rows().map(handle).find((link) => link.getAttribute("href") === before)?.focus({ preventScroll: true });
}

/* 4 local times: hovering over a time shows it on the clock of whoever reads; one with data-local says it at once --------- */

const local = new Intl.DateTimeFormat(undefined, {
  weekday: "short", year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit",
  timeZoneName: "short",
});
/** The same in fewer words, for where it stands beside the UTC one. */
const short = new Intl.DateTimeFormat(undefined, {
  weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short",
});
for (const element of document.querySelectorAll("time[datetime]")) {
  const at = new Date(element.dateTime);
  if (Number.isNaN(at.valueOf())) continue;
  element.title = `${element.dateTime}\n${local.format(at)} here`;
  if ("local" in element.dataset && at.getTimezoneOffset() !== 0) {
    const also = document.createElement("span");
    also.className = "here";
    also.textContent = ` = ${short.format(at)} here`;
    element.after(also);
  }
}

/* 5 copying: a button for each [data-copy]; with the value “ticket” it also says what it is about, and where it stands ---- */

/** On plain HTTP there is no navigator.clipboard; a field and the old command do the same. */
async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch { /* perhaps the old way may */ }
  }
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.className = "skip";
  document.body.append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  focused?.focus({ preventScroll: true });
  return isDone;
}

for (const element of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  const isTicket = element.dataset.copy === "ticket";
  button.title = isTicket ? "Copy as text, for a ticket" : "Copy as text";
  button.addEventListener("click", async () => {
    // The button's own word is not part of what it copies.
    button.hidden = true;
    const text = element.innerText.trim();
    button.hidden = false;
    const isDone = await copy(isTicket ? `${one("h1").innerText}\n${location.href}\n\n${text}` : text);
    button.textContent = isDone ? "Copied" : "Not allowed";
    button.focus({ preventScroll: true });
    setTimeout(() => { button.textContent = "Copy"; }, 2 * SECOND);
  });
  if (isTicket) (element.querySelector("h2") ?? element).append(button);
  else element.after(button);
}

// A board of slots is longest where time is newest, and that is what one looks at first.
for (const board of document.querySelectorAll(".scroll > table.slots")) board.parentElement.scrollLeft = board.scrollWidth;

live.settle();
