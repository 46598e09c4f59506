// What makes pages nicer where scripts run. Everything works without it.
"use strict";

// Tables that say data-sortable: a click on a column's head sorts by it.
for (const table of document.querySelectorAll("table[data-sortable]")) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const value = (row, index) => {
    const cell = row.cells[index];
    const told = cell.querySelector("[title]")?.getAttribute("title") ?? cell.textContent.trim();
    return cell.classList.contains("number") ? (told === "" ? NaN : parseFloat(told)) : told;
  };
  heads.forEach((head, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].map((row) => [value(row, index), row]);
      rows.sort(([a], [b]) => {
        if (typeof a === "number") {
          if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) - Number.isNaN(b);
          return down ? b - a : a - b;
        }
        return down ? collator.compare(b, a) : collator.compare(a, b);
      });
      body.append(...rows.map(([, row]) => row));
    });
  });
}

// Lines to copy: a button that does it.
for (const block of document.querySelectorAll(".copy")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = block.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.querySelector("pre").textContent);
    button.textContent = "✓";
    setTimeout(() => { button.textContent = block.dataset.copy; }, 1500);
  });
  if (navigator.clipboard) block.append(button);
}

// Forms that say data-auto answer to a choice at once.
for (const form of document.querySelectorAll("form[data-auto]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
