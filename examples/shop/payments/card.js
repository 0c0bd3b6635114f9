// What can be known of a card without asking anybody.

/** The field that is wrong: number, expires or code; undefined if none is. `now` is a Date. */
export function fault({ number, expires, code }, now) {
  if (!/^\d{12,19}$/.test(digits(number)) || !luhn(digits(number))) return 'number';
  if (!isValid(expires, now)) return 'expires';
  return /^\d{3,4}$/.test(code) ? undefined : 'code';
}

/** The number without blanks. */
export const digits = (number) => number.replaceAll(' ', '');

/** The month and year of MM/YY. */
export function month(expires) {
  const [, month, year] = /^(0[1-9]|1[0-2])\/(\d\d)$/.exec(expires) ?? [];
  return month ? { month: Number(month), year: 2000 + Number(year) } : undefined;
}

/** Whether the check digit is right (ISO/IEC 7812-1, annex B). */
export function luhn(number) {
  const sum = [...number].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** A card is good until its month is over, wherever that is last. */
function isValid(expires, now) {
  const last = month(expires);
  return last !== undefined && now.getTime() < Date.UTC(last.year, last.month, 1, 12);
}
