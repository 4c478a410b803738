// One MCP request over Streamable HTTP, without any SDK: what the checks need to see on the wire.
import { ask } from './http.mjs';

/** The first protocol revision without handshake and session. */
export const STATELESS = '2026-07-28';

/**
 * Sends one JSON-RPC request.
 *
 * @param url the MCP endpoint
 * @param version the protocol version to speak
 * @param call method, params, token, session id and more headers; all but the method may be missing
 * @returns the HTTP response and the JSON-RPC message in it, undefined when there is none
 */
export async function rpc(url, version, { method, params = {}, token, sessionId, headers: more = {} }) {
    const { headers, body } = requestOf(version, method, params);
    if (token) headers.authorization = `Bearer ${token}`;
    if (sessionId) headers['mcp-session-id'] = sessionId;
    const response = await ask(url, { method: 'POST', headers: { ...headers, ...more }, body });
    return { response, message: messageOf(response.headers.get('content-type') ?? '', await response.text()) };
}

/** Headers and body of one JSON-RPC request. */
export function requestOf(version, method, params = {}) {
    const headers = {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': version,
    };
    if (version === STATELESS) {
        headers['mcp-method'] = method;
        if (params.name) headers['mcp-name'] = params.name;
    }
    return { headers, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, ...meta(version) } }) };
}

function meta(version) {
    if (version !== STATELESS) return {};
    return {
        _meta: {
            'io.modelcontextprotocol/protocolVersion': version,
            'io.modelcontextprotocol/clientCapabilities': {},
            'io.modelcontextprotocol/clientInfo': { name: 'interop', version: '1' },
        },
    };
}

/** The JSON-RPC message of an answer, undefined when there is none. */
export function messageOf(contentType, body) {
    if (contentType.startsWith('application/json')) return JSON.parse(body);
    if (contentType.startsWith('text/event-stream')) {
        const data = /^data: ?(.+)$/m.exec(body);
        return data ? JSON.parse(data[1]) : undefined;
    }
    return undefined;
}

/** The parameters of a challenge, as far as its values are quoted strings without escapes. */
export function challengeOf(response) {
    const header = response.headers.get('www-authenticate') ?? '';
    const parameters = [...header.matchAll(/([\w-]+)\s*=\s*"([^"]*)"/g)].map(([, name, value]) => [name, value]);
    return { scheme: header.split(' ', 1)[0], ...Object.fromEntries(parameters) };
}

/** The same token with another signature: one character of its last part is replaced. */
export function tampered(token) {
    const at = token.lastIndexOf('.') + 1;
    return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}
