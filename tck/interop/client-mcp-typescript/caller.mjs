// MCP requests through our client.
import assert from 'node:assert/strict';
import { messageOf, requestOf } from '../lib/mcp.mjs';

/** One client of ours, speaking one protocol version. */
export class Caller {
    #driver;
    #client;
    #version;

    constructor(driver, client, version) {
        this.#driver = driver;
        this.#client = client;
        this.#version = version;
    }

    async request(method, params, sessionId) {
        const { headers, body } = requestOf(this.#version, method, params);
        // the driver sets these two
        delete headers['content-type'];
        delete headers.accept;
        if (method === 'initialize') delete headers['mcp-protocol-version'];
        if (sessionId) headers['mcp-session-id'] = sessionId;
        const answer = await this.#driver.send('call', { client: this.#client, headers, body });
        assert.equal(answer.status, 200, answer.body);
        return { ...answer, message: messageOf(answer.headers['content-type'] ?? '', answer.body) };
    }

    async whoami(sessionId) {
        const { message } = await this.request('tools/call', { name: 'whoami', arguments: {} }, sessionId);
        return message.result.content[0].text;
    }
}
