// A protected MCP server in this process: its tokens are looked up by a function, its proofs are checked here.
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';

const METADATA = '/.well-known/oauth-protected-resource';

export class Resource {
    /** What came, newest last: method, path, scheme, token, status. */
    requests = [];
    /** The scopes that a call needs. */
    scope = 'mcp:tools';

    #server;
    #origin;
    #issuer;
    #lookUp;
    #dpop;
    #nonces = new Set();
    #proofs = new Set();

    /**
     * @param lookUp gives { aud, scope, jkt } of a token, undefined when it is not good
     * @param dpop whether only bound tokens are taken, with a nonce in each proof
     */
    constructor(issuer, lookUp, { dpop = false } = {}) {
        this.#issuer = issuer;
        this.#lookUp = lookUp;
        this.#dpop = dpop;
    }

    get url() {
        return `${this.#origin}/mcp`;
    }

    /** Listens at a port, any free one when missing. */
    async start(tls, port = 0) {
        const answer = (request, response) => this.#answer(request, response).catch(error => {
            console.error(error);
            response.writeHead(500).end();
        });
        this.#server = tls ? createHttpsServer(tls, answer) : createHttpServer(answer);
        await new Promise(resolve => this.#server.listen(port, '127.0.0.1', resolve));
        this.#origin = `${tls ? 'https' : 'http'}://127.0.0.1:${this.#server.address().port}`;
        return this;
    }

    stop() {
        this.#server.close();
        this.#server.closeAllConnections();
    }

    async #answer(request, response) {
        const { pathname } = new URL(request.url, this.#origin);
        if (pathname.startsWith(METADATA)) return this.#metadata(response);
        const [scheme, token] = (request.headers.authorization ?? '').split(' ');
        const refusal = token ? await this.#refusal(request, scheme, token) : { status: 401 };
        this.requests.push({ method: request.method, path: pathname, scheme, token, status: refusal?.status ?? 200 });
        if (refusal) return this.#challenge(response, refusal);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"jsonrpc":"2.0","id":1,"result":{}}');
    }

    #metadata(response) {
        const metadata = {
            resource: this.url,
            authorization_servers: [this.#issuer],
            scopes_supported: ['mcp:tools', 'notes:write'],
            ...(this.#dpop && { dpop_bound_access_tokens_required: true, dpop_signing_alg_values_supported: ['ES256'] }),
        };
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(metadata));
    }

    async #refusal(request, scheme, token) {
        const known = await this.#lookUp(token);
        if (!known || ![known.aud].flat().includes(this.url)) return { status: 401, error: 'invalid_token' };
        if (this.#dpop) {
            if (scheme.toLowerCase() !== 'dpop') return { status: 401, error: 'invalid_token' };
            const error = this.#proofError(request, token, known.jkt);
            if (error) return { status: 401, error };
        }
        const granted = (known.scope ?? '').split(' ');
        const missing = this.scope.split(' ').filter(scope => !granted.includes(scope));
        return missing.length ? { status: 403, error: 'insufficient_scope' } : undefined;
    }

    #proofError(request, token, jkt) {
        const parts = (request.headers.dpop ?? '').split('.');
        if (parts.length !== 3) return 'invalid_dpop_proof';
        const [header, claims] = parts.slice(0, 2).map(part => JSON.parse(Buffer.from(part, 'base64url')));
        const key = { key: createPublicKey({ key: header.jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' };
        const isSigned = verify('sha256', Buffer.from(`${parts[0]}.${parts[1]}`), key, Buffer.from(parts[2], 'base64url'));
        const isOurs =
            header.typ === 'dpop+jwt' && header.alg === 'ES256' && !header.jwk.d && isSigned &&
            thumbprint(header.jwk) === jkt && claims.htm === request.method && claims.htu === this.url &&
            claims.ath === sha256(token) && Math.abs(Date.now() / 1000 - claims.iat) < 60;
        if (!isOurs || this.#proofs.has(claims.jti)) return 'invalid_dpop_proof';
        this.#proofs.add(claims.jti);
        return this.#nonces.has(claims.nonce) ? undefined : 'use_dpop_nonce';
    }

    #challenge(response, { status, error }) {
        const nonce = randomBytes(12).toString('base64url');
        const parameters = [
            `resource_metadata="${this.#origin}${METADATA}/mcp"`,
            `scope="${this.scope}"`,
            error && `error="${error}"`,
            this.#dpop && 'algs="ES256"',
        ].filter(Boolean);
        if (error === 'use_dpop_nonce') {
            this.#nonces.add(nonce);
            response.setHeader('dpop-nonce', nonce);
        }
        response.writeHead(status, { 'www-authenticate': `${this.#dpop ? 'DPoP' : 'Bearer'} ${parameters.join(', ')}` });
        response.end();
    }
}

function sha256(text) {
    return createHash('sha256').update(text).digest('base64url');
}

/** RFC 7638, section 3, for elliptic curves. */
export function thumbprint({ crv, kty, x, y }) {
    return sha256(JSON.stringify({ crv, kty, x, y }));
}
