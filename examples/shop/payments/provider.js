// The provider's API: JSON over HTTPS. `wae:http` adds the key, and lets nothing out to other hosts.

const API = '{$PAYMENTS_API_URL|https://api.payments.example}';
const TRIES = 3;

/** An error of the contract; componentize-qjs takes its payload. */
export class Failure extends Error {
  constructor(tag, val) {
    super(tag);
    this.payload = { tag, val };
  }
}

/** What the provider answers: `{ status, body }`. `send` is that of `wae:http/client`.
 *
 * A request that broke off is sent again: the key makes sure that it counts once. */
export function ask(send, path, body, key) {
  const headers = [{ name: 'content-type', value: 'application/json' }];
  if (key !== undefined) headers.push({ name: 'idempotency-key', value: key });
  const request = {
    method: 'POST', url: `${API}${path}`, headers, body: JSON.stringify(body), options: undefined,
  };
  for (let tried = 1; ; tried += 1) {
    try {
      const answer = send(request);
      if (answer.status < 500 || tried === TRIES) return { status: answer.status, body: parsed(answer) };
    } catch (error) {
      const failure = failed(error);
      if (failure.payload.tag !== 'unavailable' || tried === TRIES) throw failure;
    }
  }
}

/** What is thrown for an answer that the caller did not expect. */
export function unexpected({ status, body }) {
  if (status === 401 || status === 403) return new Failure('misconfigured', 'the provider refuses the key');
  const word = body?.error?.code;
  return new Failure('unavailable', `the provider answered ${status}${word ? `, ${word}` : ''}`);
}

function parsed(answer) {
  try {
    return JSON.parse(answer.body);
  } catch {
    return undefined;
  }
}

/** The error of the contract for one of `wae:http`. */
function failed(error) {
  if (!error?.payload?.tag) throw error;
  const { tag, val } = error.payload;
  switch (tag) {
    case 'misconfigured': case 'invalid-request': return new Failure('misconfigured', val);
    case 'forbidden': return new Failure('misconfigured', `${val.origin} is not allowed`);
    case 'unauthorized': return new Failure('misconfigured', 'the key is missing');
    default: return new Failure('unavailable', `${tag}: ${Array.isArray(val) ? val.join(', ') : val}`);
  }
}
