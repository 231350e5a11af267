/** Texts that stand in documents again and again; src/transcode/line-encoder.ts writes them, in this order. */
import { copy } from './memory';

export const K_AFTER_TIME: i32 = 0;
export const K_REQUEST_ID: i32 = 1;
export const K_KEY: i32 = 2;
export const K_KEY_LOGGED: i32 = 3;
export const K_REQUEST_URI: i32 = 4;
export const K_HTTP_METHOD: i32 = 5;
export const K_HTTP_VERSION: i32 = 6;
export const K_HTTP_STATUS: i32 = 7;
export const K_ERROR_CODE: i32 = 8;
export const K_BYTES_SENT: i32 = 9;
export const K_OBJECT_SIZE: i32 = 10;
export const K_TOTAL_TIME: i32 = 11;
export const K_TURN_AROUND_TIME: i32 = 12;
export const K_REFERRER: i32 = 13;
export const K_VERSION_ID: i32 = 14;
export const K_HOST_ID: i32 = 15;
export const K_EXTENSION: i32 = 16;
export const K_DOWNLOAD_PPM: i32 = 17;
export const K_WHOLE_DOWNLOAD: i32 = 18;
export const K_REMOTE_IP: i32 = 19;
export const K_NETWORK: i32 = 20;
export const K_NETWORK_END: i32 = 21;
export const K_REQUESTER: i32 = 22;
export const K_USER_AGENT: i32 = 23;
export const K_BEFORE_LINE: i32 = 24;
export const K_AFTER_LINE: i32 = 25;

const starts = memory.data(32 * 4);
const ends = memory.data(32 * 4);

export function setText(index: i32, start: usize, end: usize): void {
  store<u32>(starts + <usize>index * 4, <u32>start);
  store<u32>(ends + <usize>index * 4, <u32>end);
}
export function text(index: i32): void {
  copy(<usize>load<u32>(starts + <usize>index * 4), <usize>load<u32>(ends + <usize>index * 4));
}
