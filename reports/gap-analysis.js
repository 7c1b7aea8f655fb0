(function () {
  "use strict";
  var form = document.getElementById("filter");
  var items = Array.prototype.slice.call(document.querySelectorAll(".obligation"));
  if (form && items.length) {
    var shown = document.getElementById("shown");
    var apply = function () {
      var status = form.elements.status.value;
      var grade = form.elements.grade.value;
      var group = form.elements.group.value;
      var count = 0;
      items.forEach(function (item) {
        var fits = (!status || item.dataset.status === status) &&
          (!grade || item.dataset.grade === grade) &&
          (!group || item.dataset.group.split(" ").indexOf(group) >= 0);
        item.hidden = !fits;
        if (fits) { count += 1; }
      });
      // A clause or group of which nothing is shown goes with it.
      document.querySelectorAll(".clause, .group").forEach(function (part) {
        part.hidden = !part.querySelector(".obligation:not([hidden])");
      });
      shown.textContent = count + " of " + items.length + " obligations shown";
    };
    form.hidden = false;
    form.addEventListener("change", apply);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () { setTimeout(apply, 0); });
    apply();
    // A link to an obligation that the filter hides shows everything again.
    var reveal = function () {
      var target = location.hash && document.getElementById(location.hash.slice(1));
      if (target && target.closest("[hidden]")) {
        form.reset();
        setTimeout(function () { apply(); target.scrollIntoView(); }, 0);
      }
    };
    window.addEventListener("hashchange", reveal);
    reveal();
  }
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    closed.forEach(function (each) { each.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (each) { each.open = false; });
  });
}());
