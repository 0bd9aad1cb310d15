// Requests to the sandbox; every address is relative, so that the bot may stand in between.

export async function get(path) {
  return read(await fetch(path, { cache: "no-store" }));
}

export async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return read(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

async function read(answer) {
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text);
  throw Object.assign(new Error(reason(text)), { status: answer.status });
}

function reason(text) {
  try {
    return JSON.parse(text).error.message;
  } catch {
    return text.slice(0, 120);
  }
}
