// An MCP server of the 2.x line, of both protocol eras, whose tokens come from an oidc-provider.
import express from 'express';
import { getOAuthProtectedResourceMetadataUrl, mcpAuthMetadataRouter, requireBearerAuth } from '@modelcontextprotocol/express';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer, OAuthError, OAuthErrorCode } from '@modelcontextprotocol/server';
import { ask } from '../lib/http.mjs';
import { freePort } from '../lib/server.mjs';

/** Starts the server, hands it to a function and stops it afterwards. */
export async function withServer2(issuer, use) {
    const server = new Server2(issuer, `http://127.0.0.1:${await freePort()}/mcp`);
    issuer.resources.push(server.url);
    const listener = await server.start();
    try {
        await use(server);
    } finally {
        listener.close();
        listener.closeAllConnections();
    }
}

class Server2 {
    /** The scopes that every request needs. */
    scopes = ['mcp:tools'];
    /** The tokens that were presented, with the status of the answer. */
    calls = [];

    #issuer;

    constructor(issuer, url) {
        this.#issuer = issuer;
        this.url = url;
    }

    async start() {
        const app = express();
        const url = new URL(this.url);
        const oauthMetadata = await (await ask(`${this.#issuer.url}/.well-known/oauth-authorization-server`)).json();
        app.use(mcpAuthMetadataRouter({ oauthMetadata, resourceServerUrl: url, scopesSupported: ['mcp:tools', 'notes:write'] }));
        app.use('/mcp', (request, response, next) => {
            response.once('finish', () => this.calls.push({ token: request.headers.authorization?.split(' ')[1], status: response.statusCode }));
            const bearer = requireBearerAuth({
                verifier: { verifyAccessToken: token => this.#verify(token) },
                requiredScopes: this.scopes,
                resourceMetadataUrl: getOAuthProtectedResourceMetadataUrl(url),
            });
            bearer(request, response, next);
        });
        const handler = toNodeHandler(createMcpHandler(({ authInfo }) => this.#server(authInfo)));
        app.post('/mcp', express.json(), (request, response) => handler(request, response, request.body));
        return new Promise(resolve => {
            const listener = app.listen(Number(url.port), '127.0.0.1', () => resolve(listener));
        });
    }

    async #verify(token) {
        const known = await this.#issuer.lookUp(token);
        if (!known || known.aud !== this.url) throw new OAuthError(OAuthErrorCode.InvalidToken, 'not a token for this server');
        return { token, clientId: known.clientId, scopes: known.scope.split(' '), expiresAt: known.exp };
    }

    #server(authInfo) {
        const server = new McpServer({ name: 'interop', version: '1' });
        server.registerTool('whoami', { description: 'who calls' }, () => ({
            content: [{ type: 'text', text: authInfo.clientId }],
        }));
        return server;
    }
}
