// A page opened as a file may not start a worker: the same script runs in a hidden frame instead.
(function () {
  if (location.protocol !== "file:") return;
  window.IFrameWorker = function () {};
  window.Worker = function (address) {
    var worker = this, frame = document.createElement("iframe"), waiting = [];
    frame.hidden = true;
    frame.title = "";
    document.body.appendChild(frame);
    var inner = frame.contentWindow, page = inner.document;
    page.open();
    page.write("<body>");
    page.close();
    function told(data) {
      var event = new MessageEvent("message", { data: data });
      if (worker.onmessage) worker.onmessage(event);
      worker.listeners.forEach(function (listener) { listener(event); });
    }
    worker.listeners = [];
    worker.addEventListener = function (type, listener) { if (type === "message") worker.listeners.push(listener); };
    worker.removeEventListener = function (type, listener) {
      worker.listeners = worker.listeners.filter(function (other) { return other !== listener; });
    };
    worker.terminate = function () { frame.remove(); };
    worker.postMessage = function (data) {
      if (waiting) waiting.push(data);
      else inner.dispatchEvent(new inner.MessageEvent("message", { data: data }));
    };
    inner.postMessage = told;
    var script = page.createElement("script");
    script.src = new URL(address, location.href).href;
    script.onload = function () {
      var first = waiting;
      waiting = null;
      first.forEach(worker.postMessage);
    };
    page.body.appendChild(script);
  };
})();
