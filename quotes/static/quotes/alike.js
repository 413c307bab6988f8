// What the archive holds already, shown while a quote is typed: here and on the entering screen.
"use strict";

const PAUSE = 400; // milliseconds without typing before the archive is asked
let waiting = 0;
let asked = null;

function askSoon(field, address, box) {
  clearTimeout(waiting);
  waiting = setTimeout(() => ask(field, address, box), PAUSE);
}

async function ask(field, address, box) {
  asked?.abort();
  asked = new AbortController();
  const query = new URLSearchParams({ words: field.value.slice(0, 2000), but: field.dataset.but ?? "" });
  try {
    const answer = await fetch(`${address}?${query}`, { signal: asked.signal });
    if (answer.ok) { show(box, (await answer.json()).alike); }
  } catch (error) {
    if (error.name !== "AbortError") { throw error; }
  }
}

function show(box, alike) {
  box.replaceChildren(...alike.flatMap((quote, at) => {
    const link = document.createElement("a");
    link.href = quote.url;
    link.textContent = quote.text;
    const who = [quote.speaker, quote.status, quote.how].filter(Boolean).join(", ");
    return [at ? "; " : "In the archive: ", link, ` (${who})`];
  }));
}

// The quote's own form: .../quotes/quote/add/ or .../quotes/quote/5/change/.
addEventListener("DOMContentLoaded", () => {
  const field = document.querySelector("#quote_form #id_text");
  const place = location.pathname.match(/^(.*\/)(?:add|(\d+)\/change)\/$/);
  if (field === null || place === null) { return; }
  field.dataset.but = place[2] ?? "";
  const box = document.createElement("p");
  box.className = "help";
  box.setAttribute("role", "status");
  box.dataset.held = "";
  field.closest(".form-row").append(box);
  field.addEventListener("input", () => askSoon(field, `${place[1]}alike/`, box));
});
