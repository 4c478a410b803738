// A fetch that keeps what went over the wire.

export class Transcript {
    #exchanges = [];

    constructor(mcpUrl) {
        this.mcpUrl = mcpUrl;
        this.fetch = this.fetch.bind(this);
    }

    async fetch(url, init = {}) {
        const response = await fetch(url, init);
        const exchange = {
            method: init.method ?? 'GET',
            url: String(url),
            headers: new Headers(init.headers),
            form: init.body instanceof URLSearchParams ? init.body : undefined,
            response,
        };
        // a stream of the MCP endpoint may never end
        if (exchange.url !== this.mcpUrl) exchange.text = await response.clone().text();
        this.#exchanges.push(exchange);
        return response;
    }

    /** The exchanges since the last call. */
    take() {
        return this.#exchanges.splice(0);
    }
}
