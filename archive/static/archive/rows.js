// A row that was added is where one goes on typing; Django leaves the keyboard on the link below it.
"use strict";

const TYPED_INTO = "input, textarea, select:not(.select2-hidden-accessible), .select2-selection";

// Later, when Select2 has made its boxes of the row's selects.
document.addEventListener("formset:added", ({ target }) => setTimeout(() => {
  [...target.querySelectorAll(TYPED_INTO)].find((one) => one.checkVisibility())?.focus();
}));
