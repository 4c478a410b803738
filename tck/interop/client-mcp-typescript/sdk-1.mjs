// An MCP server of SDK 1.x that is its own authorization server (mcpAuthRouter), with sessions.
import { randomUUID } from 'node:crypto';
import express from 'express';
import { DemoInMemoryAuthProvider } from '@modelcontextprotocol/sdk/examples/server/demoInMemoryOAuthProvider.js';
import { InvalidGrantError, InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { getOAuthProtectedResourceMetadataUrl, mcpAuthRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { freePort } from '../lib/server.mjs';

const LIFE_S = 3_600;

/** The provider of the SDK's examples, which neither refreshes nor revokes: here it does both. */
class RotatingProvider extends DemoInMemoryAuthProvider {
    /** Grant types of the token requests, with what came of them. */
    requests = [];

    #refreshTokens = new Map();

    async exchangeAuthorizationCode(client, code, ...more) {
        const tokens = await super.exchangeAuthorizationCode(client, code, ...more);
        this.requests.push({ grant: 'authorization_code', resource: String(more[2]) });
        return this.#withRefreshToken(tokens);
    }

    async exchangeRefreshToken(client, refreshToken, scopes, resource) {
        const before = this.#refreshTokens.get(refreshToken);
        this.#refreshTokens.delete(refreshToken);
        this.requests.push({ grant: 'refresh_token', resource: String(resource), granted: before !== undefined });
        if (before?.clientId !== client.client_id) throw new InvalidGrantError('the refresh token is spent or was never there');
        const token = randomUUID();
        this.tokens.set(token, { ...before, token, expiresAt: Date.now() + LIFE_S * 1000 });
        return this.#withRefreshToken({
            access_token: token,
            token_type: 'bearer',
            expires_in: LIFE_S,
            scope: before.scopes.join(' '),
        });
    }

    async revokeToken(client, { token }) {
        this.requests.push({ grant: 'revoked' });
        this.tokens.delete(token);
        this.#refreshTokens.delete(token);
    }

    async verifyAccessToken(token) {
        return super.verifyAccessToken(token).catch(() => {
            throw new InvalidTokenError('unknown or ended');
        });
    }

    #withRefreshToken(tokens) {
        const refreshToken = randomUUID();
        this.#refreshTokens.set(refreshToken, this.tokens.get(tokens.access_token));
        return { ...tokens, refresh_token: refreshToken };
    }
}

/** Starts the server, hands it to a function and stops it afterwards. */
export async function withServer1(use) {
    const server = new Server1(`http://127.0.0.1:${await freePort()}`);
    const listener = await server.start();
    try {
        await use(server);
    } finally {
        listener.close();
        listener.closeAllConnections();
    }
}

class Server1 {
    /** The scopes that every request needs. */
    scopes = ['mcp:tools'];
    provider = new RotatingProvider();
    /** The tokens that were presented, with the status of the answer. */
    calls = [];

    #sessions = new Map();

    constructor(origin) {
        this.origin = origin;
        this.url = `${origin}/mcp`;
    }

    take() {
        return this.provider.requests.splice(0);
    }

    start() {
        const app = express();
        const url = new URL(this.url);
        app.use(mcpAuthRouter({
            provider: this.provider,
            issuerUrl: new URL(this.origin),
            resourceServerUrl: url,
            scopesSupported: ['mcp:tools', 'notes:write'],
        }));
        app.use('/mcp', (request, response, next) => {
            response.once('finish', () => this.calls.push({ token: request.headers.authorization?.split(' ')[1], status: response.statusCode }));
            const bearer = requireBearerAuth({
                verifier: this.provider,
                requiredScopes: this.scopes,
                expectedResource: url,
                resourceMetadataUrl: getOAuthProtectedResourceMetadataUrl(url),
            });
            bearer(request, response, next);
        });
        app.post('/mcp', express.json(), (request, response) => this.#answer(request, response));
        return new Promise(resolve => {
            const listener = app.listen(Number(url.port), '127.0.0.1', () => resolve(listener));
        });
    }

    async #answer(request, response) {
        const known = this.#sessions.get(request.headers['mcp-session-id']);
        const transport = known ?? (await this.#newSession());
        await transport.handleRequest(request, response, request.body);
    }

    async #newSession() {
        const transport = new StreamableHTTPServerTransport({
            sessionIdGenerator: randomUUID,
            onsessioninitialized: id => this.#sessions.set(id, transport),
        });
        const server = new McpServer({ name: 'interop', version: '1' });
        server.registerTool('whoami', { description: 'who calls' }, ({ authInfo }) => ({
            content: [{ type: 'text', text: authInfo.clientId }],
        }));
        await server.connect(transport);
        return transport;
    }
}
