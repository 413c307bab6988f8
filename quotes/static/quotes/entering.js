// Marking by selection; alike.js looks for what is held already. The screen works without both.
/* global askSoon */
"use strict";

const text = document.getElementById("text");
const said = document.querySelector("[data-said]");

function say(message) {
  said.textContent = message;
}

// Code points, as the server counts: an emoji is one, though JavaScript's strings have two for it.
function points(words) {
  return [...words].length;
}

// What is selected in the text, as places counted from its beginning; null when nothing is.
function selected() {
  const selection = getSelection();
  if (selection.rangeCount === 0 || selection.isCollapsed) { return null; }
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) { return null; }
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const start = points(before.toString());
  return { start, end: start + points(range.toString()) };
}

async function mark() {
  const place = selected();
  if (place === null) { say(said.dataset.selectFirst); return; }
  const answer = await fetch(`${text.dataset.passage}?${new URLSearchParams(place)}`);
  if (!answer.ok) { say(said.dataset.failed); return; }
  const box = document.createElement("ol");
  box.innerHTML = await answer.text(); // our own template, every value escaped
  put(box.firstElementChild);
}

// A passage that is on the page already is shown, not offered twice.
function put(row) {
  const known = document.getElementById(row.id);
  if (known === null) { document.querySelector("[data-passages]").prepend(row); }
  document.querySelector(".passages-all").hidden = false;
  document.querySelector("[data-empty]")?.remove();
  const shown = known ?? row;
  shown.querySelector("[name=take]").checked = true;
  shown.scrollIntoView({ block: "nearest" });
  shown.querySelector("textarea").focus({ preventScroll: true });
  say(known ? said.dataset.known : said.dataset.added);
}

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function tickAll() {
  const boxes = [...document.querySelectorAll("[data-passages] [name=take]")];
  const all = boxes.every((box) => box.checked);
  boxes.forEach((box) => { box.checked = !all; });
}

function showPlace(row) {
  document.querySelectorAll("mark.now").forEach((one) => one.classList.remove("now"));
  const place = document.getElementById(`at-${row.dataset.key}`);
  if (place === null) { return; }
  place.classList.add("now");
  // Only the text scrolls: the form must not move under the hands of who fills it in.
  text.scrollTop += place.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
}

if (text !== null) {
  const button = document.querySelector("[data-mark-selection]");
  button.closest("[data-mark]").hidden = false;
  button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
  button.addEventListener("click", mark);
  document.addEventListener("selectionchange", () => { button.disabled = selected() === null; });
  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "m" && plain && !typing(event.target) && selected()) { event.preventDefault(); mark(); }
  });
  const all = document.querySelector("[data-all]");
  all.hidden = false;
  all.addEventListener("click", tickAll);
  const list = document.querySelector("[data-passages]");
  const lookFor = ({ target }) => {
    if (!target.matches("textarea")) { return; }
    askSoon(text.dataset.alike, () => [["text", target.value]], target.closest(".passage").querySelector("[data-held]"));
  };
  list.addEventListener("input", lookFor);
  list.addEventListener("focusin", lookFor); // near ones too, which the page itself does not look for
  list.addEventListener("focusin", (event) => showPlace(event.target.closest(".passage")));
  text.addEventListener("click", (event) => {
    const place = event.target.closest("mark.waiting");
    const row = place && getSelection().isCollapsed && document.getElementById(`row-${place.dataset.key}`);
    if (row) { row.scrollIntoView({ block: "nearest" }); row.querySelector("textarea").focus({ preventScroll: true }); }
  });
  // A form sent twice makes nothing twice; a button that looks dead is still clearer.
  const form = document.getElementById("passages");
  const enable = (on) => form.querySelectorAll("button[type=submit]").forEach((one) => { one.disabled = !on; });
  form.addEventListener("submit", () => setTimeout(() => enable(false)));
  addEventListener("pageshow", () => enable(true)); // who comes back finds them alive
}
