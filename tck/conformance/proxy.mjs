// A loopback proxy that adds a token, for suites that cannot send one.
import { createServer, request } from 'node:http';

/**
 * Starts the proxy.
 *
 * @param target the MCP endpoint that gets the requests
 * @param token the access token to add
 * @returns the URL to use instead of the target, and a function that ends the proxy
 */
export async function tokenProxy(target, token) {
    const { hostname, port, host, pathname } = new URL(target);
    const proxy = createServer((incoming, outgoing) => {
        const own = `127.0.0.1:${proxy.address().port}`;
        const headers = { ...incoming.headers, authorization: `Bearer ${token}` };
        // a forged Host or Origin goes through unchanged: refusing it is what is tested
        if (headers.host === own) headers.host = host;
        if (headers.origin === `http://${own}`) headers.origin = `http://${host}`;
        const forward = request({ hostname, port, method: incoming.method, path: incoming.url, headers }, answer => {
            outgoing.writeHead(answer.statusCode, answer.headers);
            answer.pipe(outgoing);
        });
        forward.on('error', () => outgoing.destroy());
        outgoing.on('close', () => forward.destroy());
        incoming.pipe(forward);
    });
    await new Promise(resolve => proxy.listen(0, '127.0.0.1', resolve));
    const close = () => {
        proxy.close();
        proxy.closeAllConnections();
    };
    return { url: `http://127.0.0.1:${proxy.address().port}${pathname}`, close };
}
