// The roles the speaker held then, proposed while a quote is entered, and what disagrees about the
// role chosen. Without this file they are shown once the quote is saved.
"use strict";

const HOLDING = ["speaker", "organization", "role", "speech", "said"];
const CREDIT = /^(citations-\d+-)?as_credited$/;

class Proposals {
  constructor(form, box, address) {
    this.form = form;
    this.box = box;
    this.address = address;
    box.setAttribute("role", "status");
    // Select2 tells of a choice by jQuery's own events alone.
    django.jQuery(form).on("input change", ({ target }) => {
      if (HOLDING.includes(target.name) || CREDIT.test(target.name)) { this.askSoon(); }
    });
    this.ask();
  }

  askSoon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), 400); // milliseconds without typing
  }

  async ask() {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(`${this.address}?${this.query()}`, { signal: this.asked.signal });
      if (answer.ok) { this.show(await answer.json()); }
    } catch (error) {
      if (error.name !== "AbortError") { throw error; }
    }
  }

  query() {
    const filled = [...new FormData(this.form)].flatMap(([name, value]) => {
      if (HOLDING.includes(name)) { return [[name, value]]; }
      return CREDIT.test(name) && value ? [["as_credited", value.slice(0, 500)]] : [];
    });
    return new URLSearchParams(filled);
  }

  show({ held, none, sentences }) {
    const focused = document.activeElement?.dataset.role; // a button pressed keeps the focus
    this.box.replaceChildren(
      ...(held.length ? held.map((one) => this.button(one)) : [none]),
      ...sentences.map(warning),
    );
    if (focused) { this.box.querySelector(`[data-role="${focused}"]`)?.focus(); }
  }

  button({ id, role, told }) {
    const button = document.createElement("button");
    const chosen = this.form.elements.role.value === String(id);
    button.type = "button";
    button.className = "proposal";
    button.dataset.role = id;
    button.textContent = told;
    button.setAttribute("aria-pressed", String(chosen));
    button.addEventListener("click", () => this.choose(id, role));
    return button;
  }

  choose(id, name) {
    const field = this.form.elements.role;
    if (![...field.options].some((option) => option.value === String(id))) {
      field.append(new Option(name, id));
    }
    field.value = id;
    django.jQuery(field).trigger("change");
  }
}

function warning(sentence) {
  const line = document.createElement("p");
  line.className = "warning";
  line.textContent = sentence;
  return line;
}

// The quote's own form: .../quotes/quote/add/ or .../quotes/quote/5/change/.
addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("#quote_form");
  const box = form?.querySelector(".field-roles_held_then .readonly");
  const place = location.pathname.match(/^(.*\/)(?:add|\d+\/change)\/$/);
  if (box && place && form.elements.role) { new Proposals(form, box, `${place[1]}roles/`); }
});
