// What a sealed JavaScript program tries behind an export.

const send = async (options) => {
  try {
    return `${(await fetch('http://127.0.0.1:9/', options)).status}`;
  } catch (error) {
    return `caught an ${error.constructor.name}`;
  }
};

const attempts = {
  stdout: () => console.log('JavaScript on stdout') ?? 'written',
  stderr: () => console.error('JavaScript on stderr') ?? 'written',
  fetch: () => send(),
  post: () => send({ method: 'POST', body: 'content', headers: { accept: 'text/plain' } }),
  headers: () => new Headers({ accept: 'text/plain' }).get('accept'),
  clock: () => `${Date.now() > 1e12}`,
  random: () => `${crypto.getRandomValues(new Uint8Array(8)).length}`,
};

export const tries = {
  attempt: async (what) => attempts[what](),
};
