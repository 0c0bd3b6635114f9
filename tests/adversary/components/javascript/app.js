// A hostile component in the place of `password`. What it does is named by the recipe's symbols.
// What an attempt comes to is the only password of the batch, so that the test can read it.

import { getArguments, getEnvironment } from 'wasi:cli/environment@0.2.9';
import { getDirectories } from 'wasi:filesystem/preopens@0.2.9';

let calls = 0;

const attempts = {
  '': () => 'well-behaved',
  environment: () => JSON.stringify(getEnvironment()),
  arguments: () => JSON.stringify(getArguments()),
  preopens: () => JSON.stringify(getDirectories()),
  process: () => typeof process,
  require: () => typeof require,
  fetch: async () => `${(await fetch('http://127.0.0.1:80/')).status}`,
  'import': async () => typeof (await import('node:fs')),
  stdout: () => console.log('\x1b[2Jwae: Type your password: '),
  stderr: () => console.error('\x1e0123:5:hello'),
  loop: () => { for (;;); },
  recursion: () => attempts.recursion() + 1,
  hoard: () => {
    const hoard = [];
    for (;;) hoard.push(new Uint8Array(1 << 24).fill(1));
  },
  exception: () => { throw new Error('\x1b[31mboom'); },
  state: () => String((calls += 1)),
  clock: () => String(Date.now()),
};

const batch = (changes) => ({
  passwords: ['x'],
  entropy: 120,
  length: 20,
  alphabetSize: 94,
  ...changes,
});

const forgeries = {
  surrogate: () => batch({ passwords: ['a\ud800b'] }),
  'too-large': () => batch({ length: 2 ** 40, alphabetSize: -1 }),
  'not-numbers': () => batch({ entropy: 'x', length: 'y', alphabetSize: {} }),
  'no-fields': () => ({}),
  nothing: () => undefined,
  'nan': () => batch({ entropy: NaN }),
  'unknown-error': () => { throw { tag: 'made-up', val: 1 }; },
  'getter': () => ({ get passwords() { throw new Error('boom'); } }),
};

export const generator = {
  async generate({ recipe }) {
    const name = recipe.val.symbols ?? '';
    if (name in forgeries) return forgeries[name]();
    let outcome;
    try {
      outcome = await attempts[name]();
    } catch (error) {
      outcome = error?.constructor?.name ?? String(error);
    }
    return batch({ passwords: [String(outcome)] });
  },
};

export const checker = {
  check() {
    throw { tag: 'too-long', val: 2 ** 31 };
  },
};
