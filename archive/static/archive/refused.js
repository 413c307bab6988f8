// When a form comes back refused, the keyboard is in its first refused field: it may be far down, in
// a row of a citation. Without this file it is where the browser puts it, at the top.
// Django's script, which puts it in the first field of a new record, is left out of such a page.
"use strict";

const REFUSED = '#content .conflict input[type=checkbox], #content [aria-invalid="true"]';

function toTheFirstRefused() {
  const shown = (one) => (one.matches(".select2-hidden-accessible")
    ? one.nextElementSibling.querySelector(".select2-selection") : one);
  const first = [...document.querySelectorAll(REFUSED)].map(shown).find((one) => one.checkVisibility());
  first?.focus();
  // Under the middle of the window, or the label and the sentence above the field may be out of sight.
  first?.scrollIntoView({ block: "center" });
}

// Later, when Select2, which waits for the document too, has made its boxes of the selects.
addEventListener("DOMContentLoaded", () => setTimeout(toTheFirstRefused));
