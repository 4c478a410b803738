// @modelcontextprotocol/client: the line that speaks both protocol eras.
import { auth, Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';

/** @param mode auto finds the newest common revision, legacy begins with the initialize handshake */
export function sdk2(mode, protocolVersion) {
    return {
        name: `client 2.4.0 ${mode}`,
        protocolVersion,
        UnauthorizedError,
        auth,
        checksIssuer: true,
        stepsUp: true,
        newClient: () => new Client({ name: 'interop', version: '1' }, { versionNegotiation: { mode } }),
        newTransport: (url, options) => new StreamableHTTPClientTransport(url, options),
        negotiated: client => client.getNegotiatedProtocolVersion(),
        finishAuth: (transport, answer) => transport.finishAuth(answer),
        statusOf: error => error?.data?.status,
    };
}
