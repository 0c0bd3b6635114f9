import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatewayBy } from '../gateway.js';

const CARD = { number: '4242 4242 4242 4242', expires: '12/27', code: '123' };
const now = () => new Date('2026-11-29T12:00:00Z');
const answered = (status, body) => ({ status, url: '', headers: [], body: JSON.stringify(body) });
const broken = (tag, val) => Object.assign(new Error(tag), { payload: { tag, val } });

/** A gateway whose provider gives these answers, one after the other, and what it was sent. */
function gateway(...answers) {
  const sent = [];
  const send = (request) => {
    sent.push(request);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { sent, ...gatewayBy(send, now) };
}

const refused = (run) => {
  try {
    run();
  } catch (error) {
    if (!error.payload) throw error;
    return error.payload;
  }
  return assert.fail('nothing was thrown');
};

test('a charge is sent once, with its key, and gives a receipt', () => {
  const { charge, sent } = gateway(answered(201, { id: 'ch_1', amount: 700 }));
  assert.deepEqual(charge('k', 700, CARD), { charge: 'ch_1', amount: 700, lastDigits: '4242' });
  assert.equal(sent.length, 1);
  assert.deepEqual(JSON.parse(sent[0].body), {
    amount: 700, currency: 'usd',
    card: { number: '4242424242424242', exp_month: 12, exp_year: 2027, cvc: '123' },
  });
  assert.ok(sent[0].headers.some(({ name, value }) => name === 'idempotency-key' && value === 'k'));
  assert.ok(!JSON.stringify(sent[0].headers).toLowerCase().includes('authorization'));
});

test('a bad card is not sent', () => {
  const { charge, sent } = gateway();
  assert.deepEqual(refused(() => charge('k', 1, { ...CARD, code: '' })), { tag: 'invalid-card', val: 'code' });
  assert.equal(sent.length, 0);
});

test('what broke off is sent again with the same key, three times at most', () => {
  const lost = () => broken('truncated', 'https://x');
  const { charge, sent } = gateway(lost(), answered(503, {}), answered(201, { id: 'c', amount: 1 }));
  assert.equal(charge('k', 1, CARD).charge, 'c');
  assert.equal(new Set(sent.map((one) => JSON.stringify(one))).size, 1);
  const none = gateway(lost(), lost(), lost(), lost());
  assert.deepEqual(refused(() => none.charge('k', 1, CARD)), { tag: 'unavailable', val: 'truncated: https://x' });
  assert.equal(none.sent.length, 3);
});

for (const [answer, expected] of [
  [answered(402, { error: { code: 'insufficient_funds' } }), { tag: 'declined', val: 'insufficient_funds' }],
  [answered(402, {}), { tag: 'declined', val: 'no reason given' }],
  [answered(409, {}), { tag: 'key-reused', val: 'k' }],
  [answered(401, {}), { tag: 'misconfigured', val: 'the provider refuses the key' }],
  [answered(418, { error: { code: 'teapot' } }), { tag: 'unavailable', val: 'the provider answered 418, teapot' }],
  [answered(201, { id: 'c', amount: 2 }), { tag: 'unavailable', val: 'the provider answered 201' }],
  [{ ...answered(201), body: 'no JSON' }, { tag: 'unavailable', val: 'the provider answered 201' }],
  [broken('forbidden', { origin: 'https://x' }), { tag: 'misconfigured', val: 'https://x is not allowed' }],
  [broken('misconfigured', 'PAYMENTS_API_KEY'), { tag: 'misconfigured', val: 'PAYMENTS_API_KEY' }],
]) test(`an answer becomes ${expected.tag}: ${expected.val}`, () => {
  assert.deepEqual(refused(() => gateway(answer).charge('k', 1, CARD)), expected);
});

for (const [status, tag] of [[404, 'no-such-charge'], [409, 'already-refunded'], [400, 'unavailable']])
  test(`a refund that is answered ${status} is ${tag}`, () => {
    assert.equal(refused(() => gateway(answered(status, {})).refund('c')).tag, tag);
  });

for (const charge of ['', '..', '../../v1/keys', 'a/b', 'c?x', 'c#', 'x'.repeat(65)])
  test(`"${charge.slice(0, 12)}" leads to no path of the provider's`, () => {
    const { refund, sent } = gateway(answered(200, {}));
    assert.equal(refused(() => refund(charge)).tag, 'no-such-charge');
    assert.equal(sent.length, 0);
  });

test('a mistake of ours is not taken for an answer', () => {
  assert.throws(() => gateway(new TypeError('x')).charge('k', 1, CARD), TypeError);
});
