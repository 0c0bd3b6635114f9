// A request as code, for a shell and for Python.

/** A curl command that sends the JSON text `body`; the token, if one is needed, stays in WAE_TOKEN. */
export function curl(url, body, { token, streams }) {
  return [`curl ${streams ? "-N " : ""}${quoted(url)}`, "-H 'content-type: application/json'",
    ...(token ? ['-H "authorization: Bearer $WAE_TOKEN"'] : []), `-d ${quoted(body)}`].join(" \\\n  ");
}

/** The same with Python's standard library. */
export function python(url, body, { token, streams }) {
  const bearer = token ? ['    "authorization": f"Bearer {os.environ[\'WAE_TOKEN\']}",'] : [];
  const read = streams
    ? ["    for line in answer:", '        print(line.decode(), end="")']
    : ["    print(json.load(answer))"];
  return ["import json", ...(token ? ["import os"] : []), "import urllib.request", "",
    `arguments = ${literal(body)}`, "request = urllib.request.Request(",
    `    ${JSON.stringify(url)},`, "    json.dumps(arguments).encode(),",
    '    {"content-type": "application/json"' + (token ? "," : "},"),
    ...bearer.map((line) => line.slice(0, -1) + "},"), ")",
    "with urllib.request.urlopen(request) as answer:", ...read, ""].join("\n");
}

/** JSON as Python writes it. JSON's strings are Python's, too. */
function literal(json) {
  const words = { true: "True", false: "False", null: "None" };
  return json.replace(/"(?:[^"\\]|\\.)*"|true|false|null/g, (found) => words[found] ?? found);
}

function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
