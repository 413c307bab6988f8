// Suggestions while typing, as an ARIA combobox: without this file the same inputs are plain.
// The main search leads to the page of what is chosen; an input of the form is filled with it.
"use strict";

const { address, label, found, none } = document.currentScript.dataset;
const PAUSE = 120; // milliseconds: a question for a pause in typing, not for every key

class Suggestions {
  constructor(input) {
    this.input = input;
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-suggestions`;
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", label);
    this.told = document.createElement("span");
    this.told.className = "unseen";
    this.told.setAttribute("role", "status");
    input.after(this.list, this.told);
    this.describe();
    this.listen();
  }

  describe() {
    const input = this.input;
    input.autocomplete = "off";
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
  }

  listen() {
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
    // The input keeps the focus while an option is pressed.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.asked?.abort();
    this.asked = new AbortController();
    const typed = this.input.value.trim();
    if (!typed) return this.close();
    const query = new URLSearchParams({ q: typed, field: this.input.dataset.suggest });
    try {
      const answer = await fetch(`${address}?${query}`, { signal: this.asked.signal });
      if (answer.ok) this.show((await answer.json()).suggestions);
    } catch {
      // Asked again meanwhile, or no network: typing goes on as it would without suggestions.
    }
  }

  show(suggestions) {
    this.hide();
    if (document.activeElement !== this.input) return;
    this.told.textContent = suggestions.length ? found.replace("%", suggestions.length) : none;
    if (!suggestions.length) return;
    this.suggestions = suggestions;
    this.list.replaceChildren(...suggestions.map((one, place) => this.option(one, place)));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(-1);
  }

  option(one, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.append(part("name", one.name), part("about", one.also ? `${one.also} · ${one.label}` : one.label));
    return option;
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.hide();
  }

  hide() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.told.textContent = "";
  }

  get options() { return [...this.list.children]; }

  mark(place) {
    this.place = place;
    this.options.forEach((option, n) => option.setAttribute("aria-selected", String(n === place)));
    const option = this.options[place];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  // Past either end stands what was typed itself: nothing is marked there.
  move(step) {
    const places = this.options.length + 1;
    this.mark(((this.place + 1 + step + places) % places) - 1);
  }

  onKey(event) {
    if (event.isComposing || this.list.hidden) return; // a key of an input method is not ours
    const marked = this.options[this.place];
    if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(-1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && marked) this.choose(marked);
    else return;
    event.preventDefault();
  }

  choose(option) {
    const chosen = option && this.suggestions[this.options.indexOf(option)];
    if (!chosen) return;
    if (this.input.dataset.suggest === "q") location.assign(chosen.address);
    else this.input.value = chosen.value;
    this.close();
  }
}

function part(name, text) {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = text;
  return made;
}

for (const input of document.querySelectorAll("[data-suggest]")) new Suggestions(input);
