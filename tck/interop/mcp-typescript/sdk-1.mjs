// @modelcontextprotocol/sdk: the older line, still the one most clients are built on.
import { auth, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

export const sdk1 = {
    name: 'sdk 1.32.2',
    protocolVersion: '2025-11-25',
    UnauthorizedError,
    auth,
    // neither looks at iss, nor asks for more scopes while it holds a refresh token
    checksIssuer: false,
    stepsUp: false,
    newClient: () => new Client({ name: 'interop', version: '1' }),
    newTransport: (url, options) => new StreamableHTTPClientTransport(url, options),
    negotiated: (_client, transport) => transport.protocolVersion,
    finishAuth: (transport, answer) => transport.finishAuth(answer.get('code')),
    statusOf: error => error?.code,
};
