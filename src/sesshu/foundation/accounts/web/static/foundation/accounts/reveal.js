/* A password can be shown while it is typed, so that a long one is typed right (WCAG 3.3.8). */
"use strict";

for (const field of document.querySelectorAll("input[data-reveal]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ss-button";
  button.dataset.type = "text";
  button.dataset.size = "sm";
  button.textContent = field.dataset.reveal;
  button.setAttribute("aria-controls", field.id);
  button.setAttribute("aria-pressed", "false");
  const label = document.querySelector(`label[for="${field.id}"]`);
  if (label) button.setAttribute("aria-label", `${label.firstChild.textContent.trim()}を${field.dataset.reveal}`);
  button.addEventListener("click", () => {
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.setAttribute("aria-pressed", String(hidden));
  });
  // what was shown must not stay in the browser's memory of typed texts
  field.form.addEventListener("submit", () => { field.type = "password"; });
  field.after(button);
}
