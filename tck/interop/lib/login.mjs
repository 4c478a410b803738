// Walks a login and consent dialogue as a browser without JavaScript does: cookies, redirects, forms.
import { ask } from './http.mjs';

const MAX_HOPS = 12;
const APPROVING = /approve|allow|accept|authori[sz]e|consent|grant|continue|yes/i;
const REFUSING = /deny|refuse|reject|cancel|decline|no\b/i;

/**
 * Logs a user in and approves what is asked.
 *
 * @param authorizationUrl where the dialogue begins
 * @param user name and password
 * @param redirectUri where it ends; nothing needs to listen there unless visit is set
 * @param visit whether the redirect URI is called, too
 * @returns the URL that the browser would open at last, with the authorization response in its query
 */
export async function login(authorizationUrl, user, redirectUri, { visit = false } = {}) {
    const { browser, request, page } = await walk(authorizationUrl, user, target => target.origin + target.pathname === redirectUri);
    if (page) throw new Error(`${request.url.pathname} shows no form to go on with`);
    if (visit) await browser.open(request);
    return request.url;
}

/** Logs a user in and approves what is asked, until a page has no form any more, whose text is the answer. */
export async function confirm(url, user) {
    const { page } = await walk(url, user, () => false);
    return page;
}

/** Goes from page to page until a redirect leads to the end, or a page has no form to go on with. */
async function walk(start, user, isEnd) {
    const browser = new Browser();
    let request = { url: new URL(start) };
    let credentialsSent = false;
    for (let hop = 0; hop < MAX_HOPS; hop++) {
        const response = await browser.open(request);
        const location = response.headers.get('location');
        if (location !== null) {
            const target = new URL(location, request.url);
            if (isEnd(target)) return { browser, request: { url: target } };
            request = [307, 308].includes(response.status) ? { ...request, url: target } : { url: target };
            continue;
        }
        const page = await response.text();
        if (response.status !== 200) {
            throw new Error(`${request.url.pathname} answered ${response.status} in the login dialogue`);
        }
        const forms = formsOf(page);
        const loginForm = forms.find(form => form.fields.some(field => field.type === 'password'));
        if (loginForm && credentialsSent) throw new Error(`the credentials of ${user.name} were not accepted`);
        credentialsSent ||= loginForm !== undefined;
        const next = loginForm ? fillIn(loginForm, user, request.url) : approve(forms, request.url);
        if (!next) return { browser, request, page };
        request = next;
    }
    throw new Error(`no end of the login dialogue after ${MAX_HOPS} pages`);
}

class Browser {
    #cookies = new Map();

    async open({ url, body, origin }) {
        const headers = { accept: 'text/html', cookie: [...this.#cookies].map(pair => pair.join('=')).join('; ') };
        if (origin) headers.origin = origin;
        const response = await ask(url, { method: body ? 'POST' : 'GET', body, headers, redirect: 'manual' });
        for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
        return response;
    }

    #keep(cookie) {
        const [, name, value] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
        if (/;\s*max-age=0\b/i.test(cookie)) this.#cookies.delete(name);
        else this.#cookies.set(name, value);
    }
}

function fillIn(form, user, page) {
    const nameField = form.fields.find(field => ['text', 'email'].includes(field.type));
    if (!nameField) throw new Error('the login form has no field for the user name');
    const values = form.fields.filter(isSent).map(field => {
        if (field === nameField) return [field.name, user.name];
        return [field.name, field.type === 'password' ? user.password : field.value];
    });
    return submit(form, values, form.buttons[0], page);
}

function approve(forms, page) {
    for (const form of forms) {
        const button =
            form.buttons.find(candidate => APPROVING.test(candidate.label) && !REFUSING.test(candidate.label)) ??
            form.buttons.find(candidate => !REFUSING.test(candidate.label));
        if (button) {
            // a box is ticked: the user grants everything that is asked
            const values = form.fields.filter(isSent).map(field => [field.name, field.value]);
            return submit(form, values, button, page);
        }
    }
    return undefined;
}

function isSent(field) {
    return field.name !== undefined && field.type !== 'file';
}

function submit(form, values, button, page) {
    const body = new URLSearchParams(values);
    if (button?.name) body.append(button.name, button.value);
    const action = new URL(button?.action ?? form.action ?? '', page);
    if (form.method === 'post') return { url: action, body, origin: page.origin };
    action.search = body.toString();
    return { url: action };
}

function formsOf(page) {
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
