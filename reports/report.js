(function () {
  "use strict";
  var root = document.documentElement;
  var byId = function (id) { return document.getElementById(id); };

  // Dark and light: as the system has it, until a reader asks for the other.
  var theme = byId("theme");
  if (theme) {
    theme.hidden = false;
    theme.addEventListener("click", function () {
      var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
    });
  }

  var form = byId("filter");
  var nodes = Array.prototype.slice.call(document.querySelectorAll(".obligation"));
  if (form && nodes.length) {
    var shown = byId("shown");
    var items = null;
    // The words of every obligation and the documents that it names, gathered when they are first asked for.
    var gathered = function () {
      if (!items) {
        items = nodes.map(function (node) {
          var paths = Array.prototype.map.call(node.querySelectorAll(".path"), function (path) { return path.textContent; });
          var clause = byId(node.dataset.clause);
          var words = (clause ? clause.textContent + " " : "") + node.textContent;
          return { words: words.toLowerCase(), paths: paths.join("\n").toLowerCase() };
        });
      }
      return items;
    };
    var wanted = function () {
      var of = form.elements;
      var words = of.words.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      var path = of.document.value.trim().toLowerCase();
      var clauses = of.group.value.trim().split(/\s+/).filter(Boolean);
      var texts = words.length || path ? gathered() : null;
      return function (node, at) {
        return (!of.status.value || node.dataset.status === of.status.value) &&
          (!of.grade.value || node.dataset.grade === of.grade.value) &&
          (!clauses.length || clauses.indexOf(node.dataset.clause) >= 0) &&
          (!path || texts[at].paths.indexOf(path) >= 0) &&
          words.every(function (word) { return texts[at].words.indexOf(word) >= 0; });
      };
    };
    var apply = function () {
      var fits = wanted();
      var count = 0;
      nodes.forEach(function (node, at) {
        var fit = fits(node, at);
        if (node.hidden === fit) { node.hidden = !fit; }
        if (fit) { count += 1; }
      });
      // A clause or group of which nothing is shown goes with it.
      var limited = count < nodes.length;
      document.querySelectorAll(".clause").forEach(function (part) {
        part.hidden = limited && !part.querySelector(".obligation:not([hidden])");
      });
      document.querySelectorAll(".group").forEach(function (part) {
        part.hidden = limited && !part.querySelector(".clause:not([hidden])");
      });
      var text = count ? form.dataset.shown : form.dataset.none;
      shown.textContent = text.replace("{count}", count).replace("{total}", nodes.length);
    };
    var waiting = 0;
    var soon = function () { clearTimeout(waiting); waiting = setTimeout(apply, 150); };
    form.hidden = false;
    form.addEventListener("input", soon);
    form.addEventListener("submit", function (event) { event.preventDefault(); apply(); });
    form.addEventListener("reset", function () { setTimeout(apply, 0); });
    byId("open").addEventListener("click", function () {
      var details = nodes.filter(function (node) { return !node.hidden; }).map(function (node) { return node.querySelector("details"); });
      var open = details.some(function (each) { return each && !each.open; });
      details.forEach(function (each) { if (each) { each.open = open; } });
    });
    apply();
    // A link to an obligation shows it, and what was found on it; a filter that hides it is taken back.
    var reveal = function () {
      var target = location.hash && byId(location.hash.slice(1));
      if (!target) { return; }
      if (target.closest("[hidden]")) {
        form.reset();
        apply();
      }
      var details = target.classList.contains("obligation") && target.querySelector("details");
      if (details) { details.open = true; }
      target.scrollIntoView();
    };
    window.addEventListener("hashchange", reveal);
    reveal();
  }

  // Paper shows what is folded away, and the whole whatever is filtered.
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = Array.prototype.slice.call(document.querySelectorAll(".obligation details:not([open])"));
    closed.forEach(function (each) { each.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (each) { each.open = false; });
  });
}());
