/* A password can be shown while it is typed, so that a long one is typed right (WCAG 3.3.8). */
"use strict";

const WORDS = { password: "表示する", text: "隠す" };

for (const field of document.querySelectorAll("input[data-reveal]")) {
  const name = document.querySelector(`label[for="${field.id}"]`).firstChild.textContent.trim();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ss-button";
  button.dataset.type = "text";
  button.dataset.size = "sm";
  button.setAttribute("aria-controls", field.id);
  const become = (type) => {
    field.type = type;
    button.textContent = WORDS[type];
    button.setAttribute("aria-label", `${name}を${WORDS[type]}`);
  };
  button.addEventListener("click", () => become(field.type === "password" ? "text" : "password"));
  // what was shown must not stay in the browser's memory of typed texts
  field.form.addEventListener("submit", () => become("password"));
  become("password");
  field.after(button);
}
