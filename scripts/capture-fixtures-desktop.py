"""Captures the desktop fixtures: small GTK programs under Xvfb, read over AT-SPI.

Called by scripts/capture-fixtures. Every "atspi" line of fixtures/captures/index.jsonl has its steps
in STATES below. Each state runs on a desktop of its own (X server, session bus, accessibility bus,
window manager, empty home), so that nothing carries over from one to the next.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

START_TIMEOUT_S = 20
SETTLE_TIMEOUT_S = 20
CALL_TIMEOUT_MS = 3000
NODES_MIN = 8
NODES_MAX = 5000
BOUNDS_INVALID = -2147483648

NOTES = {"notes.txt": "Shopping\n\n- bread\n- two lemons\n- washing powder\n"}
PACKING = {"packing.txt": "Packing list\n\n- passport\n- rain jacket\n- charger\n"}
REMINDER = {"reminder.txt": "Call the plumber before noon.\n"}
MOUSEPAD = {"path-in-title": "false", "remember-state": "false"}
SIGN_IN = ["zenity", "--forms", "--title=Sign in", "--width=360", "--add-entry=User",
           "--add-password=Password"]
CONFIRM = ["zenity", "--question", "--title=Delete file", "--width=360"]


def mousepad(files, keys=(), active_only=False, **window):
    settings = {**MOUSEPAD, **{key.replace("_", "-"): value for key, value in window.items()}}
    return {"run": ["mousepad", "--disable-server", *files], "files": files, "keys": list(keys),
            "settings": {"org/xfce/mousepad/preferences/window": settings},
            "active_only": active_only}


def galculator(*keys, mode=None, active_only=False):
    files = {".config/galculator/galculator.conf": f"[general]\nmode={mode}\n"} if mode is not None else {}
    return {"run": ["galculator"], "files": files, "keys": list(keys), "active_only": active_only}


# What each capture starts and presses. A step "type TEXT" types, "click NAME" clicks the node of
# that name with the pointer (a call that opens a modal dialog would never return), anything else is
# a key chord. "active_only" keeps the active window alone: a dialog without the window behind it.
STATES = {
    "galculator/base": galculator(),
    "galculator/other-1": galculator("type 12*34="),
    "galculator/other-2": galculator("type 98.5"),
    "galculator/scientific": galculator(mode=1),
    "galculator/preferences": galculator("click Edit", "click Preferences...",
                                         active_only=True),
    "mousepad/base": mousepad(NOTES),
    "mousepad/other-1": mousepad(PACKING),
    "mousepad/other-2": mousepad(REMINDER),
    "mousepad/toolbar": mousepad(NOTES, toolbar_visible="true"),
    "mousepad/two-tabs": mousepad({**NOTES, **PACKING}),
    "mousepad/replace": mousepad(NOTES, keys=["ctrl+r"], active_only=True),
    "zenity_forms/base": {"run": SIGN_IN + ["--text=Reading room printer"]},
    "zenity_forms/filled": {"run": SIGN_IN + ["--text=Reading room printer"],
                            "keys": ["Tab", "type correct-horse-7", "shift+Tab", "type mlind"]},
    "zenity_forms/other-1": {"run": SIGN_IN + ["--text=Archive server"], "keys": ["type guest"]},
    "zenity_forms/extra-field": {"run": SIGN_IN + ["--add-entry=One-time code",
                                                   "--text=Reading room printer"]},
    "zenity_forms/reworded": {"run": SIGN_IN + ["--text=Reading room printer",
                                                "--ok-label=Continue"]},
    "zenity_question/base": {"run": CONFIRM + ["--text=Delete report-2026.odt?",
                                               "--ok-label=Delete", "--cancel-label=Cancel"]},
    "zenity_question/other-1": {"run": CONFIRM + ["--text=Delete holiday.jpg?",
                                                  "--ok-label=Delete", "--cancel-label=Cancel"]},
    "zenity_question/cancel-gone": {"run": CONFIRM + ["--text=Delete report-2026.odt?",
                                                      "--switch", "--extra-button=Delete"]},
    "zenity_question/reworded": {"run": CONFIRM + ["--text=Delete report-2026.odt?",
                                                   "--ok-label=Continue",
                                                   "--cancel-label=Cancel"]},
    "zenity_other/calendar": {"run": ["zenity", "--calendar", "--title=Return date",
                                      "--text=Book due on", "--day=21", "--month=11",
                                      "--year=2026"]},
    "zenity_other/checklist": {"run": ["zenity", "--list", "--checklist", "--title=Extras",
                                       "--text=Choose extras", "--column=Use", "--column=Extra",
                                       "--column=Price", "TRUE", "Map", "$2.00", "FALSE",
                                       "Audio guide", "$4.50", "FALSE", "Locker", "$1.00"]},
}


def capture(name, out):
    """Runs one state on a desktop of its own and writes its tree to `out`."""
    base = pathlib.Path(tempfile.mkdtemp(prefix="capture-fixtures-"))
    home = base / "home"
    (base / "run").mkdir(mode=0o700)
    for path, text in STATES[name].get("files", {}).items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text)
    home.mkdir(exist_ok=True)
    write_settings(home, STATES[name].get("settings", {}))
    read_fd, write_fd = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_fd), "-screen", "0", "1280x1024x24", "-nolisten", "tcp",
         "-noreset"], pass_fds=[write_fd], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write_fd)
    try:
        display = os.read(read_fd, 16).decode().strip()
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(home), "XDG_RUNTIME_DIR": str(base / "run"),
            "DISPLAY": f":{display}", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "GSETTINGS_BACKEND": "keyfile", "GTK_THEME": "Adwaita", "GDK_BACKEND": "x11"}
        done = subprocess.run(
            ["dbus-run-session", "--", "/usr/bin/python3", os.path.abspath(__file__), "--inside",
             name, str(out)],
            env=environment, cwd=home, capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise SystemExit(f"{name}:\n{done.stderr}")
        print(done.stdout.strip().splitlines()[-1], flush=True)
    finally:
        os.close(read_fd)
        server.terminate()
        server.wait()
        shutil.rmtree(base, ignore_errors=True)


def write_settings(home, settings):
    path = home / ".config/glib-2.0/settings/keyfile"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(
        f"[{group}]\n" + "".join(f"{key}={value}\n" for key, value in keys.items())
        for group, keys in settings.items()))


def inside(name, out):
    state = STATES[name]
    subprocess.run(["xdotool", "mousemove", "1279", "1023"], check=True)
    manager = subprocess.Popen(["openbox"])
    time.sleep(0.3)
    program = subprocess.Popen(state["run"])
    try:
        tree = settled(state["run"][0])
        for step in state.get("keys", []):
            press(step, tree)
            tree = settled(state["run"][0])
    finally:
        program.terminate()
        program.wait()
        manager.terminate()
        manager.wait()
    if state.get("active_only"):
        tree["children"] = [window for window in tree["children"] if "active" in window["states"]]
    total = count(tree)
    if total < NODES_MIN:
        raise SystemExit(f"{name}: only {total} nodes, the capture failed")
    out.parent.mkdir(parents=True, exist_ok=True)
    head = {"source": "atspi", "app": state["run"][0], "toolkit": "gtk"}
    out.write_text(json.dumps(head)[:-1] + ', "tree":\n' + rows(tree) + "}\n")
    print(f"desktop/{name}.json: {total} nodes", flush=True)


def press(step, tree):
    verb, _, rest = step.partition(" ")
    if verb == "type":
        subprocess.run(["xdotool", "type", "--delay", "60", rest], check=True)
    elif verb == "click":
        x, y = screen_centre(rest)
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1", "sleep", "0.3",
                        "mousemove", "1279", "1023"], check=True)
    else:
        subprocess.run(["xdotool", "key", step], check=True)


def application(name):
    from gi.repository import Atspi
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(index)
        if child and child.get_name() == name:
            return child
    return None


def settled(name):
    """The tree of the program, once two walks in a row agree."""
    import gi
    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi, GLib
    Atspi.set_timeout(CALL_TIMEOUT_MS, START_TIMEOUT_S * 1000)
    deadline = time.monotonic() + SETTLE_TIMEOUT_S
    before = None
    while time.monotonic() < deadline:
        rest = time.monotonic() + 0.5
        while time.monotonic() < rest:
            GLib.MainContext.default().iteration(False)
            time.sleep(0.01)
        root = application(name)
        if root and root.get_child_count():
            root.clear_cache()
            tree = walk(root)
            if tree == before and count(tree) >= NODES_MIN:
                return tree
            before = tree
    raise SystemExit(f"{name}: the accessibility tree never came to rest")


def walk(node, budget=None):
    from gi.repository import Atspi
    budget = budget if budget is not None else [NODES_MAX]
    budget[0] -= 1
    row = {"role": node.get_role_name()}
    if node.get_name():
        row["name"] = node.get_name()
    if node.get_description():
        row["description"] = node.get_description()
    states = [state.value_nick for state in sorted(node.get_state_set().get_states())]
    if states:
        row["states"] = states
    if node.get_attributes():
        row["attributes"] = dict(sorted(node.get_attributes().items()))
    content = node.get_text_iface()
    if content:
        length = Atspi.Text.get_character_count(content)
        row["text"] = {"length": length, "caret": Atspi.Text.get_caret_offset(content),
                       "content": Atspi.Text.get_text(content, 0, length)}
    value = node.get_value_iface()
    if value:
        row["value"] = {"current": Atspi.Value.get_current_value(value),
                        "minimum": Atspi.Value.get_minimum_value(value),
                        "maximum": Atspi.Value.get_maximum_value(value)}
    box = extents(node)
    if box:
        row["bounds"] = box
    children = [node.get_child_at_index(index) for index in range(node.get_child_count())]
    if children and budget[0] > 0:
        row["children"] = [walk(child, budget) for child in children if child]
    return row


def extents(node):
    """Window coordinates, or nothing where the toolkit has no valid box for the node."""
    from gi.repository import Atspi
    component = node.get_component_iface()
    if not component:
        return None
    box = Atspi.Component.get_extents(component, Atspi.CoordType.WINDOW)
    valid = box.x != BOUNDS_INVALID and box.y != BOUNDS_INVALID and box.width > 0 and box.height > 0
    return [box.x, box.y, box.width, box.height] if valid else None


def screen_centre(name):
    """Where on the screen the first showing node of that name is."""
    from gi.repository import Atspi
    queue = [Atspi.get_desktop(0)]
    while queue:
        node = queue.pop(0)
        if node.get_name() == name and node.get_state_set().contains(Atspi.StateType.SHOWING):
            box = Atspi.Component.get_extents(node.get_component_iface(), Atspi.CoordType.SCREEN)
            return box.x + box.width // 2, box.y + box.height // 2
        queue += [node.get_child_at_index(index) for index in range(node.get_child_count())]
    raise SystemExit(f"nothing named {name!r} is showing")


def count(node):
    return 1 + sum(count(child) for child in node.get("children", []))


def rows(node, depth=0):
    """One node per line, indented by its depth."""
    head = json.dumps({k: v for k, v in node.items() if k != "children"}, ensure_ascii=False)
    indent = " " * depth
    if "children" not in node:
        return indent + head
    children = ",\n".join(rows(child, depth + 1) for child in node["children"])
    return f'{indent}{head[:-1]}, "children": [\n{children}]}}'


def main(fixtures):
    captures = fixtures / "captures"
    lines = (captures / "index.jsonl").read_text().splitlines()
    listed = [entry["file"] for entry in map(json.loads, lines) if entry["format"] == "atspi"]
    made = [f"desktop/{name}.json" for name in STATES]
    if sorted(listed) != sorted(made):
        raise SystemExit(f"index and STATES differ: {sorted(set(listed) ^ set(made))}")
    for name in STATES:
        capture(name, captures / f"desktop/{name}.json")


if __name__ == "__main__":
    if sys.argv[1] == "--inside":
        inside(sys.argv[2], pathlib.Path(sys.argv[3]))
    else:
        main(pathlib.Path(sys.argv[1]).resolve())
