// Charges and refunds, whoever sends.

import { digits, fault, month } from './card.js';
import { Failure, ask, unexpected } from './provider.js';

/** The interface `gateway`; `send` is that of `wae:http/client`, `now` tells the time. */
export function gatewayBy(send, now) {
  return {
    charge(key, amount, card) {
      const wrong = fault(card, now());
      if (wrong) throw new Failure('invalid-card', wrong);
      const number = digits(card.number);
      const { month: exp_month, year: exp_year } = month(card.expires);
      const answer = ask(send, '/v1/charges', {
        amount, currency: 'usd', card: { number, exp_month, exp_year, cvc: card.code },
      }, key);
      switch (answer.status) {
        case 200: case 201: return receipt(answer, amount, number.slice(-4));
        case 402: throw new Failure('declined', String(answer.body?.error?.code ?? 'no reason given'));
        case 409: throw new Failure('key-reused', key);
        default: throw unexpected(answer);
      }
    },

    refund(charge) {
      if (!/^[\w-]{1,64}$/.test(charge)) throw new Failure('no-such-charge', charge); // nor another path
      const answer = ask(send, `/v1/charges/${charge}/refunds`, {}, `refund-${charge}`);
      switch (answer.status) {
        case 200: case 201: return;
        case 404: throw new Failure('no-such-charge', charge);
        case 409: throw new Failure('already-refunded', charge);
        default: throw unexpected(answer);
      }
    },
  };
}

/** What was charged, if it is what was asked for. */
function receipt(answer, amount, lastDigits) {
  const { id, amount: charged } = answer.body ?? {};
  if (typeof id !== 'string' || charged !== amount) throw unexpected(answer);
  return { charge: id, amount, lastDigits };
}
