/** The time of day of a log line, read from its bytes. */
const ZERO = 0x30;
const COLON = 0x3a;
const SECONDS_A_MINUTE = 60;
const SECONDS_AN_HOUR = 3_600;
const CLOCK_LENGTH = ':hh:mm:ss'.length;
const UTC = ' +0000';

/** Seconds since midnight, from `:hh:mm:ss +0000`; -1 where it is something else. */
export function secondsOfDay(view: DataView, at: number): number {
  const isForm =
    view.getUint8(at) === COLON &&
    view.getUint8(at + 3) === COLON &&
    view.getUint8(at + 6) === COLON &&
    isUtc(view, at + CLOCK_LENGTH);
  if (!isForm) return -1;
  const hours = twoDigits(view, at + 1);
  const minutes = twoDigits(view, at + 4);
  const seconds = twoDigits(view, at + 7);
  const isTime = hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60; // biome-ignore format: one line
  return isTime ? hours * SECONDS_AN_HOUR + minutes * SECONDS_A_MINUTE + seconds : -1;
}

function isUtc(view: DataView, from: number): boolean {
  for (let at = 0; at < UTC.length; at += 1)
    if (view.getUint8(from + at) !== UTC.charCodeAt(at)) return false;
  return true;
}

function twoDigits(view: DataView, at: number): number {
  const tens = view.getUint8(at) - ZERO;
  const ones = view.getUint8(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
