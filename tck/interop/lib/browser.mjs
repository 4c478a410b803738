// What a browser without JavaScript has: cookies and forms.
import { ask } from './http.mjs';

/** Keeps cookies by host, not by port, as browsers do; their paths do not count. */
export class Browser {
    #cookies = new Map();

    async open({ url, body, origin }) {
        const headers = { accept: 'text/html', cookie: [...this.#of(url)].map(pair => pair.join('=')).join('; ') };
        if (origin) headers.origin = origin;
        const response = await ask(url, { method: body ? 'POST' : 'GET', body, headers, redirect: 'manual' });
        for (const cookie of response.headers.getSetCookie()) this.#keep(this.#of(url), cookie);
        return response;
    }

    /** Forgets the cookies of a host. */
    forget(url) {
        this.#cookies.delete(new URL(url).hostname);
    }

    #of(url) {
        const { hostname } = new URL(url);
        if (!this.#cookies.has(hostname)) this.#cookies.set(hostname, new Map());
        return this.#cookies.get(hostname);
    }

    #keep(cookies, cookie) {
        const [, name, value] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
        if (/;\s*max-age=0\b/i.test(cookie)) cookies.delete(name);
        else cookies.set(name, value);
    }
}

/** The forms of a page, with their fields and buttons. */
export function formsOf(page) {
    return [...page.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)].map(([, tag, content]) => {
        const attributes = attributesOf(tag);
        const inputs = [...content.matchAll(/<input\b([^>]*)>/gi)].map(([, input]) => inputOf(attributesOf(input)));
        const buttons = [...content.matchAll(/<button\b([^>]*)>(.*?)<\/button>/gis)]
            .map(([, button, label]) => buttonOf(attributesOf(button), label))
            .filter(button => button.type === 'submit');
        return {
            action: attributes.action,
            method: (attributes.method ?? 'get').toLowerCase(),
            fields: inputs.filter(input => input.type !== 'submit' && input.type !== 'button'),
            buttons: [
                ...buttons,
                ...inputs.filter(input => input.type === 'submit').map(input => ({ ...input, label: input.value })),
            ],
        };
    });
}

/** Whether a field is part of what its form sends. */
export function isSent(field) {
    return field.name !== undefined && field.type !== 'file';
}

/** The request that a form makes when a button is pressed. */
export function submit(form, values, button, page) {
    const body = new URLSearchParams(values);
    if (button?.name) body.append(button.name, button.value);
    const action = new URL(button?.action ?? form.action ?? '', page);
    if (form.method === 'post') return { url: action, body, origin: page.origin };
    action.search = body.toString();
    return { url: action };
}

function inputOf({ type = 'text', name, value, formaction }) {
    const kind = type.toLowerCase();
    const unset = kind === 'checkbox' || kind === 'radio' ? 'on' : '';
    return { type: kind, name, value: value ?? unset, action: formaction };
}

function buttonOf({ type = 'submit', name, value = '', formaction }, content) {
    const label = `${name ?? ''} ${value} ${content.replaceAll(/<[^>]*>/g, ' ')}`;
    return { type: type.toLowerCase(), name, value, action: formaction, label };
}

function attributesOf(tag) {
    const pattern = /([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
    return Object.fromEntries(
        [...tag.matchAll(pattern)].map(([, name, double, single, plain]) => [
            name.toLowerCase(),
            text(double ?? single ?? plain ?? ''),
        ]),
    );
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function text(escaped) {
    return escaped.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (entity, hex, decimal, name) => {
        if (name) return ENTITIES[name.toLowerCase()] ?? entity;
        return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal));
    });
}
