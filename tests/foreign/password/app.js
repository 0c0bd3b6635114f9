// A password component that is not Python: the same contract, the engine's own random numbers.

const SYMBOLS = '!#$%&()*+,-./:;<=>?@[]^_{}~';
const CLASSES = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digits: '0123456789',
};

function alphabet(recipe) {
  const chosen = Object.keys(CLASSES).filter((name) => recipe.classes[name]);
  const symbols = recipe.classes.symbols ? (recipe.symbols ?? SYMBOLS) : '';
  return [...chosen.map((name) => CLASSES[name]).join(''), ...symbols];
}

// A number below `limit`; draws again where a remainder would favour the small ones.
function below(limit) {
  const usable = Math.floor(2 ** 32 / limit) * limit;
  const [drawn] = crypto.getRandomValues(new Uint32Array(1));
  return drawn < usable ? drawn % limit : below(limit);
}

export const generator = {
  generate({ recipe, count }) {
    if (recipe.tag !== 'password') throw { tag: 'no-characters' };
    const length = recipe.val.length ?? 20;
    if (length < 4 || length > 1024) {
      throw { tag: 'out-of-range', val: { field: 'length', given: length, minimum: 4, maximum: 1024 } };
    }
    const characters = alphabet(recipe.val);
    if (characters.length === 0) throw { tag: 'no-characters' };
    const one = () => Array.from({ length }, () => characters[below(characters.length)]).join('');
    return {
      passwords: Array.from({ length: count }, one),
      entropy: length * Math.log2(characters.length),
      length,
      alphabetSize: characters.length,
    };
  },
};

export const checker = {
  check(password) {
    if (password === '') throw { tag: 'empty' };
    const guesses = password.length * Math.log10(94);
    return {
      score: Math.min(4, Math.floor(guesses / 4)),
      guessesLog10: guesses,
      offlineSlowSeconds: 10 ** guesses / 1e4,
      onlineThrottledSeconds: 10 ** guesses * 36,
      warning: undefined,
      suggestions: [],
    };
  },
};
