// What the archive holds already, shown while a record is entered: on the forms of quotes, speeches,
// sources, people and organizations, and on the entering screen. Without this file it is said when one saves.
"use strict";

const PAUSE = 400; // milliseconds without typing before the archive is asked
const LONGEST = 2000; // characters of one field that are sent
let waiting = 0;
let asked = null;

// filled: a function that gives [name, value] pairs, read when it is asked.
function askSoon(address, filled, box) {
  clearTimeout(waiting);
  waiting = setTimeout(() => ask(address, filled(), box), PAUSE);
}

async function ask(address, filled, box) {
  asked?.abort();
  asked = new AbortController();
  const query = new URLSearchParams(filled.map(([name, value]) => [name, value.slice(0, LONGEST)]));
  try {
    const answer = await fetch(`${address}?${query}`, { signal: asked.signal });
    if (answer.ok) { show(box, await answer.json()); }
  } catch (error) {
    if (error.name !== "AbortError") { throw error; }
  }
}

function show(box, { alike, label }) {
  box.replaceChildren(...alike.flatMap((one, at) => {
    const link = document.createElement("a");
    link.href = one.url;
    link.textContent = one.text;
    return [at ? "; " : `${label} `, link, ` (${one.how})`];
  }));
}

// Which fields of which form say that two are one; below the first of them stands what is alike.
const SAYING = {
  quote_form: /^text$/,
  speech_form: /^(delivered|speakers-\d+-(person|organization))$/,
  source_form: /^url$/,
  person_form: /^(names-\d+-)?name$/,
  organization_form: /^(names-\d+-)?name$/,
};

function watch(form, saying) {
  const place = location.pathname.match(/^(.*\/)(?:add|(\d+)\/change)\/$/);
  const first = [...form.elements].find((field) => saying.test(field.name));
  if (!place || !first) { return; }
  const box = document.createElement("p");
  box.className = "help";
  box.setAttribute("role", "status");
  box.dataset.held = "";
  first.closest(".form-row").append(box);
  const filled = () => [
    ["but", place[2] ?? ""],
    ...[...new FormData(form)].filter(([name]) => saying.test(name)),
  ];
  // Select2 tells of a choice by jQuery's own events alone.
  django.jQuery(form).on("input change", ({ target }) => {
    if (saying.test(target.name ?? "")) { askSoon(`${place[1]}alike/`, filled, box); }
  });
}

addEventListener("DOMContentLoaded", () => {
  for (const [id, saying] of Object.entries(SAYING)) {
    const form = document.getElementById(id);
    if (form !== null) { watch(form, saying); }
  }
});
