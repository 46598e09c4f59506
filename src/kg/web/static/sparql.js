// The SPARQL editor: YASGUI with our prefixes, terms and examples. Nothing is asked of other servers.
"use strict";

(() => {
  const place = document.getElementById("yasgui");
  const setup = JSON.parse(place.dataset.setup);
  const endpoint = new URL(setup.endpoint, location.href).href;
  const { Yasqe, Yasr } = Yasgui;

  // Terms of our vocabulary, instead of those that a public server would be asked for.
  const terms = (name, iris, fits) => Yasqe.registerAutocompleter({
    name,
    bulk: false,
    autoShow: false,
    isValidCompletionPosition: (yasqe) => {
      const token = yasqe.getCompleteToken();
      return token.string[0] !== "?" && token.string[0] !== "$" && !token.string.startsWith("_") && fits(yasqe, token);
    },
    preProcessToken: (yasqe, token) => {
      const [prefix, local] = token.string.split(":");
      const namespace = local === undefined ? undefined : yasqe.getPrefixesFromQuery()[prefix];
      token.autocompletionString = namespace ? namespace + local : token.string.replace(/^</, "");
      token.tokenPrefix = namespace ? `${prefix}:` : undefined;
      token.tokenPrefixUri = namespace;
      return token;
    },
    get: (_, token) => iris.filter((iri) => iri.toLowerCase().includes((token?.autocompletionString ?? "").toLowerCase())),
    postProcessSuggestion: (_, token, iri) =>
      token.tokenPrefixUri && iri.startsWith(token.tokenPrefixUri)
        ? token.tokenPrefix + iri.slice(token.tokenPrefixUri.length)
        : `<${iri}>`,
  });
  const before = (yasqe, token) => yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token).string;
  terms("kg-classes", setup.classes, (yasqe, token) => ["a", "rdf:type"].includes(before(yasqe, token)));
  terms("kg-properties", setup.properties, (yasqe, token) => {
    const last = before(yasqe, token);
    return last === ";" || last.startsWith("?") || last.startsWith("<") || /^\w[\w-]*:\w/.test(last);
  });

  // A chart: a bar for each row, of the first column of numbers, called by the first column of words.
  class Bars {
    constructor(yasr) { this.yasr = yasr; this.priority = 5; this.label = setup.words.chart; }
    columns() {
      const found = this.yasr.results;
      const rows = found?.getBindings?.() ?? [];
      const number = (cell) => cell && /(integer|decimal|double|float)$/.test(cell.datatype ?? "");
      const all = found?.getVariables?.() ?? [];
      const value = all.find((name) => name !== "year" && rows.some((row) => number(row[name])));
      const label = all.find((name) => name !== value && rows.some((row) => row[name]?.type === "literal")) ?? all[0];
      return { rows, value, label };
    }
    canHandleResults() { return Boolean(this.columns().value); }
    draw() {
      const { rows, value, label } = this.columns();
      const shown = rows.filter((row) => row[value]).slice(0, 100);
      const most = Math.max(...shown.map((row) => Math.abs(Number(row[value].value))), 1e-9);
      const table = document.createElement("table");
      table.className = "bars";
      for (const row of shown) {
        const line = table.insertRow();
        line.insertCell().textContent = row[label]?.value ?? "";
        const meter = document.createElement("meter");
        meter.max = most;
        meter.value = Math.abs(Number(row[value].value));
        meter.setAttribute("aria-label", row[value].value);
        line.insertCell().append(meter);
        const cell = line.insertCell();
        cell.className = "number";
        cell.textContent = Number(row[value].value).toLocaleString(document.documentElement.lang);
      }
      this.yasr.resultsEl.replaceChildren(table);
    }
    getIcon() { return null; }
  }
  Yasr.registerPlugin("bars", Bars);
  Yasr.defaults.plugins.table.dynamicConfig = { ...Yasr.defaults.plugins.table.dynamicConfig, compact: true };

  const declared = Object.entries(setup.prefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}>`);
  const used = (query) => declared.filter((line) => query.includes(`${line.split(" ")[1]}`)).join("\n");
  const first = new URLSearchParams(location.hash.slice(1)).get("query");
  document.getElementById("plain").hidden = true;
  place.hidden = false;

  const yasgui = new Yasgui(place, {
    persistenceId: null,
    populateFromUrl: false,
    copyEndpointOnNewTab: true,
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    yasqe: {
      value: first ?? `${used(setup.start)}\n${setup.start}`,
      autocompleters: ["prefixes", "variables", "kg-classes", "kg-properties"],
      prefixCcApi: null,
      showQueryButton: true,
      persistenceId: null,
      createShareableLink: (yasqe) => `${location.origin}${location.pathname}#query=${encodeURIComponent(yasqe.getValue())}`,
    },
    yasr: { prefixes: setup.prefixes, pluginOrder: ["table", "bars", "response"], persistenceId: null },
  });
  const yasqe = () => yasgui.getTab().getYasqe();
  yasqe().setValue(first ?? `${used(setup.start)}\n\n${setup.start}`);

  for (const input of place.querySelectorAll("input:not([aria-label]), textarea:not([aria-label])")) {
    input.setAttribute("aria-label", input.className.includes("autocomplete") ? "Endpoint" : "SPARQL");
  }

  const csv = document.getElementById("as-csv");
  const link = () => { csv.href = `${endpoint}?format=csv&query=${encodeURIComponent(yasqe().getValue())}`; };
  yasgui.on("query", link);
  csv.addEventListener("pointerdown", link);
  csv.addEventListener("focus", link);
  link();

  document.getElementById("example").addEventListener("change", (event) => {
    const example = setup.examples[Number(event.target.value)];
    if (!example) return;
    yasqe().setValue(example.query);
    yasqe().query();
  });
})();
