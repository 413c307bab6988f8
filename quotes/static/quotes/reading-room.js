// Keys for those who like them: every page works without this file.
// "/" goes to the search, j and k to the next and previous quote, c copies a citation.
"use strict";

const status = document.querySelector("[data-said]");
const switchButton = document.querySelector("[data-keys-switch]");
const OFF = "keys-off";

let saying = [];

// The timers of the message before would clear this one too early.
function say(message) {
  saying.forEach(clearTimeout);
  status.textContent = "";
  saying = [
    // A screen reader announces a change; the same words twice are none without the pause.
    setTimeout(() => { status.textContent = message; }, 50),
    setTimeout(() => { status.textContent = ""; }, 4000),
  ];
}

// Storage may be forbidden; the keys are then on and forgotten with the page.
function keysAreOff() {
  try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
}

function setKeys(off) {
  try { off ? localStorage.setItem(OFF, "1") : localStorage.removeItem(OFF); } catch { /* see above */ }
  showKeys();
}

function showKeys() {
  const off = keysAreOff();
  switchButton.textContent = off ? switchButton.dataset.on : switchButton.dataset.off;
}

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function goToSearch() {
  const field = document.querySelector("[data-search]");
  field.focus();
  field.select();
}

// A quote's words lead to its page, a speech's heading to its own.
const LINK = "blockquote a, h2 a";

function lines() {
  return [...document.querySelectorAll("[data-line]")];
}

function currentLine() {
  return document.activeElement.closest("[data-line]");
}

function move(step) {
  const all = lines();
  const here = all.indexOf(currentLine());
  const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
  const link = next && next.querySelector(LINK);
  if (!link) return;
  link.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// A list does not carry twenty citations: the quote's own page has it.
async function citationOf(line) {
  const here = document.querySelector("[data-citation]");
  if (here) return here.textContent;
  const link = line && line.querySelector(LINK);
  if (!link) return "";
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector("[data-citation]");
  return found ? found.textContent : "";
}

async function copyCitation() {
  const here = document.querySelector("[data-citation]");
  const text = await citationOf(currentLine()).catch(() => "");
  if (text) copy(text, here, status.dataset.copied);
}

async function copy(text, element, done) {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch {
    // Without the clipboard (an address without TLS) the reader's own copy command still works.
    if (element) getSelection().selectAllChildren(element);
    say(status.dataset.failed);
  }
}

const KEYS = { "/": goToSearch, j: () => move(1), k: () => move(-1), c: copyCitation };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keysAreOff() || typing(event.target)) return;
  const action = KEYS[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

// Browsers that cannot tell the style sheet of this file themselves (before 2024).
document.documentElement.classList.add("scripts");

switchButton.addEventListener("click", () => setKeys(!keysAreOff()));
showKeys();

for (const button of document.querySelectorAll("[data-copies]")) {
  const element = document.querySelector(button.dataset.copies);
  const done = "citation" in element.dataset ? status.dataset.copied : status.dataset.done;
  button.addEventListener("click", () => copy(element.textContent.trim(), element, done));
}
