// fetch, bounded and without surprises.

const LIMIT_MS = 15_000;

/** One request on a connection of its own, so that none meets a server that closes an idle one; no redirects. */
export function ask(url, init = {}) {
    return fetch(url, {
        redirect: 'error',
        signal: AbortSignal.timeout(LIMIT_MS),
        ...init,
        headers: { ...init.headers, connection: 'close' },
    });
}
