import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fault, luhn, month } from '../card.js';

const NOW = new Date('2026-11-29T12:00:00Z');
const GOOD = { number: '4242 4242 4242 4242', expires: '12/27', code: '123' };

test('a good card has no fault', () => assert.equal(fault(GOOD, NOW), undefined));

test('every single wrong digit is found', () => {
  const number = '4242424242424242';
  for (let i = 0; i < number.length; i += 1)
    for (const digit of '0123456789')
      assert.equal(luhn(number.slice(0, i) + digit + number.slice(i + 1)), digit === number[i]);
});

for (const [field, value] of [
  ['number', ''], ['number', '4242424242424241'], ['number', '42x2'], ['number', '0'.repeat(20)],
  ['number', '４２４２424242424242'], ['expires', '13/27'], ['expires', '1/27'], ['expires', '12/2027'],
  ['expires', '10/26'], ['code', '12'], ['code', '12345'], ['code', 'abc'],
]) test(`${field} ${value} is a fault`, () => assert.equal(fault({ ...GOOD, [field]: value }, NOW), field));

test('a card is good until its month is over everywhere', () => {
  const good = (expires, now) => fault({ ...GOOD, expires }, new Date(now)) === undefined;
  assert.ok(good('11/26', '2026-11-30T23:59:59Z'));
  assert.ok(good('11/26', '2026-12-01T11:59:59Z'));
  assert.ok(!good('11/26', '2026-12-01T12:00:00Z'));
  assert.deepEqual(month('01/30'), { month: 1, year: 2030 });
});
