"""What `wae help` explains beside the commands."""

import textwrap

from help import settings_list
from shared.descriptions import TOOLS

_SETTINGS = """\
Settings are looked up in this order; the first place that has one counts:

  1. the environment
  2. .env in the current folder
  3. .env in the configuration folder ('wae config path')
  4. what you type when you are asked, for that run only

'wae config set NAME' writes the third one; 'wae config list' shows
which counts.

A .env file has lines of the form NAME=value, with 'export' and quotes as in a
shell. ${NAME} refers to a value that the same file sets above it, and to
nothing else. Other lines are skipped with a warning. Only you should be able to
read the file (chmod 600 .env). Commands never show keys; only the component
that sends requests sees them, and it sends each key to its own service only.

If a setting such as GITHUB_API_URL names a server, that server gets keys only
from the same place as that setting, or from a less trusted one. The environment
and what you type are trusted most, then the configuration folder, then the
current folder. So the author of a .env in a folder gets none of your keys.
Without TLS a key goes to this machine only, or to the origins (such as
http://gh.example:8080) in WAE_INSECURE_ORIGINS.
"""

_HOST = """\
These are read from the environment only:

  NO_COLOR          anything: no colours
  XDG_CONFIG_HOME   where the configuration folder is, instead of ~/.config
  XDG_DATA_HOME     where the data folder is, instead of ~/.local/share
  XDG_CACHE_HOME    where the cache is, instead of ~/.cache
  WAE_CACHE_DIR     the folder for compiled code
  WAE_TOOLBOX       another toolbox.wasm, instead of the packaged one
  WAE_DEBUG         1: the same as --debug
"""

_OUTPUT = """\
Results go to standard output; notices, questions, progress and errors go to
standard error, so a pipe or a file gets only results.

  On a terminal     tables, headings, colours, times in your time zone
  In a pipe         a line for each item, fields between tabs, no headings;
                    times as the service gives them
  With --json       one JSON document, indented, in UTF-8; keys stay as they are
  With --fields     the same, with the fields named alone: --fields name,url

Control characters are taken out of everything that comes from outside. Every
error is one line that says what happened, where, and what to do. NO_COLOR
turns colours off.
"""

_EXIT_CODES = """\
  0    done
  1    failed
  2    the command line cannot be understood
  4    a credential is missing or was refused
  130  ended by Ctrl-C
  141  the reader of the results closed the pipe

Under another runtime, such as wasmtime, every failure is 1.
"""

_SANDBOX = """\
Every tool is a separate WebAssembly component, and can do only what was granted
when the toolbox was composed. The grants are part of the file, so they hold
under every runtime.

{tools}

No tool sees your files, your environment, your terminal, or a key: keys are
added by the component that sends requests, for their own service only. wae
itself sends nothing to anyone, except with 'wae password check --leaked': five
digits of a hash, through a component that gets no more of it. 'wae inspect'
shows the proof, from the bytes.
"""

_EXAMPLES = (
    ("wae", "a menu"),
    *((f"wae {one.command}", one.about) for tool in TOOLS for one in tool.examples),
    ("wae doctor", "whether everything works"),
    ("wae completion bash", "completes commands in a shell"),
)
_WIDEST = 80


def _settings() -> str:
    widest = max(len(setting.name) for setting in settings_list.SETTINGS)
    lines = [f"  {one.name:<{widest}}  {one.about}" for one in settings_list.SETTINGS]
    return "\n".join([_SETTINGS, *lines, "", _HOST])


def _sandbox() -> str:
    widest = max((len(tool.name) for tool in TOOLS), default=0)
    indent = " " * (widest + 4)
    reached = [
        textwrap.fill(
            tool.reach,
            _WIDEST,
            initial_indent=f"  {tool.name:<{widest}}  ",
            subsequent_indent=indent,
            break_on_hyphens=False,
        )
        for tool in TOOLS
    ]
    return _SANDBOX.format(tools="\n".join(reached))


def _examples() -> str:
    widest = max(len(command) for command, _ in _EXAMPLES)
    return "".join(f"  {command:<{widest}}  {about}\n" for command, about in _EXAMPLES)


#: Each topic: what it is about, and the text (80 columns).
TOPICS: dict[str, tuple[str, str]] = {
    "settings": ("keys and other settings, and where they are looked for", _settings()),
    "output": ("tables, tab-separated text, JSON", _OUTPUT),
    "exit-codes": ("what a command's exit code means", _EXIT_CODES),
    "sandbox": ("what each tool can see and reach", _sandbox()),
    "examples": ("commands to begin with", _examples()),
}
