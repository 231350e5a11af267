/** Addresses that there are not, and methods that an address does not take. */

import { RequestError } from './problem/request-error.ts';
import type { App } from './service/service.ts';

export function addNotFound(app: App): void {
  const routes: { readonly parts: readonly string[]; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    routes.push({ parts: url.split('/'), methods: [method].flat() });
  });
  app.setNotFoundHandler(async (request) => {
    const asked = (request.url.split('?')[0] ?? '').split('/');
    const methods = routes.flatMap(({ parts, methods }) => (fits(parts, asked) ? methods : []));
    if (methods.length === 0) throw new RequestError('not_found');
    const allow = [...new Set(methods)].sort().join(', ');
    throw new RequestError('method_not_allowed', {
      detail: `This address takes ${allow}.`,
      headers: { allow },
    });
  });
}

/** `/top/:dimension` fits `/top/ip`. */
const fits = (parts: readonly string[], asked: readonly string[]): boolean =>
  parts.length === asked.length &&
  parts.every((part, at) => (part.startsWith(':') ? asked[at] !== '' : part === asked[at]));
