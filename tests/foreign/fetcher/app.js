// Asks for a URL as JavaScript does, and says what came of it.

export const fetcher = {
  async get(url, body) {
    try {
      const answer = await fetch(url, body === undefined ? {} : { method: 'POST', body });
      return `${answer.status} ${await answer.text()}`;
    } catch (error) {
      return error.constructor.name;
    }
  },
};
