"""Captures the web fixtures: fixtures/pages in Chromium, read over the DevTools protocol.

Called by scripts/capture-fixtures. Every "cdp" line of fixtures/captures/index.jsonl whose file is
web/PAGE/VARIANT.json is captured from http://fixtures.example/PAGE.html?v=VARIANT. A fresh browser
serves each capture, so that nothing carries over from one to the next.
"""
import http.server
import itertools
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import websocket

HOST = "fixtures.example"
WIDTH, HEIGHT = 1280, 900
START_TIMEOUT_S = 30
SETTLE_TIMEOUT_S = 10
NODES_MIN = 15


class Pages(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def serve(folder):
    handler = lambda *args: Pages(*args, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


class Browser:
    """One headless Chromium that reaches the page server under HOST and nothing else."""

    def __init__(self, pages_port):
        self.profile = tempfile.mkdtemp(prefix="capture-fixtures-")
        rules = f"MAP {HOST} 127.0.0.1:{pages_port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
             "--no-first-run", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
             "--disable-dev-shm-usage", "--lang=en-US", "--force-device-scale-factor=1",
             "--hide-scrollbars", "--font-render-hinting=none", f"--user-data-dir={self.profile}",
             "--remote-debugging-port=0", f"--host-resolver-rules={rules}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.socket = websocket.create_connection(
            self._endpoint(), suppress_origin=True, timeout=START_TIMEOUT_S)
        self.ids = itertools.count(1)
        self.session = None
        self.events = []

    def _endpoint(self):
        ready = pathlib.Path(self.profile, "DevToolsActivePort")
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            lines = ready.read_text().split("\n") if ready.exists() else []
            if len(lines) >= 2:
                return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
            time.sleep(0.05)
        raise TimeoutError("chromium did not open its debugging port")

    def call(self, method, **params):
        request = {"id": next(self.ids), "method": method, "params": params}
        if self.session:
            request["sessionId"] = self.session
        self.socket.send(json.dumps(request))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == request["id"]:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer.get("method"))

    def wait_for(self, event):
        while event not in self.events:
            self.events.append(json.loads(self.socket.recv()).get("method"))

    def open(self, url):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "DOM", "Accessibility", "Runtime"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride",
                  width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=False)
        self.events.clear()
        error = self.call("Page.navigate", url=url).get("errorText")
        if error:
            raise RuntimeError(f"{url}: {error}")
        self.wait_for("Page.loadEventFired")

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
        except Exception:
            self.process.terminate()
        self.socket.close()
        self.process.wait(timeout=START_TIMEOUT_S)
        shutil.rmtree(self.profile, ignore_errors=True)


def slim_value(value):
    return {key: part for key, part in value.items() if key not in ("sources", "relatedNodes")}


def slim_node(node, boxes):
    """The node as Chromium answers it, less what names other nodes at length, plus its box."""
    slim = {key: node[key] for key in ("nodeId", "ignored")}
    for key in ("role", "name", "description", "value"):
        if key in node:
            slim[key] = slim_value(node[key])
    if "properties" in node:
        slim["properties"] = [
            {"name": entry["name"], "value": slim_value(entry["value"])}
            for entry in node["properties"]]
    for key in ("parentId", "childIds", "backendDOMNodeId"):
        if key in node:
            slim[key] = node[key]
    box = boxes.get(node.get("backendDOMNodeId"))
    if box:
        slim["bounds"] = box
    return slim


def number(value):
    value = round(value, 1)
    return int(value) if value == int(value) else value


def layout_boxes(browser):
    snapshot = browser.call("DOMSnapshot.captureSnapshot", computedStyles=[], includeDOMRects=True)
    document = snapshot["documents"][0]
    ids = document["nodes"]["backendNodeId"]
    layout = document["layout"]
    return {ids[index]: [number(value) for value in box]
            for index, box in zip(layout["nodeIndex"], layout["bounds"])}


def settled_tree(browser):
    """The full tree, once two reads in a row agree."""
    deadline = time.monotonic() + SETTLE_TIMEOUT_S
    before = None
    while time.monotonic() < deadline:
        frame = browser.call("Page.getFrameTree")["frameTree"]["frame"]["id"]
        nodes = browser.call("Accessibility.getFullAXTree", frameId=frame)["nodes"]
        if nodes == before:
            return nodes
        before = nodes
        time.sleep(0.25)
    raise TimeoutError("the accessibility tree never came to rest")


def renumber(nodes):
    """Ids in document order, those of text boxes negative, as Chromium has them.

    Chromium numbers nodes as it first meets them, which differs a little from run to run. The order
    of the list is left alone. A node id and its backend node id are one number there, and here.
    """
    by_id = {node["nodeId"]: node for node in nodes}
    elements, boxes = itertools.count(1), itertools.count(1000000001)
    new_ids = {}
    stack = [node["nodeId"] for node in nodes if "parentId" not in node]
    while stack:
        old = stack.pop()
        new_ids[old] = f"-{next(boxes)}" if old.startswith("-") else str(next(elements))
        stack += reversed(by_id[old].get("childIds", []))
    for node in nodes:
        node["nodeId"] = new_ids[node["nodeId"]]
        if "parentId" in node:
            node["parentId"] = new_ids[node["parentId"]]
        if "childIds" in node:
            node["childIds"] = [new_ids[child] for child in node["childIds"]]
        if "backendDOMNodeId" in node:
            node["backendDOMNodeId"] = int(new_ids[str(node["backendDOMNodeId"])])
    return nodes


def capture(url, pages_port):
    browser = Browser(pages_port)
    try:
        browser.open(url)
        nodes = settled_tree(browser)
        boxes = layout_boxes(browser)
    finally:
        browser.close()
    if len(nodes) < NODES_MIN:
        raise RuntimeError(f"{url}: only {len(nodes)} nodes, the capture failed")
    return renumber([slim_node(node, boxes) for node in nodes])


def main(fixtures):
    port = serve(fixtures / "pages")
    lines = (fixtures / "captures/index.jsonl").read_text().splitlines()
    for entry in map(json.loads, lines):
        if entry["format"] != "cdp":
            continue
        path = pathlib.Path(entry["file"])
        page, variant = path.parent.name, path.stem
        nodes = capture(f"http://{HOST}/{page}.html?v={variant}", port)
        rows = ",\n".join(json.dumps(node, ensure_ascii=False, separators=(",", ":")) for node in nodes)
        out = fixtures / "captures" / path
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text('{"nodes":[\n' + rows + "\n]}\n")
        print(f"{path}: {len(nodes)} nodes", flush=True)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
